/** Who works on which chips, and how a chip is coloured and described for that. */

import type { PageState, PhaseReport, PlanReport, TopologyReport } from "../../../shared/report";
import { bytes, percent, text, whole } from "../format";
import { resourceName } from "../names";
import type { Cell } from "./layout";
import type { Shape } from "./shape";

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

/** Class and opacity of a cell: a class names the colour, so the stylesheet alone knows colours. */
export function colouring(occupant: Occupant | undefined, by: PageState["colour_by"]): { readonly name: string; readonly opacity: number } {
  if (!occupant) return { name: "idle", opacity: 1 };
  const { placement, phase } = occupant;
  if (by === "placement" || !phase) return { name: placement.phase, opacity: placement.instance % 2 === 0 ? 1 : 0.66 };
  const share = by === "memory" ? memoryShare(phase) : (hottestFabric(phase)?.utilization ?? 0);
  if (share > 1) return { name: "over", opacity: 1 };
  return { name: by === "memory" ? "memory" : "load", opacity: strength(share) };
}

/** A share as the strength of a colour: even an idle fabric is seen to be one. */
export function strength(share: number): number {
  return Math.round((0.12 + 0.88 * Math.min(1, Math.max(0, share))) * 100) / 100;
}

/** What a pointer or a screen reader is told about a cell. Racks and nodes count from one, chips from zero as in the text. */
export function describe(cell: Cell, shape: Shape, topology: TopologyReport, occupant: Occupant | undefined): string {
  const node = Math.floor(cell.first_chip / topology.chips_per_node);
  const inSupernode = node % topology.nodes;
  const supernode = Math.floor(node / topology.nodes) + 1;
  const places = [
    shape.grain === "chip" ? `Chip ${whole(cell.first_chip)}` : `${shape.grain === "node" ? "Node" : "Supernode"} ${whole(cell.index + 1)}`,
    ...(shape.grain === "chip" ? [`node ${whole(inSupernode + 1)}`] : []),
    ...(shape.racks > 1 ? [`rack ${Math.floor(inSupernode / shape.nodes_per_rack) + 1}`] : []),
    ...(topology.supernodes > 1 && shape.grain !== "supernode" ? [`supernode ${whole(supernode)}`] : []),
  ];
  return [...places, ...(occupant ? work(occupant) : ["idle"])].join(" · ");
}

function work({ placement, phase }: Occupant): string[] {
  const instance = phase && phase.instances > 1 ? ` instance ${placement.instance + 1} of ${phase.instances}` : "";
  if (!phase) return [`${placement.phase}${instance}`];
  const fabric = hottestFabric(phase);
  return [
    `${placement.phase}${instance}`,
    `${text(bytes(phase.memory.total))} of ${text(bytes(phase.memory.capacity))} a rank (${percent(memoryShare(phase))})`,
    ...(fabric ? [`${resourceName(fabric.name)} ${percent(fabric.utilization)}`] : []),
  ];
}
