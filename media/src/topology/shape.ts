/** What of a machine is drawn one by one: its chips, or in a huge cluster its nodes or supernodes. */

import type { TopologyReport } from "../../../shared/report";

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
}

/** The finest grain at which the whole machine can be drawn. */
export function shapeOf(topology: TopologyReport): Shape {
  const { supernodes, nodes, chips_per_node } = topology;
  const racks = Math.min(Math.max(1, topology.racks.compute), nodes);
  const whole = {
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
