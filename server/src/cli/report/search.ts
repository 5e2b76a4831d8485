/** A search for a terminal: the best point, and the front of those that no other beats. */

import type { PlanReport, SearchReport } from "../../../../shared/report";
import { formatCount, formatPercent } from "../../language/figures";
import { type Cell, type Column, type Layout, table } from "./table";
import { inUnit, metricText, wrap } from "./text";

/** More rows of a front are too many to read. */
const mostRows = 30;

export function searchTitle({ name, plan, goal }: SearchReport): string {
  return `Search ${name} of ${plan}: ${goal.direction} ${goal.metric}${goal.scope === undefined ? "" : ` per ${goal.scope}`}`;
}

export function searchLines(search: SearchReport, plan: PlanReport | undefined, layout: Layout): readonly string[] {
  const fits = search.points.filter(({ feasible }) => feasible);
  const good = fits.filter(({ meets_slo: meets }) => meets);
  const meeting = hasSlo(plan) ? `, ${formatCount(good.length)} of them meet the slo` : "";
  return [
    ...wrap(bestText(search, plan), layout.columns - 2, 2).map((line) => `  ${line}`),
    `  ${formatCount(search.points.length)} plans: ${formatCount(fits.length)} fit${meeting}.`,
    ...front(search, plan, layout),
  ];
}

/** Training has none, and a workload need not. */
function hasSlo(plan: PlanReport | undefined): boolean {
  return plan !== undefined && Object.keys(plan.workload.slo).length > 0;
}

function bestText(search: SearchReport, plan: PlanReport | undefined): string {
  const best = search.best === null ? undefined : search.points[search.best];
  if (!best || best.goal === null) return hasSlo(plan) ? "No plan fits and meets the slo." : "No plan fits.";
  const values = best.values.map((value, axis) => `${search.axes[axis]?.path ?? ""} = ${valueText(search, value, axis)}`).join(", ");
  const { written } = search;
  const change = written ? best.goal / written - 1 : undefined;
  const beside = change === undefined ? "" : `, ${change < 0 ? "−" : "+"}${formatPercent(Math.abs(change))} on the plan as written`;
  return `Best: ${values}: ${goalText(search, plan, best.goal)}${beside}.`;
}

function front(search: SearchReport, plan: PlanReport | undefined, layout: Layout): readonly string[] {
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
      metricText(plan?.kind ?? "serve", search.against, point.metrics[search.against] ?? Number.NaN, plan?.currency),
      goalText(search, plan, point.goal ?? Number.NaN),
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

function goalText({ goal }: SearchReport, plan: PlanReport | undefined, value: number): string {
  return metricText(plan?.kind ?? "serve", goal.metric, value, plan?.currency);
}
