/** The phases side by side: layout, batch, and what more of each resource would give. */

import type { PhaseReport } from "../../../shared/report";
import { h } from "../dom";
import { counted, percent, text, time, whole } from "../format";
import { resourceName } from "../names";
import { badge, gauge, section, table } from "./pieces";

export function phasesTable(phases: readonly PhaseReport[]): HTMLElement {
  return section(
    "Phases",
    table(
      [
        { label: "Phase" },
        { label: "Chips", numeric: true },
        { label: "Ranks", numeric: true },
        { label: "Parallelism" },
        { label: "Batch", numeric: true },
        { label: "Largest that fits", numeric: true },
        { label: "Step", numeric: true },
        { label: "Pool used", numeric: true },
        { label: "Memory" },
      ],
      phases.map((phase) => [
        h("strong", {}, phase.name),
        phase.instances > 1 ? `${phase.instances} × ${whole(phase.chips)}` : whole(phase.chips),
        whole(phase.ranks),
        degrees(phase),
        counted(phase.batch, phase.batch_unit.slice(0, -1)),
        phase.largest_batch === undefined ? "none" : whole(phase.largest_batch),
        text(time(phase.time.total)),
        percent(phase.utilization),
        badge(phase.fits ? "good" : "bad", phase.fits ? "fits" : "does not fit"),
      ]),
    ),
  );
}

/** What one percent more of each resource would give: where to look next. */
export function elasticities(phases: readonly PhaseReport[]): HTMLElement {
  return section(
    "What 1% more would give",
    h(
      "div",
      { class: "columns" },
      phases.map((phase) =>
        h(
          "div",
          { class: "bars" },
          h("h3", {}, phase.name),
          h(
            "dl",
            {},
            Object.entries(phase.elasticities)
              .sort(([, one], [, other]) => other - one)
              .map(([resource, value]) => [
                h("dt", {}, resourceName(resource)),
                h(
                  "dd",
                  {},
                  gauge(value, colourOf(resource)),
                  h("span", { class: "value" }, `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}%`),
                ),
              ]),
          ),
        ),
      ),
    ),
  );
}

function degrees({ degrees: each }: PhaseReport): string {
  const used = Object.entries(each).filter(([, degree]) => degree > 1);
  return used.length === 0 ? "none" : used.map(([name, degree]) => `${name} ${degree}`).join(", ");
}

function colourOf(resource: string): string {
  if (resource === "compute") return "blue";
  if (resource === "hbm") return "purple";
  return resource === "overhead" ? "grey" : "orange";
}
