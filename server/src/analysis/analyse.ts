/** One look at a file: language, then engine, then everything there is to tell. */

import type { Explanation, KnobValues, Report } from "../../../shared/report";
import type { ServeResult, TrainResult } from "../engine";
import type { Finding, TextEdit } from "../language/diagnostics";
import { resolveAfter } from "../semantics";
import type { Host, Program, ResolvedDeclaration } from "../semantics/program";
import { checkLayout } from "./checks/layout";
import { checkTrainingLayout } from "./checks/training";
import { type ComputedPlan, type ComputedTraining, type Examined, examine, examinedAgain } from "./examine";
import { evaluateExpect, type Expectation, expectationFinding } from "./expectations";
import { notesOn } from "../syntax";
import { lowerServe } from "./lower/plan";
import { lowerTrain } from "./lower/train";
import { evaluateOnce, trainOnce } from "./memo";
import { isTraining, type PlanResult } from "./metrics";
import type { Looked } from "./comments";
import { withoutIgnored } from "./ignores";
import { calibrationOf, calibrationOfTraining, explain, explainable, explainableTraining, explainTraining, spoken } from "./explain";
import { english } from "../language/translation";
import { sourcesOf } from "./sources";
import { buildReport } from "./report/build";
import { reportPlan } from "./report/plan";
import { reportTraining } from "./report/train";
import { type Trial, tryValues, writeValues } from "./trial";
import type { Analysis, PlanAnalysis } from "./types";

/** What each analysis found of each declaration, as the next one may use it. */
const examinations = notesOn<Analysis, ReadonlyMap<ResolvedDeclaration, Examined>>();

/**
 * Analyses the file at `uri`. Never throws, whatever the text. With the analysis of an earlier text the result is the same, and what an edit
 * has left as it was is taken from there.
 */
export function analyse(uri: string, text: string, host: Host, last?: Analysis): Analysis {
  const { program, carried } = resolveAfter(last?.program, uri, text, host);
  const before = last && examinations.get(last);
  const examined = new Map<ResolvedDeclaration, Examined>();
  for (const declaration of program.declarations) {
    const former = carried.former(declaration);
    const known = former && before?.get(former);
    examined.set(declaration, (former && known && examinedAgain(declaration, former, known, carried)) ?? examine(declaration));
  }
  const findings: Finding[] = [...program.findings];
  const computed = new Map<ResolvedDeclaration, ComputedPlan>();
  for (const [declaration, { findings: found, plan }] of examined) {
    findings.push(...found);
    if (plan) computed.set(declaration, plan);
  }
  const results = new Map([
    ...foreignPlans(program, computed),
    ...[...computed].map(([declaration, { result }]) => [declaration, result] as const),
  ]);
  const expectations = new Map<ResolvedDeclaration | undefined, Expectation[]>();
  for (const declaration of program.declarations) {
    expectations.set(
      declaration,
      declaration.expects.map((expect) => evaluateExpect(expect, results)),
    );
  }
  expectations.set(
    undefined,
    program.expects.map((expect) => evaluateExpect(expect, results)),
  );
  for (const [declaration, list] of expectations) {
    // What a plan with errors cannot be held to has been said by those errors.
    if (!isPlan(declaration) || computed.has(declaration)) findings.push(...list.flatMap(expectationFinding));
  }

  const sorted = withoutIgnored(uri, text, findings).sort(
    (left, right) => left.place.start - right.place.start || left.place.end - right.place.end,
  );
  const view = { uri, text, program, findings: sorted, computed, expectations };
  const plans = program.declarations.filter(isPlan).map((declaration) => new LookedAtPlan(declaration, computed.get(declaration), view));
  let report: Report | undefined;
  function* steps(file: string): Generator<void, Report> {
    report ??= yield* buildReport(view, plans, file);
    return { ...report, file };
  }
  const analysis: Analysis = {
    uri,
    text,
    program,
    findings: sorted,
    plans,
    expectations: [...expectations.values()].flat(),
    report: (file) => finish(steps(file)),
    reportInSteps: steps,
  };
  examinations.set(analysis, examined);
  return analysis;
}

