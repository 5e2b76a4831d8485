/** What of a machine is drawn one by one: its chips, or in a huge cluster its nodes or supernodes. */

import type { TopologyReport } from "../../../shared/report";
import { product, type Wiring, wiringOf } from "./wiring";

/** More squares than this are neither seen nor drawn quickly. */
export const mostCells = 4096;

export interface Shape {
  readonly grain: "chip" | "node" | "supernode";
  readonly supernodes: number;
  /** Compute and switch racks of one supernode. */
  readonly racks: number;
  readonly switches: number;
  readonly nodes_per_rack: number;
  /** Nodes and cells of one supernode. */
  readonly nodes: number;
  readonly cells_per_node: number;
  readonly chips_per_cell: number;
  /** Supernodes that are not drawn because there are too many. */
  readonly left_out: number;
  /** How chips are linked with each other. A torus stands slice by slice: each is a rack of one node. */
  readonly wiring?: Wiring;
}

/** The finest grain at which the whole machine can be drawn. */
export function shapeOf(topology: TopologyReport): Shape {
  const { supernodes, nodes, chips_per_node } = topology;
  const racks = Math.min(Math.max(1, topology.racks.compute), nodes);
  const torus = torusOf(topology);
  if (torus) return torus;
  const wiring = wiringOf(topology);
  const whole = {
    ...(wiring?.kind === "mesh" ? { wiring } : {}),
    supernodes,
    racks,
    switches: topology.racks.switch,
    nodes,
    nodes_per_rack: Math.ceil(nodes / racks),
    left_out: 0,
  };
  if (supernodes * nodes * chips_per_node <= mostCells) {
    return { ...whole, grain: "chip", cells_per_node: chips_per_node, chips_per_cell: 1 };
  }
  if (supernodes * nodes <= mostCells) return { ...whole, grain: "node", cells_per_node: 1, chips_per_cell: chips_per_node };
  const drawn = Math.min(supernodes, mostCells);
  return {
    grain: "supernode",
    supernodes: drawn,
    racks: 1,
    switches: 0,
    nodes: 1,
    nodes_per_rack: 1,
    cells_per_node: 1,
    chips_per_cell: nodes * chips_per_node,
    left_out: supernodes - drawn,
  };
}

/** The slices of tori, by chips, or by nodes that are chips side by side along the first axis. */
function torusOf(topology: TopologyReport): Shape | undefined {
  const { supernodes, nodes, chips_per_node } = topology;
  const wiring = wiringOf(topology);
  if (wiring?.kind !== "torus") return undefined;
  const [across = 1, down = 1] = wiring.dimensions;
  const slices = product(wiring.dimensions.slice(2));
  const chips = supernodes * nodes * chips_per_node;
  const grain = chips <= mostCells ? "chip" : "node";
  const chips_per_cell = grain === "chip" ? 1 : chips_per_node;
  if (chips / chips_per_cell > mostCells || across % chips_per_cell !== 0) return undefined;
  const cells_per_node = (across * down) / chips_per_cell;
  return {
    wiring,
    grain,
    supernodes,
    racks: slices,
    switches: 0,
    nodes_per_rack: 1,
    nodes: slices,
    cells_per_node,
    chips_per_cell,
    left_out: 0,
  };
}
