import { memoryChart } from "../charts/memory";
import { type Child, h } from "../dom";
import { bytes, percent, text } from "../format";
import { memoryPartsOf } from "../names";
import type { PlanContext } from "./context";
import { legend, section, table } from "./pieces";

/** Memory of the worst rank of each phase, as bars against the capacity and in figures. */
export function memoryTab({ plan, chart }: PlanContext): Child {
  const { phases } = plan;
  const parts = memoryPartsOf(phases);
  if (phases.length === 0) return h("p", { class: "empty" }, "Memory of this plan is not computed.");
  return section(
    "Memory per rank",
    legend(parts),
    chart({
      key: "memory",
      label: phases.map(({ name, memory }) => `${name}: ${text(bytes(memory.total))} of ${text(bytes(memory.capacity))}`).join("; "),
      height: phases.length * 58 + 54,
      spec: memoryChart(phases),
    }),
    table(
      [
        { label: "Part" },
        ...phases.flatMap((phase) => [
          { label: phase.name, numeric: true },
          { label: "%", numeric: true },
        ]),
      ],
      [
        ...parts.map(({ key, label, colour }) => [
          h("span", { class: "named" }, h("span", { class: `swatch ${colour}` }), label),
          ...phases.flatMap(({ memory }) => [text(bytes(memory.parts[key] ?? 0)), percent((memory.parts[key] ?? 0) / memory.capacity)]),
        ]),
        [
          h("strong", {}, "Total"),
          ...phases.flatMap(({ memory }) => [h("strong", {}, text(bytes(memory.total))), percent(memory.total / memory.capacity)]),
        ],
        [
          "Free",
          ...phases.flatMap(({ memory }) => {
            const free = memory.capacity - memory.total;
            return [
              h("span", { class: free < 0 ? "bad" : undefined }, free < 0 ? `−${text(bytes(-free))}` : text(bytes(free))),
              percent(free / memory.capacity),
            ];
          }),
        ],
      ],
    ),
  );
}
