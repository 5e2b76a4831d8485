/** The inside of one rack: nodes in columns, cells in rows. Positions relative to the rack's corner. */

import { type Inside, insideOf } from "./inside";
import type { Shape } from "./shape";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where things stand in a rack whose cells have a given size. */
export interface RackPlan {
  readonly width: number;
  readonly height: number;
  readonly node: Inside;
  readonly nodeAt: (node: number) => { readonly x: number; readonly y: number };
  /** The switches among the nodes, where they stand in the rack itself. */
  readonly switches: Box | undefined;
}

const rackPadding = 4;
const rackHead = 14;

/** Whether a rack holds but one cell: then it is that cell, without a frame around it. */
export function isSingle(shape: Shape): boolean {
  return shape.nodes_per_rack * shape.cells_per_node === 1;
}

/** A rack is drawn at most this many times as high as it is wide. */
const tallest = 2.4;

/** Height of the switches in a rack, and the gap to the nodes. */
const switchHeight = 14;
const switchGap = 4;

/** What a rack has beside its nodes. */
export interface RackParts {
  /** Without a head there is no room for its name. */
  readonly head: boolean;
  /** Switches stand in the middle of the rack, as the NVLink switches of an NVL72 do. */
  readonly switches: boolean;
}

/** Plans a rack. */
export function planRack(shape: Shape, cell: number, { head, switches }: RackParts): RackPlan {
  const outer = isSingle(shape) ? 0 : rackPadding;
  const node = insideOf(shape, cell);
  const between = shape.cells_per_node > 1 ? 3 : node.gap;
  const columns = nodeColumns(shape.nodes_per_rack, node);
  const rows = Math.ceil(shape.nodes_per_rack / columns);
  const top = outer + (head ? rackHead : 0);
  const width = columns * (node.width + between) - between + 2 * outer;
  const upper = Math.ceil(rows / 2);
  const band = switches ? switchHeight + 2 * switchGap - between : 0;
  return {
    width,
    height: rows * (node.height + between) - between + top + outer + band,
    node,
    nodeAt: (index) => ({
      x: outer + Math.floor(index / rows) * (node.width + between),
      y: top + (index % rows) * (node.height + between) + (index % rows < upper ? 0 : band),
    }),
    switches: switches
      ? { x: outer, y: top + upper * (node.height + between) - between + switchGap, width: width - 2 * outer, height: switchHeight }
      : undefined,
  };
}

function nodeColumns(nodes: number, node: { readonly width: number; readonly height: number }): number {
  let columns = 1;
  while (columns < nodes && Math.ceil(nodes / columns) * node.height > tallest * columns * node.width) columns++;
  return columns;
}
