/**
 * Lays a machine out on a given width: racks in rows, supernodes one after the other, the fabrics as rails under the racks. The cells
 * are as large as the height allows. Numbers in, numbers out: no element is made here.
 */

import type { TopologyReport } from "../../../shared/report";
import type { Inside } from "./inside";
import { sideOfRings } from "./links";
import { type Box, type RackPlan, isSingle, planRack } from "./rack";
import { type Row, rowsOf } from "./rows";
import { type Shape, shapeOf } from "./shape";
import { type PlacedRow, railsHeight, trunksWidth, wiresOf } from "./wires";

export interface Cell extends Box {
  readonly index: number;
  readonly first_chip: number;
}

export interface Rack extends Box {
  readonly kind: "compute" | "switch";
  /** From zero, within the supernode. */
  readonly index: number;
  readonly supernode: number;
  /** Where its own switches stand among its nodes. */
  readonly switches?: Box;
}

/** A piece of a fabric: along racks, or from a rack to its rail. */
export interface Wire {
  /** Index of the fabric in the topology. */
  readonly fabric: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Layout {
  readonly shape: Shape;
  readonly width: number;
  readonly height: number;
  /** Whether racks have room for a name. */
  readonly named: boolean;
  /** Whether racks are more than their one cell. */
  readonly framed: boolean;
  readonly racks: readonly Rack[];
  readonly nodes: readonly Box[];
  readonly cells: readonly Cell[];
  readonly wires: readonly Wire[];
  /** Between chips of a torus or a full mesh. */
  readonly gap: number;
  /** Height of the rails under a row. */
  readonly rails: number;
}

/** Distances between racks, supernodes and rows; racks that are single squares stand close. */
const wideGaps = { rack: 8, supernode: 14, row: 12 };
const closeGaps = { rack: 2, supernode: 2, row: 2 };
const switchRowHeight = 34;
const cellSizes = [32, 26, 22, 18, 16, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3];
/** Under a torus or a full mesh stands what it is. */
export const captionHeight = 16;
/** With more racks than this there is no room for names and wires. */
const mostNamed = 80;

/** The layout with the largest cells that is at most `tallest` high, or with the smallest ones where none is. */
export function layOut(topology: TopologyReport, width: number, tallest: number): Layout {
  const shape = shapeOf(topology);
  const layouts = cellSizes.map((cell) => () => arrange(topology, { shape, width, cell }));
  for (const layout of layouts.slice(0, -1)) {
    const attempt = layout();
    if (attempt.height <= tallest && attempt.width <= width) return attempt;
  }
  return arrange(topology, { shape, width, cell: cellSizes.at(-1) ?? 3 });
}

interface Attempt {
  readonly shape: Shape;
  readonly width: number;
  readonly cell: number;
}

function arrange(topology: TopologyReport, { shape, width, cell }: Attempt): Layout {
  const named = shape.supernodes * (shape.racks + shape.switches) <= mostNamed;
  // A fabric that is drawn link by link has no rail.
  const railed = topology.fabrics.map((_, index) => index).filter((index) => named && index !== shape.wiring?.fabric);
  const fabrics = topology.fabrics.filter((_, index) => railed.includes(index));
  const gaps = isSingle(shape) && !named ? closeGaps : wideGaps;
  const plan = planRack(shape, cell, {
    head: named && shape.supernodes * shape.racks > 1,
    switches: named && switchesInside(topology, shape),
  });
  const supernode = shape.racks * (plan.width + gaps.rack) + shape.switches * (switchWidth(plan) + gaps.rack) - gaps.rack;
  const rowsIn = (room: number): Row[] =>
    rowsOf(shape, {
      compute: Math.floor((room + gaps.rack) / (plan.width + gaps.rack)),
      supernodes: Math.floor((room + gaps.supernode) / (supernode + gaps.supernode)),
    });
  const wide = rowsIn(width);
  // Trunks join rows; one row of compute racks needs none and may have their room.
  const rings = named ? sideOfRings(shape) : 0;
  const left = (wide.filter((row) => !areSwitches(row)).length > 1 ? trunksWidth(fabrics.length) : 0) + rings;
  const rows = left === 0 ? wide : rowsIn(width - left - rings);
  const placed = placeRows(rows, plan, { left, rails: railsHeight(fabrics.length), gaps });
  const racks = placed.flatMap((row) => row.racks);
  const nodes = racks.flatMap((rack) => nodesOf(rack, shape, plan));
  const below = placed.at(-1)?.switches === true ? 0 : railsHeight(fabrics.length);
  return {
    shape,
    named,
    framed: !isSingle(shape) || named,
    racks,
    nodes,
    cells: nodes.flatMap((node) => cellsOf(node, shape, plan.node)),
    wires: wiresOf(fabrics, placed, 0).map((wire) => ({ ...wire, fabric: railed[wire.fabric] ?? wire.fabric })),
    gap: plan.node.gap,
    rails: railsHeight(fabrics.length),
    width: Math.max(...racks.map((rack) => rack.x + rack.width)) + rings + 1,
    height: (placed.at(-1)?.bottom ?? 0) + below + rings + (named && shape.wiring ? captionHeight : 0) + 1,
  };
}

interface Spacing {
  readonly left: number;
  /** Height of the rails under a row. */
  readonly rails: number;
  readonly gaps: typeof wideGaps;
}

function placeRows(rows: readonly Row[], plan: RackPlan, { left, rails, gaps }: Spacing): PlacedRow[] {
  const widest = Math.max(...rows.map((row) => rowWidth(row, plan, gaps.rack)));
  const placed: PlacedRow[] = [];
  let y = 1;
  for (const row of rows) {
    const switches = areSwitches(row);
    const height = switches ? switchRowHeight : plan.height;
    let x = left + (switches ? Math.round((widest - rowWidth(row, plan, gaps.rack)) / 2) : 0);
    const racks = row.map((rack, index) => {
      if (index > 0) x += rack.supernode === row[index - 1]?.supernode ? gaps.rack : gaps.supernode;
      const box = { ...rack, x, y, width: rack.kind === "switch" ? switchWidth(plan) : plan.width, height };
      const inside = rack.kind === "compute" ? plan.switches : undefined;
      x += box.width;
      return inside ? { ...box, switches: { ...inside, x: box.x + inside.x, y: y + inside.y } } : box;
    });
    placed.push({ racks, bottom: y + height, switches });
    y += height + gaps.row + (switches ? 0 : rails);
  }
  return placed;
}

/** A rack that is a supernode of several switch planes has its switches inside. */
function switchesInside({ fabrics }: TopologyReport, { racks, switches, nodes }: Shape): boolean {
  return (
    racks === 1 &&
    nodes > 1 &&
    switches === 0 &&
    fabrics.some(({ role, topology, planes }) => role === "scale_up" && topology === "switch" && planes > 1)
  );
}

function areSwitches(row: Row): boolean {
  return row.every((rack) => rack.kind === "switch");
}

function rowWidth(row: Row, plan: RackPlan, gap: number): number {
  return row.reduce((sum, rack) => sum + gap + (rack.kind === "switch" ? switchWidth(plan) : plan.width), -gap);
}

function switchWidth(plan: RackPlan): number {
  return Math.max(26, Math.round(plan.width * 0.6));
}

interface PlacedNode extends Box {
  /** Numbered through the machine. */
  readonly index: number;
}

function nodesOf(rack: Rack, shape: Shape, plan: RackPlan): PlacedNode[] {
  if (rack.kind === "switch") return [];
  const first = rack.index * shape.nodes_per_rack;
  const count = Math.min(shape.nodes_per_rack, shape.nodes - first);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const { x, y } = plan.nodeAt(index);
    const { width, height } = plan.node;
    return { width, height, x: rack.x + x, y: rack.y + y, index: rack.supernode * shape.nodes + first + index };
  });
}

function cellsOf(node: PlacedNode, shape: Shape, inside: Inside): Cell[] {
  return Array.from({ length: shape.cells_per_node }, (_, index) => {
    const { x, y } = inside.at(index);
    const number = node.index * shape.cells_per_node + index;
    return { x: node.x + x, y: node.y + y, ...inside.cell, index: number, first_chip: number * shape.chips_per_cell };
  });
}
