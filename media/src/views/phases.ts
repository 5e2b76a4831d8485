/** The phases side by side: layout, batch, and what more of each resource would give. */

import type { PhaseReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { percent, text, time, whole } from "../format";
import { resourceName } from "../names";
import { t } from "../language";
import { figure, raw } from "./figure";
import { badge, gauge, section } from "./pieces";

/** Layout and batch of each phase. */
export function phasesTable(phases: readonly PhaseReport[]): HTMLElement {
  const row = (label: string, show: (phase: PhaseReport) => Child): Child[] => [h("span", { class: "note" }, label), ...phases.map(show)];
  // A training plan is one phase, whose batch is given.
  const training = phases.every(({ name }) => name === "train");
  return section(
    t("Phases"),
    figure({
      key: "phases",
      columns: [{ label: "" }, ...phases.map(({ name }) => ({ label: name, numeric: true }))],
      rows: [
        row(t("Chips"), ({ instances, chips }) => (instances > 1 ? `${instances} × ${whole(chips)}` : whole(chips))),
        row(t("Ranks of an instance"), ({ ranks }) => whole(ranks)),
        row(t("Parallelism"), degrees),
        row(t("Batch of an instance"), ({ batch, batch_unit }) => `${whole(batch)} ${t(batch_unit)}`),
        ...(training
          ? []
          : [row(t("Largest that fits"), ({ largest_batch }) => (largest_batch === undefined ? t("none") : whole(largest_batch)))]),
        row(t("Time of a step"), ({ time: { total } }) => raw(total, text(time(total)))),
        ...(training ? [] : [row(t("Share of the pool used"), ({ utilization }) => raw(utilization, percent(utilization)))]),
        row(t("Memory"), ({ fits }) => badge(fits ? "good" : "bad", fits ? t("fits") : t("does not fit"))),
      ],
    }),
  );
}

/** What one percent more of each resource would give: where to look next. */
export function elasticities(phases: readonly PhaseReport[]): HTMLElement {
  const shares = phases.flatMap((phase) =>
    Object.entries(phase.elasticities)
      .sort(([, one], [, other]) => other - one)
      .map(([resource, value]) => ({ phase, resource, value })),
  );
  const shown = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}%`;
  return section(
    t("What 1% more would give"),
    figure({
      key: "elasticities",
      saved: false,
      picture: h(
        "div",
        { class: "stacked" },
        phases.map((phase) =>
          h(
            "div",
            { class: "bars" },
            h("h3", {}, phase.name),
            h(
              "dl",
              {},
              shares
                .filter((share) => share.phase === phase)
                .map(({ resource, value }) => [
                  h("dt", {}, resourceName(resource)),
                  h("dd", {}, gauge(value, colourOf(resource)), h("span", { class: "value" }, shown(value))),
                ]),
            ),
          ),
        ),
      ),
      columns: [{ label: t("Phase") }, { label: t("Resource") }, { label: t("tokens/s"), numeric: true }],
      rows: shares.map(({ phase, resource, value }) => [phase.name, resourceName(resource), raw(value, shown(value))]),
    }),
  );
}

export function degrees({ degrees: each }: PhaseReport): string {
  const used = Object.entries(each).filter(([, degree]) => degree > 1);
  return used.length === 0 ? t("none") : used.map(([name, degree]) => `${name} ${degree}`).join(", ");
}

function colourOf(resource: string): string {
  if (resource === "compute") return "blue";
  if (resource === "hbm") return "purple";
  return resource === "overhead" ? "grey" : "orange";
}
