/** A search for a terminal: the best point, and the front of those that no other beats. */

import type { SearchReport } from "../../../../shared/report";
import { formatCount, formatPercent } from "../../language/figures";
import { type Cell, type Column, type Layout, table } from "./table";
import { inUnit, metricText, wrap } from "./text";

/** More rows of a front are too many to read. */
const mostRows = 30;

export function searchTitle({ name, plan, goal }: SearchReport): string {
  return `Search ${name} of ${plan}: ${goal.direction} ${goal.metric}${goal.scope === undefined ? "" : ` per ${goal.scope}`}`;
}

export function searchLines(search: SearchReport, kind: "serve" | "train", layout: Layout): readonly string[] {
  const fits = search.points.filter(({ feasible }) => feasible);
  const good = fits.filter(({ meets_slo: meets }) => meets);
  const counted = `${formatCount(search.points.length)} plans: ${formatCount(fits.length)} fit, ${formatCount(good.length)} of them meet the slo.`;
  return [
    ...wrap(bestText(search, kind), layout.columns - 2, 2).map((line) => `  ${line}`),
    `  ${counted}`,
    ...front(search, kind, layout),
  ];
}

function bestText(search: SearchReport, kind: "serve" | "train"): string {
  const best = search.best === null ? undefined : search.points[search.best];
  if (!best || best.goal === null) return "No plan fits and meets the slo.";
  const values = best.values.map((value, axis) => `${search.axes[axis]?.path ?? ""} = ${valueText(search, value, axis)}`).join(", ");
  const { written } = search;
  const change = written ? best.goal / written - 1 : undefined;
  const beside = change === undefined ? "" : `, ${change < 0 ? "−" : "+"}${formatPercent(Math.abs(change))} on the plan as written`;
  return `Best: ${values}: ${goalText(search, kind, best.goal)}${beside}.`;
}

function front(search: SearchReport, kind: "serve" | "train", layout: Layout): readonly string[] {
  const { style } = layout;
  const best = search.best === null ? undefined : search.points[search.best];
  const rows = search.points
    .filter((point) => point.front)
    .toSorted((one, other) => (one.metrics[search.against] ?? 0) - (other.metrics[search.against] ?? 0));
  const numbers = [...search.axes.map(({ path }) => path), search.against, goalName(search)];
  const columns: Column[] = [...numbers.map((title): Column => ({ title, align: "right" })), { title: "", align: "left" }];
  const cells = rows
    .slice(0, mostRows)
    .map((point): Cell[] => [
      ...point.values.map((value, axis) => valueText(search, value, axis)),
      metricText(kind, search.against, point.metrics[search.against] ?? Number.NaN),
      goalText(search, kind, point.goal ?? Number.NaN),
      point === best ? { text: "best", paint: style.green } : point.meets_slo ? "" : "misses the slo",
    ]);
  const more = rows.length - cells.length;
  const rest = more > 0 ? [style.dim(`  … and ${formatCount(more)} more on the front; --format json has them all.`)] : [];
  return cells.length === 0 ? [] : [...table(columns, cells, layout), ...rest];
}

function valueText(search: SearchReport, value: number, axis: number): string {
  const unit = search.axes[axis]?.unit ?? "";
  const scope = / per \w+$/.exec(unit)?.[0] ?? "";
  return `${inUnit(value, unit)}${scope}`;
}

function goalName({ goal }: SearchReport): string {
  return `${goal.metric}${goal.scope === undefined ? "" : ` per ${goal.scope}`}`;
}

function goalText({ goal }: SearchReport, kind: "serve" | "train", value: number): string {
  return metricText(kind, goal.metric, value);
}
