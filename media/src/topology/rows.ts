/** Which racks stand in which row. */

import type { Shape } from "./shape";

export interface Standing {
  readonly kind: "compute" | "switch";
  readonly supernode: number;
  readonly index: number;
}

export type Row = readonly Standing[];

/** How many racks of each kind a row holds. */
export interface Room {
  readonly compute: number;
  /** Whether a row holds a whole supernode, and how many. */
  readonly supernodes: number;
}

/**
 * The rows of a machine. Where a row has room for a supernode, its switch racks stand in the middle of its compute racks, as they do
 * on the floor; else they have a row of their own between the rows of compute racks.
 */
export function rowsOf(shape: Shape, room: Room): Row[] {
  const supernodes = numbers(shape.supernodes);
  if (room.supernodes >= 1) {
    return chunks(supernodes, room.supernodes).map((group) => group.flatMap((supernode) => oneRow(shape, supernode)));
  }
  return supernodes.flatMap((supernode) => manyRows(shape, supernode, Math.max(1, room.compute)));
}

function oneRow(shape: Shape, supernode: number): Standing[] {
  const compute = racks(shape.racks, "compute", supernode);
  const middle = Math.ceil(compute.length / 2);
  return [...compute.slice(0, middle), ...racks(shape.switches, "switch", supernode), ...compute.slice(middle)];
}

function manyRows(shape: Shape, supernode: number, most: number): Row[] {
  const rows = Math.ceil(shape.racks / most);
  const compute = chunks(racks(shape.racks, "compute", supernode), Math.ceil(shape.racks / rows));
  if (shape.switches === 0) return compute;
  const middle = Math.ceil(compute.length / 2);
  return [...compute.slice(0, middle), racks(shape.switches, "switch", supernode), ...compute.slice(middle)];
}

function racks(count: number, kind: Standing["kind"], supernode: number): Standing[] {
  return numbers(count).map((index) => ({ kind, supernode, index }));
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
