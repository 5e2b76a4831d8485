/** The whole report of a file. */

import type { PendingPlan, Report, ReportDiagnostic, SearchReport, SweepReport } from "../../../../shared/report";
import type { ResolvedDeclaration } from "../../semantics/program";
import { type LineIndex, lineIndex } from "../../syntax";
import type { View } from "../view";
import type { PlanAnalysis } from "../types";
import { rangeOf, reportExpectation } from "./plan";
import { reportSearch } from "./search";
import { reportSweep } from "./sweep";

export function* buildReport(view: View, plans: readonly PlanAnalysis[], file: string): Generator<void, Report> {
  const lines = lineIndex(view.text);
  const machines = view.program.declarations.filter(({ kind }) => kind !== "serve" && kind !== "train");
  const outside = [
    ...(view.expectations.get(undefined) ?? []),
    ...machines.flatMap((declaration) => view.expectations.get(declaration) ?? []),
  ];
  const sweeps: SweepReport[] = [];
  const searches: SearchReport[] = [];
  for (const declaration of view.program.declarations) {
    sweeps.push(...(yield* reportSweep(declaration)));
    searches.push(...(yield* reportSearch(declaration)));
  }
  return {
    schema: "cmx-report/1",
    file,
    plans: plans.flatMap(({ report }) => (report ? [report] : [])),
    pending: plans.flatMap(({ declaration, report }) => (report ? [] : [pendingPlan(declaration, lines)])),
    sweeps,
    searches,
    expectations: outside.map((expectation) => reportExpectation(expectation, lines)),
    diagnostics: view.findings.map(
      ({ code, severity, message, place }): ReportDiagnostic => ({
        code,
        severity,
        message,
        range: rangeOf(lines, place),
        ...(place.uri === view.uri ? {} : { file: place.uri }),
      }),
    ),
  };
}

function pendingPlan({ name, kind, range }: ResolvedDeclaration, lines: LineIndex): PendingPlan {
  return { name, kind: kind === "train" ? "train" : "serve", range: rangeOf(lines, range) };
}
