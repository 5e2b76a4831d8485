/** The inside of a node: cells in rows, on a ring where each chip is linked to each other, or a slice of a torus. */

import type { Box } from "./rack";
import type { Shape } from "./shape";

export interface Inside {
  readonly width: number;
  readonly height: number;
  readonly cell: { readonly width: number; readonly height: number };
  /** Between neighbours in a row. */
  readonly gap: number;
  /** Relative to the node's corner. */
  readonly at: (cell: number) => { readonly x: number; readonly y: number };
}

/** Plans the inside of a node whose chips, or what stands for them, are `size` wide. */
export function insideOf(shape: Shape, size: number): Inside {
  if (shape.wiring?.kind === "torus") return sliceOf(shape, shape.wiring.dimensions[0] ?? 1, size);
  if (shape.wiring?.kind === "mesh" && shape.cells_per_node > 1) return ringOf(shape.cells_per_node, size);
  return rowsOf(shape.cells_per_node, size);
}

function rowsOf(cells: number, size: number): Inside {
  const gap = size > 8 ? 2 : 1;
  const padding = cells > 1 ? paddingOf(size) : 0;
  const across = columnsOf(cells);
  return {
    width: across * (size + gap) - gap + 2 * padding,
    height: Math.ceil(cells / across) * (size + gap) - gap + 2 * padding,
    cell: { width: size, height: size },
    gap,
    at: (index) => ({ x: padding + (index % across) * (size + gap), y: padding + Math.floor(index / across) * (size + gap) }),
  };
}

/** A plane of a torus with room for links; a cell is so many chips along the first axis. */
function sliceOf({ cells_per_node, chips_per_cell }: Shape, chipsAcross: number, size: number): Inside {
  const gap = size > 8 ? Math.round(size * 0.4) : 1;
  const padding = Math.max(3, gap);
  const across = chipsAcross / chips_per_cell;
  const pitch = chips_per_cell * (size + gap);
  return {
    width: across * pitch - gap + 2 * padding,
    height: (cells_per_node / across) * (size + gap) - gap + 2 * padding,
    cell: { width: pitch - gap, height: size },
    gap,
    at: (index) => ({ x: padding + (index % across) * pitch, y: padding + Math.floor(index / across) * (size + gap) }),
  };
}

/** Between two neighbours on the ring is room for the links that pass. */
function ringOf(cells: number, size: number): Inside {
  const radius = radiusOf(cells) * size;
  const padding = paddingOf(size);
  const middle = radius + size / 2 + padding;
  return {
    width: 2 * middle,
    height: 2 * middle,
    cell: { width: size, height: size },
    gap: 0,
    at: (index) => {
      const { x, y } = onRing(index, cells);
      return { x: middle + radius * x - size / 2, y: middle + radius * y - size / 2 };
    },
  };
}

/** The chips of a node that is drawn as a square, as large as they fit in. */
export function ringIn({ x, y, width }: Box, cells: number): Box[] {
  const size = (0.8 * width) / (2 * radiusOf(cells) + 1);
  const radius = radiusOf(cells) * size;
  return Array.from({ length: cells }, (_, index) => {
    const place = onRing(index, cells);
    return { x: x + width / 2 + radius * place.x - size / 2, y: y + width / 2 + radius * place.y - size / 2, width: size, height: size };
  });
}

/** In sizes of a cell: neighbours stand 1.9 of them apart, so that links pass between their corners. */
function radiusOf(cells: number): number {
  return 0.95 / Math.sin(Math.PI / cells);
}

/** A place on a ring of radius one, clockwise from the left of its two highest. */
function onRing(index: number, cells: number): { readonly x: number; readonly y: number } {
  const angle = -Math.PI / 2 + ((2 * index - 1) * Math.PI) / cells;
  return { x: Math.cos(angle), y: Math.sin(angle) };
}

function paddingOf(size: number): number {
  return Math.max(2, Math.round(size / 4));
}

/** Eight chips stand in two rows of four, as on the boards that the drawings of vendors show. */
function columnsOf(cells: number): number {
  if (cells <= 4) return cells;
  return cells % 4 === 0 && cells <= 16 ? 4 : Math.ceil(Math.sqrt(cells));
}
