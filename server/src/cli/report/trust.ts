/** How far to trust the figures: where measurements of such plans lie, and what the result rests on. */

import type { PlanReport } from "../../../../shared/report";
import { formatPercent } from "../../language/figures";
import { type Layout, table } from "./table";
import { metricText, wrap } from "./text";

/** Where eight measurements in ten lie, by validation; what was never measured is marked. */
export function rangeTable({ kind, uncertainty = {} }: PlanReport, layout: Layout): readonly string[] {
  const rows = Object.entries(uncertainty).map(([metric, { low, high, basis, validated }]) => [
    metric,
    `${metricText(kind, metric, low)} to ${metricText(kind, metric, high)}`,
    validated ? "" : "?",
    basis,
  ]);
  if (rows.length === 0) return [];
  const outside = [...new Set(Object.values(uncertainty).flatMap((each) => each.outside))];
  const why = outside.length > 0 ? wrap(`? not validated: ${outside.join("; ")}`, layout.columns - 2, 2).map((line) => `  ${line}`) : [];
  return [...table([left, right, left, left], rows, layout), ...why];
}

/** What is assumed, and by how much the headline moves with it. */
export function assumptionTable({ assumptions = [] }: PlanReport, layout: Layout): readonly string[] {
  if (assumptions.length === 0) return [];
  const rows = assumptions.map(({ name, value, metric, change, effect, source }) => [
    name,
    value,
    `${change}: ${metric} ${signed(effect)}`,
    source,
  ]);
  return table([left, left, left, left], rows, layout);
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${formatPercent(Math.abs(share))}`;
}

const left = { title: "", align: "left" as const };
const right = { title: "", align: "right" as const };
