/** The inside of one rack: nodes in columns, cells in rows. Positions relative to the rack's corner. */

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
  readonly node: { readonly width: number; readonly height: number };
  readonly nodeAt: (node: number) => { readonly x: number; readonly y: number };
  /** The switches among the nodes, where they stand in the rack itself. */
  readonly switches: Box | undefined;
  /** Relative to the node's corner. */
  readonly cellAt: (cell: number) => { readonly x: number; readonly y: number };
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
  const gap = cell > 8 ? 2 : 1;
  const outer = isSingle(shape) ? 0 : rackPadding;
  const padding = shape.cells_per_node > 1 ? Math.max(2, Math.round(cell / 4)) : 0;
  const across = cellColumns(shape.cells_per_node);
  const node = {
    width: across * (cell + gap) - gap + 2 * padding,
    height: Math.ceil(shape.cells_per_node / across) * (cell + gap) - gap + 2 * padding,
  };
  const between = shape.cells_per_node > 1 ? 3 : gap;
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
    cellAt: (index) => ({
      x: padding + (index % across) * (cell + gap),
      y: padding + Math.floor(index / across) * (cell + gap),
    }),
  };
}

/** Eight chips stand in two rows of four, as on the boards that the drawings of vendors show. */
function cellColumns(cells: number): number {
  if (cells <= 4) return cells;
  return cells % 4 === 0 && cells <= 16 ? 4 : Math.ceil(Math.sqrt(cells));
}

function nodeColumns(nodes: number, node: { readonly width: number; readonly height: number }): number {
  let columns = 1;
  while (columns < nodes && Math.ceil(nodes / columns) * node.height > tallest * columns * node.width) columns++;
  return columns;
}
