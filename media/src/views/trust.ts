/** How far to trust the figures: where measurements of such plans lie, and what the result rests on. */

import type { PlanReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { percent } from "../format";
import { metricName } from "../names";
import { said, t } from "../language";
import { figure, raw } from "./figure";
import { section } from "./pieces";

/** Where eight measurements in ten lie, with the rows that say so. */
export function rangesSection({ uncertainty = {} }: PlanReport): Child {
  const rows = Object.entries(uncertainty);
  if (rows.length === 0) return null;
  return section(
    t("Where a measurement may lie"),
    figure({
      key: "ranges",
      columns: [{ label: t("Figure") }, { label: t("Eight in ten"), numeric: true }, { label: t("By"), spare: true }],
      rows: rows.map(([metric, { low, high, basis, validated, outside }]) => [
        metricName(metric).label,
        t("{low} to {high}", { low: metricName(metric).show(low), high: metricName(metric).show(high) }),
        h(
          "span",
          { class: "note wrapped" },
          validated ? said(basis) : t("{basis}; not validated: {why}", { basis: said(basis), why: said(outside.join("; ")) }),
        ),
      ]),
    }),
  );
}

/** What is assumed, the most influential first. */
export function assumptionsSection({ assumptions = [] }: PlanReport): Child {
  if (assumptions.length === 0) return null;
  return section(
    t("What the result rests on"),
    figure({
      key: "assumptions",
      columns: [
        { label: t("Assumption") },
        { label: t("Value"), numeric: true },
        { label: t("Change") },
        { label: t("Effect"), numeric: true },
        { label: t("From"), spare: true },
      ],
      rows: assumptions.map(({ name, value, change, metric, effect, source }) => [
        said(name),
        said(value),
        said(change),
        raw(effect, `${metricName(metric).label} ${effect < 0 ? "−" : "+"}${fine(Math.abs(effect))}`),
        h("span", { class: "note" }, said(source)),
      ]),
    }),
  );
}

/** Small effects are told apart: `0.02%`. */
function fine(share: number): string {
  return share < 0.0005 ? `${(share * 100).toFixed(2)}%` : percent(share);
}
