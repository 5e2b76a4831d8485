/** What a machine adds up to: the figures that hover shows and the names that paths into it may use. */

import { bandwidth, type Dimension, information, none, operationRate, power } from "../language/dimensions";
import { countOf, referenceOf, supernodeOf } from "./numbers";
import type { ResolvedDeclaration } from "../semantics/program";

export interface Total {
  readonly path: string;
  readonly value: number;
  readonly dimension: Dimension;
}

export interface MachineTotals {
  readonly chip: ResolvedDeclaration;
  readonly chips: number;
  /** Everything that the machine answers for by path, chips included. */
  readonly totals: readonly Total[];
}

/** The totals of a supernode or cluster; undefined for anything else, and where it does not say what it is made of. */
export function machineTotals(machine: ResolvedDeclaration): MachineTotals | undefined {
  const supernode = supernodeOf(machine);
  const chip = referenceOf(supernode, "chip");
  const node = supernode?.blocks.get("node");
  const perNode = countOf(node, "chips");
  const count = machine.kind === "cluster" ? countOf(machine, "count") : 1;
  if (!supernode || !chip || perNode === undefined || count === undefined) return undefined;
  const nodes = (countOf(supernode, "nodes") ?? 1) * count;
  const chips = nodes * perNode;
  const perChip = (block: string, dimension: Dimension): Total[] =>
    [...(chip.blocks.get(block)?.values ?? [])].flatMap(([name, value]) =>
      value.type === "number" ? [{ path: `${block}.${name}`, value: value.value * chips, dimension }] : [],
    );
  const hbm = perChip("hbm", information).map((total) => (total.path === "hbm.bandwidth" ? { ...total, dimension: bandwidth } : total));
  const watts = countOf(supernode, "power") ?? multiply(countOf(chip, "power"), chips / count);
  const counts: readonly (readonly [string, number | undefined])[] = [
    ["chips", chips],
    ["ranks", chips * (countOf(chip, "ranks") ?? 1)],
    ["nodes", nodes],
    ["cpus", multiply(countOf(node, "cpus"), nodes)],
  ];
  const totals = [
    ...counts.flatMap(([path, value]) => (value === undefined ? [] : [{ path, value, dimension: none }])),
    ...hbm,
    ...perChip("compute", operationRate),
    ...(watts === undefined ? [] : [{ path: "power", value: watts * count, dimension: power }]),
  ];
  return { chip, chips, totals };
}

function multiply(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