function finish<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** What analysis knows when the report is asked for. */
export interface View {
  readonly uri: string;
  readonly text: string;
  readonly program: Program;
  readonly findings: readonly Finding[];
  readonly computed: ReadonlyMap<ResolvedDeclaration, ComputedPlan>;
  /** By declaration; undefined: at the top of the file. */
  readonly expectations: ReadonlyMap<ResolvedDeclaration | undefined, readonly Expectation[]>;
}

function figuresBehind(result: PlanResult, explanation: Explanation): readonly string[] {
  return isTraining(result) ? calibrationOfTraining(result.plan, explanation) : calibrationOf(result.plan, explanation);
}

/**
 * Reports (elasticities, curves) are made when somebody looks at them. A class, as an object with getters of its own is kept longer than it
 * lives, by its shape.
 */
class LookedAtPlan implements PlanAnalysis {
  readonly #computed: ComputedPlan | undefined;
  readonly #view: View & Looked;
  #report: { readonly made: PlanAnalysis["report"] } | undefined;

  constructor(
    readonly declaration: ResolvedDeclaration,
    computed: ComputedPlan | undefined,
    view: View & Looked,
  ) {
    this.#computed = computed;
    this.#view = view;
  }

  get report(): PlanAnalysis["report"] {
    this.#report ??= { made: this.#computed && reportOf(this.#view, this.declaration, this.#computed) };
    return this.#report.made;
  }

  get explainable(): readonly string[] {
    const result = this.#computed?.result;
    if (!result) return [];
    return isTraining(result) ? explainableTraining(result) : explainable(result);
  }

  explain(path: string, say = english.say): Explanation | undefined {
    const result = this.#computed?.result;
    const explained = result && (isTraining(result) ? explainTraining(result, path) : explain(result, path));
    const explanation = explained && spoken(explained, say);
    return explanation && { ...explanation, sources: sourcesOf(this.#view, this.declaration, figuresBehind(result, explanation)) };
  }

  tryValues(values: KnobValues): Trial | undefined {
    return this.#computed && tryValues(this.#view, this.declaration, values);
  }

  writeValues(values: KnobValues): readonly TextEdit[] {
    return this.#computed ? writeValues(this.#view, this.declaration, values) : [];
  }
}

function reportOf(view: View, declaration: ResolvedDeclaration, plan: ComputedPlan): PlanAnalysis["report"] {
  return isComputedTraining(plan) ? reportTraining(view, declaration, plan) : reportPlan(view, declaration, plan);
}

function isPlan(declaration: ResolvedDeclaration | undefined): declaration is ResolvedDeclaration {
  return declaration?.kind === "serve" || declaration?.kind === "train";
}

function isComputedTraining(plan: ComputedPlan): plan is ComputedTraining {
  return isTraining(plan.result);
}

/** Plans of imported files that an expectation of this one measures. */
function foreignPlans(program: Program, own: ReadonlyMap<ResolvedDeclaration, ComputedPlan>): [ResolvedDeclaration, PlanResult][] {
  const imported = program.visible.imported();
  const measures = imported.length > 0 && (program.expects.length > 0 || program.declarations.some(({ expects }) => expects.length > 0));
  if (!measures) return [];
  return imported.flatMap((declaration): [ResolvedDeclaration, PlanResult][] => {
    if (!isPlan(declaration) || !declaration.sound || own.has(declaration)) return [];
    const result = declaration.kind === "serve" ? foreignServing(declaration) : foreignTraining(declaration);
    return result ? [[declaration, result]] : [];
  });
}

function foreignServing(declaration: ResolvedDeclaration): ServeResult | undefined {
  const lowered = lowerServe(declaration);
  return lowered && isSound(checkLayout(lowered)) ? evaluateOnce(lowered.plan) : undefined;
}

function foreignTraining(declaration: ResolvedDeclaration): TrainResult | undefined {
  const lowered = lowerTrain(declaration);
  return lowered && isSound(checkTrainingLayout(lowered)) ? trainOnce(lowered.plan) : undefined;
}

function isSound(layout: readonly Finding[]): boolean {
  return !layout.some(({ severity }) => severity === "error");
}
