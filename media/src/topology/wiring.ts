/** Fabrics without switches, whose chips are linked with each other: a full mesh, or a torus. They are drawn link by link. */

import type { TopologyReport } from "../../../shared/report";

export type Wiring =
  | { readonly kind: "mesh" /** Index of the fabric in the topology. */; readonly fabric: number }
  | {
      readonly kind: "torus";
      readonly fabric: number /** Chips along each axis, the first fastest. */;
      readonly dimensions: readonly number[];
    };

/** On a larger ring no link can be told from another. */
const mostOnRing = 16;

/** How the chips of a supernode are linked, where this can be drawn. */
export function wiringOf({ fabrics, nodes, chips_per_node }: TopologyReport): Wiring | undefined {
  const fabric = fabrics.findIndex(({ role, topology }) => role === "scale_up" && topology !== "switch");
  const { topology, dimensions = [] } = fabrics[fabric] ?? {};
  if (topology === "mesh" && nodes === 1 && chips_per_node > 2 && chips_per_node <= mostOnRing) return { kind: "mesh", fabric };
  const whole = dimensions.length > 0 && product(dimensions) === nodes * chips_per_node;
  return topology === "torus" && whole ? { kind: "torus", fabric, dimensions } : undefined;
}

/** The chips that a chip has a link to, in ascending order. */
export function linkedTo(topology: TopologyReport, chip: number): number[] {
  const wiring = wiringOf(topology);
  const chips = topology.nodes * topology.chips_per_node;
  const first = Math.floor(chip / chips) * chips;
  if (!wiring) return [];
  const linked = wiring.kind === "mesh" ? Array.from({ length: chips }, (_, index) => index) : neighbours(wiring.dimensions, chip - first);
  return linked.map((each) => first + each).filter((each) => each !== chip);
}

/** Where a chip of a torus stands along each axis, from zero. */
export function coordinatesOf(dimensions: readonly number[], chip: number): number[] {
  let rest = chip;
  return dimensions.map((length) => {
    const at = rest % length;
    rest = Math.floor(rest / length);
    return at;
  });
}

/** One step either way along each axis; each axis is closed into a ring. */
function neighbours(dimensions: readonly number[], chip: number): number[] {
  const coordinates = coordinatesOf(dimensions, chip);
  const found = new Set<number>();
  dimensions.forEach((length, axis) => {
    const stride = product(dimensions.slice(0, axis));
    const at = coordinates[axis] ?? 0;
    for (const step of [1, length - 1]) found.add(chip + (((at + step) % length) - at) * stride);
  });
  return [...found].sort((one, other) => one - other);
}

export function product(factors: readonly number[]): number {
  return factors.reduce((whole, each) => whole * each, 1);
}
