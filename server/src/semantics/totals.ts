/** What a supernode or a cluster answers for as a whole: chips, memory, compute, power, price. */

import { none, type Dimension } from "../language/dimensions";
import type { Place } from "../language/diagnostics";
import { findBlock, kindSchema } from "../language/schema";
import type { Draft } from "./draft";
import { layoutOf } from "./layout";
import { cellIn, numberIn, referenceIn } from "./read";

/** A total; without a value the machine does not say, or an error in it keeps it from saying. */
export interface Total {
  readonly value: number | undefined;
  readonly dimension: Dimension;
  readonly currency: string | undefined;
  /** Where the figure of one chip or one machine is written. */
  readonly target: Place | undefined;
}

/** Names of the totals that have one word. */
export const countNames = ["chips", "ranks", "nodes", "cpus"] as const;
const sums = ["power", "price"] as const;

/** The total that `names` means for the machine; undefined where they mean none. */
export function totalOf(machine: Draft, names: readonly string[]): Total | undefined {
  if (machine.kind !== "supernode" && machine.kind !== "cluster") return undefined;
  const [first, second, ...rest] = names;
  if (first === undefined || rest.length > 0) return undefined;
  if (second !== undefined) return sumOverChips(machine, [first, second]);
  const count = countNames.find((name) => name === first);
  if (count) return { value: countOf(machine, count), dimension: none, currency: undefined, target: undefined };
  return sums.some((name) => name === first) ? sumOf(machine, first) : undefined;
}

/** Paths of the totals that the machine can answer, for suggestions. */
export function totalNames(machine: Draft): string[] {
  const chip = chipOf(machine);
  const ofChip = ["hbm", "compute"].flatMap((name) =>
    [...(chip?.block.blocks.get(name)?.properties.keys() ?? [])].map((key) => `${name}.${key}`),
  );
  return [...countNames, ...sums, ...ofChip];
}

function countOf(machine: Draft, name: (typeof countNames)[number]): number | undefined {
  const layout = layoutOf(machine);
  switch (name) {
    case "chips":
      return layout.chip;
    case "ranks":
      return layout.rank;
    case "nodes":
      return layout.node;
    case "cpus": {
      const supernode = machine.kind === "cluster" ? referenceIn(machine.block, "supernode") : machine;
      return product(layout.node, numberIn(supernode?.block.blocks.get("node"), "cpus"));
    }
  }
}

/** `hbm.capacity`, `compute.bf16`: a figure of the chip, times the chips. */
function sumOverChips(machine: Draft, [block, name]: readonly [string, string]): Total | undefined {
  if (block !== "hbm" && block !== "compute") return undefined;
  const schema = findBlock(kindSchema("chip"), block)?.properties.find((property) => property.name === name);
  if (schema?.value.type !== "quantity") return undefined;
  const figures = chipOf(machine)?.block.blocks.get(block);
  return {
    value: product(layoutOf(machine).chip, numberIn(figures, name)),
    dimension: schema.value.dimension,
    currency: undefined,
    target: figures?.properties.get(name)?.place,
  };
}

/** Power and price: what the supernode declares, else its chips together; a cluster is the sum of its supernodes and of what joins them. */
function sumOf(machine: Draft, name: string): Total | undefined {
  if (machine.kind === "cluster") {
    const supernode = referenceIn(machine.block, "supernode");
    const each = supernode ? sumOf(supernode, name) : undefined;
    const sum = each && product(numberIn(machine.block, "count"), each.value);
    return each && { ...each, value: sum === undefined ? undefined : sum + (numberIn(machine.block, name) ?? 0) };
  }
  const own = machine.block.properties.get(name);
  const chip = own ? undefined : chipOf(machine);
  const cell = own ? own.cell() : chip && cellIn(chip.block, name);
  if (cell?.type !== "number") return undefined;
  const value = own ? cell.value : product(layoutOf(machine).chip, cell.value);
  return { value, dimension: cell.dimension, currency: cell.currency, target: (own ?? chip?.block.properties.get(name))?.place };
}

function chipOf(machine: Draft): Draft | undefined {
  const supernode = machine.kind === "cluster" ? referenceIn(machine.block, "supernode") : machine;
  return supernode && referenceIn(supernode.block, "chip");
}

function product(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left * right;
}
