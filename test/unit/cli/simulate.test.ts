import { deepEqual, equal } from "node:assert/strict";
import { onlyPlan, verdict } from "../../../server/src/cli/simulate";
import type { Range, Report, ReportDiagnostic } from "../../../shared/report";
import { plan, report } from "./fixture";

const lines = (start: number, end: number): Range => ({ start: { line: start, character: 0 }, end: { line: end, character: 1 } });
const at = (line: number, severity: ReportDiagnostic["severity"] = "error"): ReportDiagnostic => ({
  code: "CMX401",
  severity,
  message: `line ${line}`,
  range: lines(line, line),
});

const good = { ...plan, expectations: [] };
const failed = { text: "tpot <= 50 ms", actual: 0.06, expected: 0.05, pass: false, range: lines(0, 0) };

/** The exit code of a report that differs from a good one. */
function check(title: string, code: 0 | 1, change: Partial<Report>): void {
  it(`is ${code} ${title}`, () => equal(verdict({ ...report, plans: [good], ...change }), code));
}

describe("simulate", () => {
  describe("its exit code", () => {
    check("when all is well", 0, {});
    check("without a plan", 0, { plans: [] });
    check("with a warning", 0, { diagnostics: [at(1, "warning")] });
    check("with an error", 1, { diagnostics: [at(1)] });
    check("when a plan does not fit", 1, { plans: [good, { ...good, feasible: false }] });
    check("when an expectation of a plan fails", 1, { plans: [{ ...good, expectations: [failed] }] });
    check("when an expectation of the file fails", 1, { expectations: [failed] });
  });

  it("keeps one plan, its sweeps, and what is said about it and about the file", () => {
    const sweep = { name: "s", plan: "R1", axes: [], points: [] };
    const whole: Report = {
      ...report,
      plans: [good, { ...good, name: "R2" }],
      sweeps: [sweep, { ...sweep, plan: "R2" }],
      diagnostics: [at(1), at(5), at(12), at(20), { ...at(12), file: "other.cmx" }],
    };
    const { plans, sweeps, diagnostics } = onlyPlan(whole, "R1", [lines(10, 15)]);
    deepEqual(
      plans.map(({ name }) => name),
      ["R1"],
    );
    deepEqual(sweeps, [sweep]);
    deepEqual(
      diagnostics.map(({ message, file }) => `${message} ${file ?? ""}`.trim()),
      ["line 1", "line 5", "line 20", "line 12 other.cmx"],
    );
  });
});
