/** Expectations in words: the report's figures are SI numbers, and only the program knows what each of them counts. */

import type { ExpectationReport, Report } from "../../../shared/report";
import type { Analysis } from "../analysis";
import { formatFigure } from "../language/figures";
import type { ResolvedExpect } from "../semantics";
import { lineIndex } from "../syntax";
import { rangeOf } from "./diagnostics";

/** The report with `actual_text` wherever an expectation has a figure. */
export function withFigures(report: Report, { text, program }: Analysis): Report {
  const lines = lineIndex(text);
  const expects = [...program.expects, ...program.declarations.flatMap((declaration) => declaration.expects)];
  const byStart = new Map(expects.map((expect) => [place(rangeOf(lines, expect.place)), expect]));
  const named = (expectation: ExpectationReport): ExpectationReport => {
    const expect = byStart.get(place(expectation.range));
    return expect && expectation.actual !== null ? { actual_text: figure(expect, expectation.actual), ...expectation } : expectation;
  };
  return {
    ...report,
    plans: report.plans.map((plan) => ({ ...plan, expectations: plan.expectations.map(named) })),
    expectations: report.expectations.map(named),
  };
}

function figure({ left, scope }: ResolvedExpect, value: number): string {
  return `${formatFigure(value, left.dimension)}${scope ? ` per ${scope}` : ""}`;
}

function place({ start }: ExpectationReport["range"]): string {
  return `${start.line}:${start.character}`;
}
