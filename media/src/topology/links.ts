/** The links of a torus or a full mesh as paths: all of a kind in one, so that thousands of links are a few marks. */

import type { MapView } from "../../../shared/report";
import { touches, windowOf } from "./detail";
import { ringIn } from "./inside";
import type { Layout, Rack } from "./layout";
import type { Box } from "./rack";
import type { Shape } from "./shape";

export interface LinkPath {
  /** Between neighbours, back from the end of an axis to its beginning, or all links between two slices at once. */
  readonly kind: "link" | "wrap" | "bundle";
  readonly path: string;
}

/** Pixels on the screen of a ring of chips, and between chips of a torus, from which on links can be told apart. */
const leastRing = 40;
const leastGap = 2;

/** The links that a view shows. */
export function linkPaths(layout: Layout, view: MapView): LinkPath[] {
  const { wiring } = layout.shape;
  const window = windowOf(layout, view);
  const seen = (box: Box): boolean => touches(box, window);
  if (!wiring) return [];
  const paths =
    wiring.kind === "mesh"
      ? [
          {
            kind: "link",
            path: ringsOf(layout, view.zoom)
              .filter(([box]) => box && seen(grown(box)))
              .map(meshPath)
              .join(""),
          } as const,
        ]
      : torusPaths(layout, wiring.dimensions, { zoom: view.zoom, seen });
  return paths.filter(({ path }) => path !== "");
}

/** The chips of each mesh. */
function ringsOf({ shape, cells, nodes }: Layout, zoom: number): (readonly Box[])[] {
  const wide = (box: Box | undefined): boolean => (box?.width ?? 0) * zoom >= leastRing;
  if (shape.grain === "chip") {
    return wide(nodes[0]) ? nodes.map((_, node) => cells.slice(node * shape.cells_per_node, (node + 1) * shape.cells_per_node)) : [];
  }
  return wide(cells[0]) ? cells.map((cell) => ringIn(cell, shape.chips_per_cell)) : [];
}

/** A box around the ring that begins with this cell, roughly. */
function grown({ x, y, width }: Box): Box {
  return { x: x - 6 * width, y: y - 6 * width, width: 13 * width, height: 13 * width };
}

/** A line from each chip to each other, that ends before the squares. */
function meshPath(ring: readonly Box[]): string {
  return ring
    .flatMap((one, index) =>
      ring.slice(index + 1).map((other) => {
        const from = middleOf(one);
        const way = { x: middleOf(other).x - from.x, y: middleOf(other).y - from.y };
        const long = Math.hypot(way.x, way.y);
        const start = (0.56 * one.width) / Math.max(Math.abs(way.x / long), Math.abs(way.y / long)) / long;
        return `M${point(from.x + way.x * start, from.y + way.y * start)}L${point(from.x + way.x * (1 - start), from.y + way.y * (1 - start))}`;
      }),
    )
    .join("");
}

function torusPaths(
  layout: Layout,
  [across = 1, down = 1, deep = 1, ...more]: readonly number[],
  { zoom, seen }: { readonly zoom: number; readonly seen: (box: Box) => boolean },
): LinkPath[] {
  const { gap, shape, named } = layout;
  const bundle = { kind: "bundle", path: named && deep > 1 && more.length === 0 ? bundles(layout) : "" } as const;
  if (gap * zoom < leastGap) return [bundle];
  const slices = layout.nodes.flatMap((node, index) => {
    const corner = layout.cells[index * shape.cells_per_node];
    return corner && seen(node) ? [{ x: corner.x, y: corner.y, size: corner.height, gap, across, down, deep }] : [];
  });
  return [bundle, { kind: "wrap", path: slices.map(wraps).join("") }, { kind: "link", path: slices.map(steps).join("") }];
}

interface Slice {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly gap: number;
  readonly across: number;
  readonly down: number;
  readonly deep: number;
}

/** Links to the next chip along both axes of a slice, and the beginning of those to the slices before and after it. */
function steps({ x, y, size, gap, across, down, deep }: Slice): string {
  const pitch = size + gap;
  const along = (count: number, way: (gap: number) => string, over: string): string =>
    Array.from({ length: count - 1 }, () => `${way(gap)}${over}`).join("");
  const rows = range(down).map(
    (row) => `M${point(x + size, y + row * pitch + size / 2)}${along(across, (step) => `h${number(step)}`, `m${number(size)} 0`)}`,
  );
  const columns = range(across).map(
    (column) => `M${point(x + column * pitch + size / 2, y + size)}${along(down, (step) => `v${number(step)}`, `m0 ${number(size)}`)}`,
  );
  const out = number(gap * 0.35);
  const deeper =
    deep === 1 || gap < 6
      ? []
      : range(across * down).map((chip) => {
          const left = x + (chip % across) * pitch;
          const top = y + Math.floor(chip / across) * pitch;
          return `M${point(left + size, top)}l${out} -${out}M${point(left, top + size)}l-${out} ${out}`;
        });
  return [...rows, ...columns, ...deeper].join("");
}

/** The link from the last chip of a row or column back to its first, through the gap beside it; two chips are neighbours anyway. */
function wraps({ x, y, size, gap, across, down }: Slice): string {
  const pitch = size + gap;
  const out = gap * 0.8;
  const aside = pitch / 2;
  const rows = range(across > 2 ? down : 0).map((row) => {
    const middle = y + row * pitch + size / 2;
    return `M${point(x, middle)}h-${number(out)}v-${number(aside)}H${number(x + across * pitch - gap + out)}v${number(aside)}h-${number(out)}`;
  });
  const columns = range(down > 2 ? across : 0).map((column) => {
    const middle = x + column * pitch + size / 2;
    return `M${point(middle, y)}v-${number(out)}h-${number(aside)}V${number(y + down * pitch - gap + out)}h${number(aside)}v-${number(out)}`;
  });
  return [...rows, ...columns].join("");
}

/** Room beside the slices for the bundles that lead from row to row and back to the first slice. */
export function sideOfRings({ wiring, racks }: Shape): number {
  return wiring?.kind === "torus" && racks > 1 ? 10 : 0;
}

/** From each slice to the next, and from the last of a torus back to its first. */
function bundles({ racks, rails, shape }: Layout): string {
  return range(shape.supernodes)
    .map((supernode) => {
      const slices = racks.filter((rack) => rack.supernode === supernode);
      const [first] = slices;
      const last = slices.at(-1);
      const onward = slices.slice(1).map((slice, index) => between(slices[index] ?? slice, slice));
      const back = first && last && slices.length > 2 ? `${leave(last, 4)}V${last.y + last.height + rails + 4}${enter(first, 8)}` : "";
      return onward.join("") + back;
    })
    .join("");
}

function between(from: Rack, to: Rack): string {
  if (from.y === to.y) return `${leave(from, 0)}H${number(to.x)}`;
  return `${leave(from, 4)}V${to.y - 4}${enter(to, 4)}`;
}

function leave({ x, y, width, height }: Rack, out: number): string {
  return `M${point(x + width, y + height / 2)}h${out}`;
}

function enter({ x, y, height }: Rack, out: number): string {
  return `H${number(x - out)}V${number(y + height / 2)}h${out}`;
}

function middleOf({ x, y, width, height }: Box): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function point(x: number, y: number): string {
  return `${number(x)} ${number(y)}`;
}

function number(value: number): number {
  return Math.round(value * 100) / 100;
}
