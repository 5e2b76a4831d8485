/**
 * Level of detail: a cell that is large enough on the screen shows what it is made of, from supernodes over nodes and chips to dies; what
 * is out of sight is not drawn. So the number of marks stays bounded however large the machine is and however near one looks.
 */

import type { MapView, TopologyReport } from "../../../shared/report";
import { ringIn } from "./inside";
import type { Layout } from "./layout";
import type { Box } from "./rack";
import type { Wiring } from "./wiring";

export type Grain = "supernode" | "node" | "chip" | "die";

/** A square of the map: so many ranks of the machine, from `first_rank` on. */
export interface Cell extends Box {
  readonly grain: Grain;
  readonly first_rank: number;
  readonly ranks: number;
}

/** More marks than this are neither seen nor drawn quickly. */
export const mostMarks = 6000;
/** Pixels that an inner cell must have on the screen to be worth drawing; dies are drawn when one looks at chips. */
const leastPixels: Readonly<Record<Grain, number>> = { supernode: 5, node: 5, chip: 5, die: 12 };

/** The part of the layout that a view shows. */
export function windowOf({ width, height }: Pick<Layout, "width" | "height">, { x, y, zoom }: MapView): Box {
  return { x: x * width - width / zoom / 2, y: y * height - height / zoom / 2, width: width / zoom, height: height / zoom };
}

/** A view that stays inside the map. */
export function withinMap({ x, y, zoom }: MapView): MapView {
  const near = Math.min(mostZoom, Math.max(1, zoom));
  const half = 0.5 / near;
  return { zoom: near, x: Math.min(1 - half, Math.max(half, x)), y: Math.min(1 - half, Math.max(half, y)) };
}

const mostZoom = 96;

/** The cells to draw for a view, in an order in which a cell comes before what it is made of. */
export function cellsFor(layout: Layout, topology: TopologyReport, view: MapView): Cell[] {
  const around = grown(windowOf(layout, view));
  const per = ranksOf(topology);
  const { shape } = layout;
  let cells: Cell[] = layout.cells
    .map(
      (cell): Cell => ({
        ...boxOf(cell),
        grain: shape.grain,
        first_rank: cell.first_chip * topology.ranks_per_chip,
        ranks: per[shape.grain],
      }),
    )
    .filter((cell) => touches(cell, around));
  const all = [...cells];
  for (;;) {
    const grain = cells[0] && inner[cells[0].grain];
    if (!grain) return all;
    const inside = cells
      .flatMap((cell) => divide(cell, { grain, ranks: per[grain], wiring: shape.wiring }))
      .filter((cell) => touches(cell, around));
    const [first] = inside;
    if (!first || first.width * view.zoom < leastPixels[grain] || all.length + inside.length > mostMarks) return all;
    all.push(...inside);
    cells = inside;
  }
}

const inner: Readonly<Record<Grain, Grain | undefined>> = { supernode: "node", node: "chip", chip: "die", die: undefined };

function ranksOf({ ranks_per_chip, chips_per_node, nodes }: TopologyReport): Readonly<Record<Grain, number>> {
  const chip = ranks_per_chip;
  const node = chip * chips_per_node;
  return { die: 1, chip, node, supernode: node * nodes };
}

interface Part {
  readonly grain: Grain;
  readonly ranks: number;
  readonly wiring: Wiring | undefined;
}

/** The inside of a cell in rows, as nearly square as it goes; linked chips as links join them. A cell of one part becomes that part. */
function divide(cell: Cell, { grain, ranks, wiring }: Part): Cell[] {
  const count = Math.round(cell.ranks / ranks);
  if (count <= 1) return grain === "die" ? [] : [{ ...cell, grain, ranks }];
  const part = (box: Box, index: number): Cell => ({ ...box, grain, first_rank: cell.first_rank + index * ranks, ranks });
  if (grain === "chip" && wiring) return (wiring.kind === "mesh" ? ringIn(cell, count) : sideBySideIn(cell, count)).map(part);
  const columns = grain === "die" ? count : Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const padding = cell.width * 0.1;
  const pitch = { x: (cell.width - 2 * padding) / columns, y: (cell.height - 2 * padding) / rows };
  const size = grain === "die" ? { width: pitch.x * 0.88, height: pitch.y * 0.88 } : square(Math.min(pitch.x, pitch.y) * 0.86);
  return Array.from({ length: count }, (_, index) => ({
    x: cell.x + padding + (index % columns) * pitch.x + (pitch.x - size.width) / 2,
    y: cell.y + padding + Math.floor(index / columns) * pitch.y + (pitch.y - size.height) / 2,
    ...size,
  })).map(part);
}

/** Chips along the first axis of a torus, as large as the cell is high. */
function sideBySideIn({ x, y, width, height }: Box, count: number): Box[] {
  const pitch = (width - height) / (count - 1);
  return Array.from({ length: count }, (_, index) => ({ x: x + index * pitch, y, width: height, height }));
}

function square(size: number): { readonly width: number; readonly height: number } {
  return { width: size, height: size };
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

/** A margin of half a window, so that a drag does not uncover nothing. */
function grown({ x, y, width, height }: Box): Box {
  return { x: x - width / 2, y: y - height / 2, width: 2 * width, height: 2 * height };
}

/** Whether a box and a window have a part in common. */
export function touches(box: Box, window: Box): boolean {
  return (
    box.x < window.x + window.width && box.x + box.width > window.x && box.y < window.y + window.height && box.y + box.height > window.y
  );
}
