/** One look at a file: language, then engine, then everything there is to tell. */

import type { Explanation, Report } from "../../../shared/report";
import type { ServeResult, TrainResult } from "../engine";
import type { Finding } from "../language/diagnostics";
import { resolve } from "../semantics";
import type { Host, Program, ResolvedDeclaration } from "../semantics/program";
import { checkAdvice } from "./checks/advice";
import { checkBandwidth } from "./checks/bandwidth";
import { checkLayout } from "./checks/layout";
import { checkMachine } from "./checks/machine";
import { checkMemory } from "./checks/memory";
import { checkModel } from "./checks/model";
import { checkPrecision } from "./checks/precision";
import { checkVision } from "./checks/vision";
import { checkSaturation } from "./checks/saturation";
import { checkService } from "./checks/service";
import { checkTraining, checkTrainingLayout } from "./checks/training";
import { evaluateExpect, type Expectation, expectationFinding } from "./expectations";
import { type LoweredPlan, lowerServe } from "./lower/plan";
import { type LoweredTraining, lowerTrain } from "./lower/train";
import { evaluateOnce, trainOnce } from "./memo";
import { isTraining, type PlanResult } from "./metrics";
import type { Looked } from "./comments";
import { withoutIgnored } from "./ignores";
import { calibrationOf, calibrationOfTraining, explain, explainable, explainableTraining, explainTraining } from "./explain";
import { sourcesOf } from "./sources";
import { buildReport } from "./report/build";
import { reportPlan } from "./report/plan";
import { reportTraining } from "./report/train";
import { tryValues, writeValues } from "./trial";
import type { Analysis, PlanAnalysis } from "./types";

/** A serving plan that could be computed. */
export interface ComputedServing {
  readonly lowered: LoweredPlan;
  readonly result: ServeResult;
  /** Fits the machine, too. */
  readonly feasible: boolean;
}

/** The same of a training plan. */
export interface ComputedTraining {
  readonly lowered: LoweredTraining;
  readonly result: TrainResult;
  readonly feasible: boolean;
}

export type ComputedPlan = ComputedServing | ComputedTraining;

/** Analyses the file at `uri`. Never throws, whatever the text. */
export function analyse(uri: string, text: string, host: Host): Analysis {
  const program = resolve(uri, text, host);
  const findings: Finding[] = [...program.findings];
  const computed = new Map<ResolvedDeclaration, ComputedPlan>();
  for (const declaration of program.declarations) findings.push(...examine(declaration, computed));
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
  const base = { uri, text, program, findings: sorted };
  const view = { ...base, computed, expectations };
  const plans: PlanAnalysis[] = program.declarations.filter(isPlan).map((declaration) =>
    lazily(
      declaration,
      () => {
        const plan = computed.get(declaration);
        if (!plan) return undefined;
        return isComputedTraining(plan) ? reportTraining(view, declaration, plan) : reportPlan(view, declaration, plan);
      },
      computed.get(declaration)?.result,
      view,
    ),
  );
  let report: Report | undefined;
  function* steps(file: string): Generator<void, Report> {
    report ??= yield* buildReport(view, plans, file);
    return { ...report, file };
  }
  return {
    ...base,
    plans,
    expectations: [...expectations.values()].flat(),
    report: (file) => finish(steps(file)),
    reportInSteps: steps,
  };
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

/** Reports (elasticities, curves) are made when somebody looks at them. */
function lazily(
  declaration: ResolvedDeclaration,
  make: () => PlanAnalysis["report"],
  result: PlanResult | undefined,
  view: View & Looked,
): PlanAnalysis {
  let made: { readonly report: PlanAnalysis["report"] } | undefined;
  return {
    declaration,
    explain(path) {
      const explanation = result && (isTraining(result) ? explainTraining(result, path) : explain(result, path));
      return explanation && { ...explanation, sources: sourcesOf(view, declaration, figuresBehind(result, explanation)) };
    },
    tryValues: (values) => (result ? tryValues(view, declaration, values) : undefined),
    writeValues: (values) => (result ? writeValues(view, declaration, values) : []),
    get explainable() {
      if (!result) return [];
      return isTraining(result) ? explainableTraining(result) : explainable(result);
    },
    get report() {
      made ??= { report: make() };
      return made.report;
    },
  };
}

/** Findings of one declaration; a serving plan that can be computed is added to `computed`. */
function examine(declaration: ResolvedDeclaration, computed: Map<ResolvedDeclaration, ComputedPlan>): Finding[] {
  switch (declaration.kind) {
    case "model":
      return checkModel(declaration);
    case "serve":
      return declaration.sound ? examineServe(declaration, computed) : [];
    case "train":
      return declaration.sound ? examineTrain(declaration, computed) : [];
    case "search":
    case "sweep":
    case "workload":
      return [];
    case "supernode":
    case "cluster":
      return declaration.sound ? checkMachine(declaration) : [];
    case "chip":
    case "engine":
      return [];
  }
}

function isPlan(declaration: ResolvedDeclaration | undefined): declaration is ResolvedDeclaration {
  return declaration?.kind === "serve" || declaration?.kind === "train";
}

function isComputedTraining(plan: ComputedPlan): plan is ComputedTraining {
  return isTraining(plan.result);
}

function examineServe(declaration: ResolvedDeclaration, computed: Map<ResolvedDeclaration, ComputedPlan>): Finding[] {
  const lowered = lowerServe(declaration);
  if (!lowered) return [];
  const { model, precision, machine } = lowered.plan;
  const layout = [...checkLayout(lowered), ...checkPrecision(declaration, precision, machine.chip), ...checkVision(declaration, model)];
  // A plan that is too large for its machine still has figures; one whose degrees do not divide has none.
  if (layout.some(({ severity, key }) => severity === "error" && key !== "too-many-chips")) return layout;
  const result = evaluateOnce(lowered.plan);
  computed.set(declaration, { lowered, result, feasible: result.feasible && !layout.some(({ severity }) => severity === "error") });
  const check = { lowered, result };
  return [
    ...layout,
    ...checkMemory(check),
    ...checkBandwidth(check),
    ...checkSaturation(check),
    ...checkService(check),
    ...checkAdvice(check),
  ];
}

function examineTrain(declaration: ResolvedDeclaration, computed: Map<ResolvedDeclaration, ComputedPlan>): Finding[] {
  const lowered = lowerTrain(declaration);
  if (!lowered) return [];
  const layout = checkTrainingLayout(lowered);
  if (layout.some(({ severity, key }) => severity === "error" && key !== "too-many-chips")) return layout;
  const result = trainOnce(lowered.plan);
  computed.set(declaration, { lowered, result, feasible: result.fits && !layout.some(({ severity }) => severity === "error") });
  return [...layout, ...checkTraining(lowered, result)];
}

/** Plans of imported files that an expectation of this one measures. */
function foreignPlans(program: Program, own: ReadonlyMap<ResolvedDeclaration, ComputedPlan>): [ResolvedDeclaration, PlanResult][] {
  const measures = program.expects.length > 0 || program.declarations.some(({ expects }) => expects.length > 0);
  if (!measures) return [];
  return [...program.visible.values()].flatMap((declaration): [ResolvedDeclaration, PlanResult][] => {
    if (!isPlan(declaration) || !declaration.sound || declaration.uri === program.uri || own.has(declaration)) return [];
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
