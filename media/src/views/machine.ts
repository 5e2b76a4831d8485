/** The machine: its map, what the colours mean, and its fabrics. */

import type { PhaseReport, PlanReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { bytes, counted, percent, text, whole } from "../format";
import { fabricLoads, machineMap } from "../topology/map";
import { describe, hottestFabric, memoryShare, occupants, strength } from "../topology/occupancy";
import type { Layout } from "../topology/layout";
import type { PlanContext } from "./context";
import { type LegendItem, gauge, legend, section, table, toggle } from "./pieces";

/** The map with its controls. */
export function machineSection(context: PlanContext): HTMLElement {
  const { plan, state, width, choices } = context;
  const tallest = Math.min(520, Math.max(300, width * 1.1));
  const { picture, layout } = machineMap(plan, { width, tallest, colour_by: state.colour_by, chosen: choices.cell });
  return section(
    plan.topology.machine,
    h(
      "div",
      { class: "row" },
      h("p", { class: "note" }, inventory(plan)),
      toggle(
        "colour",
        "Colour chips by",
        [
          { value: "placement", label: "Placement" },
          { value: "memory", label: "Memory" },
          { value: "fabric", label: "Fabric load" },
        ],
        state.colour_by,
      ),
    ),
    layout.shape.grain !== "chip" && h("p", { class: "note" }, grainNote(plan, layout)),
    h("div", { class: "map-frame" }, picture),
    h("p", {
      class: "pointed",
      "aria-live": "polite",
      "data-keep": true,
      "data-key": "pointed",
      "data-rest": rest(plan, layout, choices.cell),
    }),
    mapLegend(layout, context),
  );
}

/** The fabrics and how much of them the plan uses. */
export function fabricsSection(plan: PlanReport): HTMLElement {
  const loads = fabricLoads(plan);
  return section(
    "Fabrics",
    table(
      [
        { label: "Fabric" },
        { label: "Role" },
        { label: "Topology" },
        { label: "Per chip and direction", numeric: true },
        { label: "Tiers", numeric: true },
        { label: "Planes", numeric: true },
        { label: "Highest load" },
      ],
      plan.topology.fabrics.map(({ name, role, topology, dimensions, bandwidth_per_chip, tiers, planes }) => [
        h("strong", {}, name),
        role.replace("_", "-"),
        [topology, dimensions?.join(" × ")].filter(Boolean).join(" "),
        `${text(bytes(bandwidth_per_chip))}/s`,
        whole(tiers),
        whole(planes),
        load(loads.get(name) ?? 0),
      ]),
    ),
  );
}

/** Load of each tier in each phase. */
export function tiersSection(phases: readonly PhaseReport[]): Child {
  const rows = phases.flatMap((phase) =>
    phase.fabrics.flatMap((fabric) =>
      fabric.tiers
        .filter((tier) => tier.bytes > 0)
        .map((tier) => [phase.name, fabric.name, whole(tier.tier), text(bytes(tier.bytes)), load(tier.utilization)]),
    ),
  );
  if (rows.length === 0) return null;
  return section(
    "Traffic by tier",
    table(
      [
        { label: "Phase" },
        { label: "Fabric" },
        { label: "Tier", numeric: true },
        { label: "Sent by a chip in a step", numeric: true },
        { label: "Load" },
      ],
      rows,
    ),
  );
}

function load(share: number): HTMLElement {
  return h("span", { class: "measure" }, gauge(share, "orange"), h("span", { class: "value" }, percent(share)));
}

function inventory({ topology }: PlanReport): string {
  const { supernodes, nodes, chips_per_node, chip } = topology;
  // A smaller machine that inherits the racks of a larger one has no nodes for all of them.
  const compute = Math.min(topology.racks.compute, nodes) * supernodes;
  const switches = topology.racks.switch * supernodes;
  const racks = switches > 0 ? `${whole(compute)} compute and ${counted(switches, "switch rack")}` : counted(compute, "rack");
  return [
    // A supernode of one node is a server, and nobody would count both.
    ...(supernodes > 1 && nodes > 1 ? [counted(supernodes, "supernode")] : []),
    ...(compute > 0 ? [racks] : []),
    counted(supernodes * nodes, "node"),
    `${whole(supernodes * nodes * chips_per_node)} ${chip}`,
  ].join(" · ");
}

function grainNote({ topology }: PlanReport, { shape, cells }: Layout): string {
  const chips = topology.supernodes * topology.nodes * topology.chips_per_node;
  const drawn = `${whole(chips)} chips are too many to draw: each square is a ${shape.grain} of ${counted(shape.chips_per_cell, "chip")}.`;
  return shape.left_out === 0 ? drawn : `${drawn} The first ${whole(cells.length)} are shown.`;
}

/** What stands under the map while nothing is pointed at. */
function rest(plan: PlanReport, layout: Layout, chosen: number | undefined): string {
  const cell = chosen === undefined ? undefined : layout.cells[chosen];
  if (cell) return describe(cell, layout.shape, plan.topology, occupants(plan)(cell.first_chip));
  return `Point at a ${layout.shape.grain} for its part in the plan.`;
}

function mapLegend(layout: Layout, { plan, state }: PlanContext): HTMLElement {
  const items = plan.phases.map((phase): LegendItem => legendItem(phase, state.colour_by));
  const used = plan.topology.placements.reduce((sum, placement) => sum + placement.chips, 0);
  const free = plan.topology.supernodes * plan.topology.nodes * plan.topology.chips_per_node - used;
  return legend([
    ...items,
    ...(free > 0 ? [{ label: "idle", colour: "idle", value: counted(free, "chip") }] : []),
    ...(layout.wires.length > 0 ? wires(plan, state.colour_by) : []),
  ]);
}

function legendItem(phase: PhaseReport, by: PlanContext["state"]["colour_by"]): LegendItem {
  if (by === "placement") {
    const chips = whole(phase.chips);
    return { label: phase.name, colour: phase.name, value: phase.instances > 1 ? `${phase.instances} × ${chips} chips` : `${chips} chips` };
  }
  if (by === "memory") {
    const share = memoryShare(phase);
    return { label: phase.name, colour: share > 1 ? "over" : "memory", opacity: strength(share), value: percent(share) };
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
  return plan.topology.fabrics.map(({ name, role }) => {
    if (by !== "fabric") return { label: name, colour: `wire-${role}` };
    const share = loads.get(name) ?? 0;
    return { label: name, colour: share > 1 ? "wire-over" : "wire-load", opacity: strength(share), value: percent(share) };
  });
}
