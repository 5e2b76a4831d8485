/** How many chips, ranks, nodes and links a machine has, and what a figure over one of them is over another. */

import type { Scope } from "../language/units";
import type { Draft, DraftBlock } from "./draft";
import { numberIn, referenceIn } from "./read";

/** `whole` is the machine itself, for what stands for all of it. */
export type Spread = Scope | "whole";
export type Layout = Readonly<Partial<Record<Spread, number>>>;

/** The counts of a chip, a supernode or a cluster; a count that its text does not tell is absent. */
export function layoutOf(machine: Draft): Layout {
  const { block } = machine;
  switch (machine.kind) {
    case "chip":
      return present({ whole: 1, chip: 1, rank: numberIn(block, "ranks") });
    case "supernode": {
      const nodes = numberIn(block, "nodes");
      const chips = times(nodes, numberIn(block.blocks.get("node"), "chips"));
      const chip = referenceIn(block, "chip");
      return present({ whole: 1, supernode: 1, node: nodes, chip: chips, rank: times(chips, chip && numberIn(chip.block, "ranks")) });
    }
    case "cluster": {
      const supernode = referenceIn(block, "supernode");
      const count = numberIn(block, "count");
      const each = supernode ? layoutOf(supernode) : {};
      return present({
        whole: 1,
        supernode: count,
        node: times(count, each.node),
        chip: times(count, each.chip),
        rank: times(count, each.rank),
      });
    }
    default:
      return {};
  }
}

/** The layout with the links of a fabric: every chip has one link into each of its planes. */
export function withLinks(layout: Layout, fabric: DraftBlock): Layout {
  return present({ ...layout, link: times(layout.chip, numberIn(fabric, "planes")) });
}

/** The figure per `to` of one that is `value` per `from`. */
export function convert(value: number, from: Spread, to: Spread, layout: Layout): number | undefined {
  if (from === to) return value;
  const many = layout[from];
  const few = layout[to];
  return many === undefined || few === undefined || few === 0 ? undefined : (value * many) / few;
}

function times(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left * right;
}

function present(counts: Readonly<Partial<Record<Spread, number | undefined>>>): Layout {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}
