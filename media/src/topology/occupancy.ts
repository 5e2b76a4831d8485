/** Who works on which chips, and how a chip is coloured and described for that. */

import type { PageState, PhaseReport, PlanReport, TopologyReport } from "../../../shared/report";
import { bytes, percent, text, whole } from "../format";
import { resourceName } from "../names";
import { t } from "../language";
import type { Palette } from "../theme";
import type { Cell } from "./detail";
import type { Shape } from "./shape";
import { coordinatesOf } from "./wiring";

export interface Occupant {
  readonly placement: TopologyReport["placements"][number];
  readonly phase: PhaseReport | undefined;
}

/** A function from a chip to who occupies it. */
export function occupants(plan: PlanReport): (chip: number) => Occupant | undefined {
  const placements = [...plan.topology.placements].sort((one, other) => one.first_chip - other.first_chip);
  const found = placements.map((placement) => ({ placement, phase: plan.phases.find((phase) => phase.name === placement.phase) }));
  return (chip) => {
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle]?.placement.first_chip ?? 0) <= chip) low = middle + 1;
      else high = middle;
    }
    const candidate = found[low - 1];
    return candidate && chip < candidate.placement.first_chip + candidate.placement.chips ? candidate : undefined;
  };
}

/** Share of the capacity that the phase's worst rank uses. */
export function memoryShare(phase: PhaseReport): number {
  return phase.memory.total / phase.memory.capacity;
}

/** The fabric that a phase loads most. */
export function hottestFabric(phase: PhaseReport): PhaseReport["fabrics"][number] | undefined {
  return phase.fabrics.reduce<PhaseReport["fabrics"][number] | undefined>(
    (most, each) => (most === undefined || each.utilization > most.utilization ? each : most),
    undefined,
  );
}

/** What a cell is, and the strength of its colour. */
export interface Colouring {
  readonly name: PhaseReport["name"] | "idle" | "memory" | "load" | "power" | "over";
  readonly opacity: number;
}

export function colouring(occupant: Occupant | undefined, by: PageState["colour_by"], mostPower: number): Colouring {
  if (!occupant) return { name: "idle", opacity: 1 };
  const { placement, phase } = occupant;
  if (by === "placement" || !phase) return { name: placement.phase, opacity: placement.instance % 2 === 0 ? 1 : 0.66 };
  if (by === "power") return { name: "power", opacity: strength((phase.power_per_chip ?? 0) / mostPower) };
  const share = by === "memory" ? memoryShare(phase) : (hottestFabric(phase)?.utilization ?? 0);
  if (share > 1) return { name: "over", opacity: 1 };
  return { name: by === "memory" ? "memory" : "load", opacity: strength(share) };
}

/** Watts of the chip that draws most. */
export function mostPowerOf({ phases }: PlanReport): number {
  return Math.max(1e-9, ...phases.map(({ power_per_chip = 0 }) => power_per_chip));
}

/** The colour of what a cell is. */
export function colourOf(name: Colouring["name"], palette: Palette): string {
  switch (name) {
    case "prefill":
      return palette.blue;
    case "decode":
    case "memory":
      return palette.purple;
    case "colocated":
    case "train":
      return palette.green;
    case "load":
      return palette.orange;
    case "power":
      return palette.yellow;
    case "over":
      return palette.red;
    case "idle":
      return palette.muted;
    default:
      return palette.grey;
  }
}

/** A share as the strength of a colour: even an idle fabric is seen to be one. */
export function strength(share: number): number {
  return Math.round((0.12 + 0.88 * Math.min(1, Math.max(0, share))) * 100) / 100;
}

/** What a pointer or a screen reader is told about a cell. Racks and nodes count from one, chips from zero as in the text. */
export function describe(cell: Cell, shape: Shape, topology: TopologyReport, occupant: Occupant | undefined): string {
  const chip = Math.floor(cell.first_rank / topology.ranks_per_chip);
  const node = Math.floor(chip / topology.chips_per_node);
  const inSupernode = node % topology.nodes;
  const supernode = Math.floor(node / topology.nodes) + 1;
  const places = [
    title(cell, chip, node, supernode),
    ...(cell.grain === "chip" || cell.grain === "die" ? [t("node {number}", { number: whole(inSupernode + 1) })] : []),
    ...(shape.wiring?.kind === "torus" && cell.grain !== "node" ? [placeIn(shape.wiring.dimensions, chip)] : []),
    ...(shape.racks > 1 && shape.wiring?.kind !== "torus"
      ? [t("rack {number}", { number: Math.floor(inSupernode / shape.nodes_per_rack) + 1 })]
      : []),
    ...(topology.supernodes > 1 && cell.grain !== "supernode" ? [t("supernode {number}", { number: whole(supernode) })] : []),
  ];
  return [...places, occupant ? workOf(occupant) : t("idle")].join(" · ");
}

/** `(3, 0, 2)`: along each axis of the torus, from zero as chips are. */
function placeIn(dimensions: readonly number[], chip: number): string {
  return `(${coordinatesOf(dimensions, chip).join(", ")})`;
}

function title({ grain, first_rank }: Cell, chip: number, node: number, supernode: number): string {
  switch (grain) {
    case "die":
      return t("Rank {rank} on chip {chip}", { rank: whole(first_rank), chip: whole(chip) });
    case "chip":
      return t("Chip {number}", { number: whole(chip) });
    case "node":
      return t("Node {number}", { number: whole(node + 1) });
    case "supernode":
      return t("Supernode {number}", { number: whole(supernode) });
  }
}

const works = new WeakMap<Occupant, string>();

/** What an instance does is said of each of its chips. */
function workOf(occupant: Occupant): string {
  const known = works.get(occupant) ?? work(occupant).join(" · ");
  works.set(occupant, known);
  return known;
}

function work({ placement, phase }: Occupant): string[] {
  const instance =
    phase && phase.instances > 1 ? ` ${t("instance {number} of {count}", { number: placement.instance + 1, count: phase.instances })}` : "";
  if (!phase) return [`${placement.phase}${instance}`];
  const fabric = hottestFabric(phase);
  return [
    `${placement.phase}${instance}`,
    t("{total} of {capacity} a rank ({share})", {
      total: text(bytes(phase.memory.total)),
      capacity: text(bytes(phase.memory.capacity)),
      share: percent(memoryShare(phase)),
    }),
    ...(fabric ? [`${resourceName(fabric.name)} ${percent(fabric.utilization)}`] : []),
  ];
}
