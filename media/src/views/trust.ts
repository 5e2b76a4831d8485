/** How far to trust the figures: where measurements of such plans lie, and what the result rests on. */

import type { PlanReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { percent } from "../format";
import { metricName } from "../names";
import { section, table } from "./pieces";

/** Where eight measurements in ten lie, with the rows that say so. */
export function rangesSection({ uncertainty = {} }: PlanReport): Child {
  const rows = Object.entries(uncertainty);
  if (rows.length === 0) return null;
  return section(
    "Where a measurement may lie",
    table(
      [{ label: "Figure" }, { label: "Eight in ten", numeric: true }, { label: "By" }],
      rows.map(([metric, { low, high, basis, validated, outside }]) => [
        metricName(metric).label,
        `${metricName(metric).show(low)} to ${metricName(metric).show(high)}`,
        h("span", { class: "note" }, validated ? basis : `${basis}; not validated: ${outside.join("; ")}`),
      ]),
    ),
  );
}

/** What is assumed, the most influential first. */
export function assumptionsSection({ assumptions = [] }: PlanReport): Child {
  if (assumptions.length === 0) return null;
  return section(
    "What the result rests on",
    table(
      [
        { label: "Assumption" },
        { label: "Value", numeric: true },
        { label: "Change" },
        { label: "Effect", numeric: true },
        { label: "From", spare: true },
      ],
      assumptions.map(({ name, value, change, metric, effect, source }) => [
        name,
        value,
        change,
        `${metricName(metric).label} ${effect < 0 ? "−" : "+"}${percent(Math.abs(effect))}`,
        h("span", { class: "note" }, source),
      ]),
    ),
  );
}
