/** How a fabric's wiring carries a group of chips: what it gets of a port, and how far its messages go. */

import type { Fabric } from "./types";

/** Chips that talk to each other: `size` of them, `stride` chips apart. */
export interface Members {
  readonly size: number;
  readonly stride: number;
}

export interface Wiring {
  /** Share of a port that a collective among the members keeps busy. */
  readonly share: number;
  /** Share of a port that an all-to-all gets for what a chip sends. */
  readonly exchange: number;
  /** Links that a byte of an all-to-all passes on the mean: each is another chip's port. */
  readonly detour: number;
  /** Steps until a collective has passed all members, and until a message has reached the farthest. */
  readonly steps: number;
  readonly hops: number;
}

/** What `members` get of a `fabric` that joins `chips` of them. Formulas: docs/engine.md, section 5. */
export function wiringOf(fabric: Fabric, chips: number, members: Members): Wiring {
  switch (fabric.topology) {
    case "switch":
      return { share: 1, exchange: 1, detour: 1, steps: members.size - 1, hops: 1 };
    case "mesh":
      return meshOf(chips, members.size);
    case "torus":
      return torusOf(fabric.dimensions, members);
  }
}

/** What two chips that are `stride` apart get when all chips send to their neighbours at that distance. */
export function wayBetween(fabric: Fabric, chips: number, stride: number): { readonly share: number; readonly hops: number } {
  switch (fabric.topology) {
    case "switch":
      return { share: 1, hops: 1 };
    case "mesh":
      return { share: 1 / Math.max(1, chips - 1), hops: 1 };
    case "torus": {
      const { apart } = axisOf(fabric.dimensions, stride);
      // The ways of `apart` pairs pass each link.
      return { share: 1 / (2 * fabric.dimensions.length) / apart, hops: apart };
    }
  }
}

/** A link to each other chip: a group keeps only those to its own members busy. */
function meshOf(chips: number, size: number): Wiring {
  const share = Math.min(1, (size - 1) / Math.max(1, chips - 1));
  return { share, exchange: share, detour: 1, steps: 1, hops: 1 };
}

/** A stretch of one axis that members stand on: `size` of them, `apart` chips from each other, closed into a ring or not. */
interface Axis {
  readonly size: number;
  readonly apart: number;
  readonly closed: boolean;
}

/** The axis on which chips that are `stride` apart lie side by side, and how far apart they are there. */
function axisOf(dimensions: readonly number[], stride: number): { readonly axis: number; readonly apart: number } {
  let apart = stride;
  for (let axis = 0; axis < dimensions.length - 1; axis++) {
    const length = dimensions[axis] ?? 1;
    if (apart < length) return { axis, apart };
    apart = Math.max(1, Math.round(apart / length));
  }
  return { axis: dimensions.length - 1, apart };
}

/** Chips are numbered along the first axis, then the second: a group fills one axis after the other. */
function axesOf(dimensions: readonly number[], { size, stride }: Members): Axis[] {
  const axes: Axis[] = [];
  const first = axisOf(dimensions, stride);
  let { apart } = first;
  let left = size;
  for (let axis = first.axis; axis < dimensions.length && left > 1; axis++) {
    const length = dimensions[axis] ?? 1;
    // Members that fit on no axis are counted on the last one.
    const on = axis === dimensions.length - 1 ? left : Math.min(left, Math.max(1, Math.floor(length / apart)));
    if (on > 1) axes.push({ size: on, apart, closed: on > 2 && on * apart >= length });
    left = Math.ceil(left / on);
    apart = 1;
  }
  return axes;
}

/**
 * A ring uses both directions of its axis, a line only one, since all must reach its ends. Groups that are interleaved on an axis share
 * its links. Collectives use all axes at once; an all-to-all waits for its most loaded axis.
 */
function torusOf(dimensions: readonly number[], members: Members): Wiring {
  const links = 2 * Math.max(1, dimensions.length);
  let share = 0;
  let slowest = 0;
  let distance = 0;
  let steps = 0;
  let hops = 0;
  for (const { size, apart, closed } of axesOf(dimensions, members)) {
    const mean = meanDistance(size, closed);
    const load = closed ? mean / 2 : (Math.floor(size / 2) * Math.ceil(size / 2)) / size;
    share += (closed ? 2 : 1) / links / apart;
    slowest = Math.max(slowest, load * links * apart);
    distance += mean * apart;
    steps += (closed ? Math.ceil((size - 1) / 2) : size - 1) * apart;
    hops += (closed ? Math.floor(size / 2) : size - 1) * apart;
  }
  const sent = (members.size - 1) / members.size;
  return { share, exchange: sent / slowest, detour: distance / sent, steps, hops };
}

/** Links between two members, each with itself among the pairs. */
function meanDistance(size: number, closed: boolean): number {
  if (!closed) return (size - 1 / size) / 3;
  return size % 2 === 0 ? size / 4 : (size - 1 / size) / 4;
}
