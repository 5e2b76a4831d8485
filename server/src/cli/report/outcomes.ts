/** What was asked of the plans and how it came out: expectations, sweeps, notes, diagnostics. */

import type { ExpectationReport, PlanReport, Report, ReportDiagnostic, SweepReport } from "../../../../shared/report";
import { formatCount } from "../../language/figures";
import { metrics } from "../../language/metrics";
import { printable, severityPaint } from "../diagnostic-text";
import { type Cell, type Column, type Layout, table } from "./table";
import { inUnit, metricText, wrap } from "./text";

/** Every expectation: whether it holds, the figure, and what was expected of it. */
export function expectationTable(expectations: readonly ExpectationReport[], { columns, style }: Layout): readonly string[] {
  const figure = ({ actual, actual_text }: ExpectationReport) => (actual === null ? "no figure" : (actual_text ?? formatCount(actual)));
  const width = Math.max(0, ...expectations.map((expectation) => figure(expectation).length));
  const hang = "  ✓  ".length + width + 2;
  return expectations.flatMap((expectation) => {
    const mark = expectation.pass ? style.green("✓") : style.red("✗");
    const [first = "", ...others] = wrap(printable(expectation.text), columns - hang, 0);
    return [`  ${mark}  ${figure(expectation).padEnd(width)}  ${first}`, ...others.map((line) => " ".repeat(hang) + line)];
  });
}

/** What a reader should know before trusting a figure. */
export function noteList(notes: readonly string[], { columns }: Layout): readonly string[] {
  return notes.flatMap((note) => wrap(`· ${note}`, columns - 2, 2).map((line) => `  ${line}`));
}

const mostRows = 100;

/** A sweep: its axes, whether each point fits, and the metrics that change along it, as many as have room. */
export function sweepTable(sweep: SweepReport, plan: PlanReport | undefined, layout: Layout): readonly string[] {
  const axes = sweep.axes.map(({ path, unit }) => right(`${path}${/ per \w+$/.exec(unit)?.[0] ?? ""}`));
  const points = sweep.points.slice(0, mostRows);
  const cells = points.map(({ values, feasible }): Cell[] => [
    ...values.map((value, axis) => inUnit(value, sweep.axes[axis]?.unit ?? "")),
    feasible ? { text: "✓", paint: layout.style.green } : { text: "✗", paint: layout.style.red },
  ]);
  const columns = [...axes, left("fits")];
  for (const name of changing(sweep)) {
    const values = points.map(({ metrics: measured }) =>
      orDash(measured[name], (value) => metricText(plan?.kind ?? "serve", name, value, plan?.currency)),
    );
    const width = Math.max(name.length, ...values.map((value) => value.length));
    if (tableWidth(columns, cells) + 2 + width > layout.columns) continue;
    columns.push(right(name));
    for (const [point, value] of values.entries()) cells[point]?.push(value);
  }
  const more = sweep.points.length - points.length;
  const rest = more > 0 ? [layout.style.dim(`  … and ${formatCount(more)} points more; --format json has them all.`)] : [];
  return [...table(columns, cells, layout), ...rest];
}

/** Diagnostics with their lines; long messages hang under their beginning. */
export function diagnosticList(report: Report, { columns, style }: Layout): readonly string[] {
  const place = ({ file, range: { start } }: ReportDiagnostic) => `${file ? `${file}:` : ""}${start.line + 1}:${start.character + 1}`;
  const width = Math.max(0, ...report.diagnostics.map((diagnostic) => place(diagnostic).length));
  return report.diagnostics.flatMap((diagnostic) => {
    const { severity, code, message } = diagnostic;
    const label = `${place(diagnostic).padEnd(width)}  ${severity} ${code}`;
    const hang = width + 4;
    const [first = "", ...others] = wrap(`${label} ${printable(message)}`, columns - 2, hang - 2);
    const painted = first.slice(0, width + 2) + severityPaint(severity, style)(severity) + first.slice(width + 2 + severity.length);
    return [painted, ...others].map((line) => `  ${line}`);
  });
}

function left(title: string): Column {
  return { title, align: "left" };
}

function right(title: string): Column {
  return { title, align: "right" };
}

function orDash(value: number | undefined, write: (value: number) => string): string {
  return value === undefined ? "–" : write(value);
}

/** Metrics that differ between points, in the order of the table of metrics. */
function changing({ points }: SweepReport): readonly string[] {
  const names = new Set(metrics.map(({ name }) => name));
  return [...names].filter((name) => new Set(points.map((point) => point.metrics[name])).size > 1);
}

function tableWidth(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  const length = (cell: Cell | undefined) => (typeof cell === "string" ? cell.length : cell && "text" in cell ? cell.text.length : 0);
  const widths = columns.map(({ title }, index) => Math.max(title.length, ...rows.map((cells) => length(cells[index]))));
  return widths.reduce((sum, width) => sum + 2 + width, 0);
}
