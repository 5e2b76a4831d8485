/** The machine: its map, what the colours mean, and its fabrics. */

import type { PhaseReport, PlanReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { toElement, toEmptyElement } from "../drawing";
import { lazily } from "../lazy";
import { bytes, counted, percent, power, text, whole } from "../format";
import { t } from "../language";
import { groupNames } from "../topology/groups";
import { fabricLoads, wiringName } from "../topology/fabrics";
import { machineMap } from "../topology/map";
import { describe, hottestFabric, memoryShare, mostPowerOf, occupants, strength } from "../topology/occupancy";
import type { Layout } from "../topology/layout";
import { type PlanContext, picked } from "./context";
import { figure, raw } from "./figure";
import { type LegendItem, gauge, legend, section, select, toggle, zoomButtons } from "./pieces";

/** The map with its controls. */
export function machineSection(context: PlanContext): HTMLElement {
  const { plan, state, width, palette, drawn } = context;
  const tallest = Math.min(520, Math.max(300, width * 1.1));
  const chosen = state.cell;
  const { drawing, frame, layout, cells, key } = machineMap(plan, {
    width,
    tallest,
    colour_by: state.colour_by,
    chosen,
    view: state.view,
    palette,
  });
  const cell =
    chosen === undefined ? undefined : cells().findLast((each) => chosen >= each.first_rank && chosen < each.first_rank + each.ranks);
  const place = {
    key: "topology",
    label: plan.topology.machine,
    title: plan.topology.machine,
    legend: placementLegend(plan),
    width: layout.width,
    height: layout.height,
    get drawing() {
      return drawing();
    },
  };
  return section(
    plan.topology.machine,
    h(
      "div",
      { class: "row" },
      h("p", { class: "note" }, inventory(plan)),
      h(
        "span",
        { class: "buttons" },
        groupToggle(context),
        colourToggle(context),
        zoomButtons("zoom", state.view.zoom <= 1, { all: t("The whole machine") }),
      ),
    ),
    layout.shape.grain !== "chip" && h("p", { class: "note" }, grainNote(plan, layout)),
    figure({
      key: "topology",
      picture: h(
        "div",
        { class: "map-frame", tabindex: -1 },
        drawn(
          place,
          lazily(toEmptyElement(frame), key, () =>
            drawing()
              .children.filter((child) => typeof child !== "string")
              .map(toElement),
          ),
        ),
      ),
      columns: [
        { label: t("Phase") },
        { label: t("Instance"), numeric: true },
        { label: t("First chip"), numeric: true },
        { label: t("Chips"), numeric: true },
        { label: t("Ranks"), numeric: true },
      ],
      rows: plan.topology.placements.map(({ phase, instance, first_chip, chips }) => [
        phase,
        raw(instance + 1, whole(instance + 1)),
        raw(first_chip, whole(first_chip)),
        raw(chips, whole(chips)),
        raw(chips * plan.topology.ranks_per_chip, whole(chips * plan.topology.ranks_per_chip)),
      ]),
    }),
    h("p", {
      class: "pointed",
      "aria-live": "polite",
      "data-keep": true,
      "data-key": "pointed",
      "data-rest": cell
        ? describe(cell, layout.shape, plan.topology, occupants(plan)(Math.floor(cell.first_rank / plan.topology.ranks_per_chip)))
        : t("Point at a {grain} for its part in the plan.", { grain: t(layout.shape.grain) }),
    }),
    h("p", { class: "note peers-text", "data-keep": true, "data-key": "peers" }),
    mapLegend(layout, context),
  );
}

function placementLegend({ phases }: PlanReport) {
  const colours = { prefill: "blue", decode: "purple", colocated: "green", train: "green" } as const;
  return phases.map(({ name }) => ({ label: name, colour: colours[name] }));
}

function colourToggle({ plan, state }: PlanContext): HTMLElement {
  return toggle(
    "colour",
    t("Colour chips by"),
    [
      { value: "placement", label: t("Placement") },
      { value: "memory", label: t("Memory") },
      { value: "fabric", label: t("Fabric load") },
      ...(plan.phases.some(({ power_per_chip }) => power_per_chip !== undefined) ? [{ value: "power", label: t("Power") }] : []),
    ],
    state.colour_by,
  );
}

/** Which parallel groups of the rank that is pointed at are outlined. */
function groupToggle(context: PlanContext): Child {
  const names = groupNames(context.plan);
  if (names.length === 0) return null;
  const options = ["all", ...names, "none"] as const;
  const labels = { all: t("All groups"), none: t("None") };
  return select(
    "pick",
    t("Groups of the rank that is pointed at"),
    options.map((value) => ({ value, label: value === "all" || value === "none" ? labels[value] : t("{group} group", { group: value }) })),
    picked(context, "groups", options) ?? "all",
    "groups",
  );
}

/** The fabrics and how much of them the plan uses. */
export function fabricsSection(plan: PlanReport): HTMLElement {
  const loads = fabricLoads(plan);
  return section(
    t("Fabrics"),
    figure({
      key: "fabrics",
      columns: [
        { label: t("Fabric") },
        { label: t("Role") },
        { label: t("Topology") },
        { label: t("Per chip and direction"), numeric: true, unit: "B/s" },
        { label: t("Tiers"), numeric: true },
        { label: t("Planes"), numeric: true },
        { label: t("Highest load") },
      ],
      rows: plan.topology.fabrics.map(({ name, role, topology, dimensions, bandwidth_per_chip, tiers, planes }) => [
        h("strong", {}, name),
        role.replace("_", "-"),
        [topology, dimensions?.join(" × ")].filter(Boolean).join(" "),
        raw(bandwidth_per_chip, `${text(bytes(bandwidth_per_chip))}/s`),
        whole(tiers),
        whole(planes),
        load(loads.get(name) ?? 0),
      ]),
    }),
  );
}

/** Load of each tier in each phase. */
export function tiersSection(phases: readonly PhaseReport[]): Child {
  const rows = phases.flatMap((phase) =>
    phase.fabrics.flatMap((fabric) =>
      fabric.tiers
        .filter((tier) => tier.bytes > 0)
        .map((tier) => [phase.name, fabric.name, whole(tier.tier), raw(tier.bytes, text(bytes(tier.bytes))), load(tier.utilization)]),
    ),
  );
  if (rows.length === 0) return null;
  return section(
    t("Traffic by tier"),
    figure({
      key: "tiers",
      columns: [
        { label: t("Phase") },
        { label: t("Fabric") },
        { label: t("Tier"), numeric: true },
        { label: t("Sent by a chip in a step"), numeric: true, unit: "B" },
        { label: t("Load") },
      ],
      rows,
    }),
  );
}

function load(share: number): HTMLElement {
  const over = share > 1;
  return h(
    "span",
    { class: "measure" },
    gauge(share, "orange"),
    h("data", { class: over ? "value bad" : "value", value: String(share) }, over ? `⚠ ${percent(share)}` : percent(share)),
  );
}

function inventory({ topology }: PlanReport): string {
  const { supernodes, nodes, chips_per_node, chip, fabrics } = topology;
  const planed = fabrics.filter(({ role, planes }) => role === "scale_up" && planes > 1);
  // A smaller machine that inherits the racks of a larger one has no nodes for all of them.
  const compute = Math.min(topology.racks.compute, nodes) * supernodes;
  const switches = topology.racks.switch * supernodes;
  const racks =
    switches > 0
      ? t("{count} compute and {switches}", { count: whole(compute), switches: counted(switches, "switch rack") })
      : counted(compute, "rack");
  return [
    // A supernode of one node is a server, and nobody would count both.
    ...(supernodes > 1 && nodes > 1 ? [counted(supernodes, "supernode")] : []),
    ...(compute > 0 ? [racks] : []),
    counted(supernodes * nodes, "node"),
    `${whole(supernodes * nodes * chips_per_node)} ${chip}`,
    ...planed.map(({ name, planes }) => t("{fabric} in {planes} planes", { fabric: name, planes })),
  ].join(" · ");
}

function grainNote({ topology }: PlanReport, { shape, cells }: Layout): string {
  const chips = topology.supernodes * topology.nodes * topology.chips_per_node;
  const drawn = t("{all} chips are too many to draw at once: each square is a {grain} of {chips}; zoom in to see them.", {
    all: whole(chips),
    grain: t(shape.grain),
    chips: counted(shape.chips_per_cell, "chip"),
  });
  return shape.left_out === 0 ? drawn : `${drawn} ${t("The first {count} are shown.", { count: whole(cells.length) })}`;
}

function mapLegend(layout: Layout, { plan, state }: PlanContext): HTMLElement {
  const items = plan.phases.map((phase): LegendItem => legendItem(plan, phase, state.colour_by));
  const used = plan.topology.placements.reduce((sum, placement) => sum + placement.chips, 0);
  const free = plan.topology.supernodes * plan.topology.nodes * plan.topology.chips_per_node - used;
  return legend([
    ...items,
    ...(free > 0 ? [{ label: t("idle"), colour: "idle", value: counted(free, "chip") }] : []),
    ...(layout.wires.length > 0 || layout.shape.wiring ? wires(plan, state.colour_by) : []),
  ]);
}

function legendItem(plan: PlanReport, phase: PhaseReport, by: PlanContext["state"]["colour_by"]): LegendItem {
  if (by === "placement") {
    const chips = counted(phase.chips, "chip");
    return { label: phase.name, colour: phase.name, value: phase.instances > 1 ? `${whole(phase.instances)} × ${chips}` : chips };
  }
  if (by === "memory") {
    const share = memoryShare(phase);
    return { label: phase.name, colour: share > 1 ? "over" : "memory", opacity: strength(share), value: percent(share) };
  }
  if (by === "power") {
    const watts = phase.power_per_chip ?? 0;
    return {
      label: phase.name,
      colour: "power",
      opacity: strength(watts / mostPowerOf(plan)),
      value: t("{power} a chip", { power: text(power(watts)) }),
    };
  }
  const fabric = hottestFabric(phase);
  const share = fabric?.utilization ?? 0;
  return {
    label: phase.name,
    colour: share > 1 ? "over" : "load",
    opacity: strength(share),
    value: `${fabric?.name ?? "no fabric"} ${percent(share)}`,
  };
}

function wires(plan: PlanReport, by: PlanContext["state"]["colour_by"]): LegendItem[] {
  const loads = fabricLoads(plan);
  return plan.topology.fabrics.map((fabric) => {
    const { name, role } = fabric;
    const value = wiringName(plan.topology, fabric);
    if (by !== "fabric") return { label: name, colour: `wire-${role}`, ...(value === "" ? {} : { value }) };
    const share = loads.get(name) ?? 0;
    return { label: name, colour: share > 1 ? "wire-over" : "wire-load", opacity: strength(share), value: percent(share) };
  });
}
