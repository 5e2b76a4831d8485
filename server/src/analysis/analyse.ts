/** One look at a file: language, then engine, then everything there is to tell. */

import type { Report } from "../../../shared/report";
import type { Finding } from "../language/diagnostics";
import { notesOn } from "../language/notes";
import { resolveAfter } from "../semantics";
import type { Host, ResolvedDeclaration } from "../semantics/program";
import { type ComputedPlan, type Examined, examine, examinedAgain } from "./examine";
import { evaluateExpect, type Expectation, expectationFinding } from "./expectations";
import { withoutIgnored } from "./ignores";
import { LookedAtPlan } from "./looked-at";
import { buildReport } from "./report/build";
import { resultsFor } from "./results";
import type { Analysis } from "./types";

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
  const results = resultsFor(uri, computed);
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

function isPlan(declaration: ResolvedDeclaration | undefined): declaration is ResolvedDeclaration {
  return declaration?.kind === "serve" || declaration?.kind === "train";
}
