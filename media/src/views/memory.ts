/** Memory: of the worst rank by part, and as batch and context grow. */

import type { MemoryPoint, MemoryReport, PhaseReport } from "../../../shared/report";
import { growthChart } from "../charts/growth";
import { memoryChart } from "../charts/memory";
import { type Child, h } from "../dom";
import { bytes, counted, percent, text, whole } from "../format";
import { t } from "../language";
import { memoryPartsOf } from "../names";
import type { Part, PlanContext } from "./context";
import { figure, raw } from "./figure";
import { badge, legend, section } from "./pieces";

export function memoryTab(context: PlanContext): readonly Part[] {
  const { phases } = context.plan;
  if (phases.length === 0) return [() => h("p", { class: "empty" }, t("Memory of this plan is not computed."))];
  return [() => parts(context), ...phases.map((phase) => () => growth(phase, context))];
}

/** Memory of the worst rank of each phase, as bars against the capacity and in figures. */
function parts({ plan: { phases }, chart }: PlanContext): HTMLElement {
  const both = (value: number, capacity: number, shown: Child = text(bytes(value))): Child[] => [
    raw(value, shown),
    percent(value / capacity),
  ];
  return section(
    t("Memory per rank"),
    legend(memoryLegend(phases)),
    figure({
      key: "memory",
      picture: chart({
        key: "memory",
        title: t("Memory per rank"),
        legend: memoryLegend(phases),
        label: phases.map(({ name, memory }) => `${name}: ${text(bytes(memory.total))} of ${text(bytes(memory.capacity))}`).join("; "),
        height: phases.length * 58 + 54,
        spec: memoryChart(phases),
      }),
      open: true,
      columns: [
        { label: t("Part") },
        ...phases.flatMap((phase) => [
          { label: phase.name, numeric: true, unit: "B" },
          { label: "%", numeric: true },
        ]),
      ],
      rows: [
        ...memoryPartsOf(phases).map(({ key, label, colour }) => [
          h("span", { class: "named" }, h("span", { class: `swatch ${colour}` }), t(label)),
          ...phases.flatMap(({ memory }) => both(memory.parts[key] ?? 0, memory.capacity)),
        ]),
        [
          h("strong", {}, t("Total")),
          ...phases.flatMap(({ memory }) => both(memory.total, memory.capacity, h("strong", {}, text(bytes(memory.total))))),
        ],
        [
          t("Free"),
          ...phases.flatMap(({ memory }) => {
            const free = memory.capacity - memory.total;
            const shown = free < 0 ? `−${text(bytes(-free))}` : text(bytes(free));
            return both(free, memory.capacity, h("span", { class: free < 0 ? "bad" : undefined }, shown));
          }),
        ],
      ],
    }),
  );
}

function memoryLegend(phases: readonly { readonly memory: Pick<MemoryReport, "parts"> }[]) {
  return memoryPartsOf(phases).map((part) => ({ ...part, label: t(part.label) }));
}

/** Two pictures: over the batch, and over the tokens of a request. */
function growth(phase: PhaseReport, context: PlanContext): Child {
  const { growth: grown, memory, batch, batch_unit, largest_batch, name } = phase;
  if (!grown) return null;
  const { input, output } = context.plan.workload;
  const unit = t(batch_unit);
  return section(
    t("Memory of {phase} as it grows", { phase: name }),
    h("p", { class: "note" }, admission(phase)),
    h(
      "div",
      { class: "columns" },
      growthFigure(
        grown.batch,
        {
          key: `memory by batch ${name}`,
          title: t("{unit} of an instance", { unit }),
          capacity: memory.capacity,
          current: batch,
          most: largest_batch,
        },
        context,
      ),
      grown.context.length > 0 &&
        growthFigure(
          grown.context,
          {
            key: `memory by context ${name}`,
            title: t("tokens of a request"),
            capacity: memory.capacity,
            current: input + output,
            most: grown.largest_context,
          },
          context,
        ),
    ),
  );
}

/** What would be admitted at most. */
function admission({ growth: grown, largest_batch, batch_unit, chips }: PhaseReport): string {
  const batch =
    largest_batch === undefined
      ? t("Not even one of the {unit} fits.", { unit: t(batch_unit) })
      : t("At most {count} {unit} fit an instance, {each} a chip", {
          count: whole(largest_batch),
          unit: t(batch_unit),
          each: whole(largest_batch / chips),
        });
  const context =
    grown?.largest_context === undefined
      ? ""
      : `; ${t("with the plan's batch, requests of at most {tokens}", { tokens: counted(grown.largest_context, "token") })}`;
  return `${batch}${context}.`;
}

interface GrowthParts {
  readonly key: string;
  readonly title: string;
  readonly capacity: number;
  readonly current: number;
  readonly most: number | undefined;
}

function growthFigure(points: readonly MemoryPoint[], { key, ...look }: GrowthParts, { chart }: PlanContext): HTMLElement {
  const measured = points.map((point) => ({ memory: point }));
  return figure({
    key,
    picture: chart({
      key,
      title: `${t("Memory per rank")}: ${look.title}`,
      legend: memoryLegend(measured),
      label: points.map(({ value, total }) => `${whole(value)}: ${text(bytes(total))}`).join(", "),
      height: 240,
      spec: growthChart(points, look),
    }),
    columns: [
      { label: "" },
      { label: look.title, numeric: true },
      ...memoryPartsOf(measured).map(({ label }) => ({ label: t(label), numeric: true, unit: "B" })),
      { label: t("Total"), numeric: true, unit: "B" },
    ],
    rows: points.map(({ value, parts: each, total }) => [
      total <= look.capacity ? badge("good", value === look.current ? t("the plan") : t("fits")) : badge("bad", t("does not fit")),
      raw(value, whole(value)),
      ...memoryPartsOf(measured).map((part) => raw(each[part.key], text(bytes(each[part.key] ?? 0)))),
      raw(total, text(bytes(total))),
    ]),
  });
}
