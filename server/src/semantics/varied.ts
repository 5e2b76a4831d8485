/** Which number of a plan a `vary` means. */

import { finding } from "../language/diagnostics";
import { findProperty, type PropertySchema } from "../language/schema";
import type { Vary } from "../syntax";
import type { Draft, DraftBlock } from "./draft";
import { suggestionsFor } from "./names";
import { mentionMembers } from "./paths";
import { fabricsOf } from "./plans";
import type { QuantityType } from "./quantity";
import { referenceIn } from "./read";
import { didYouMean, replacements } from "./suggest";
import { walk } from "./walk";

/** The number that a path means: whose it is, and what it may be. */
export interface Varied {
  readonly owner: Draft;
  readonly block: DraftBlock;
  readonly schema: PropertySchema;
  readonly type: QuantityType;
}

/** Follows the path of `node` into the plan; what it cannot find it reports in the sweep's file. */
export function findVaried(node: Vary, plan: Draft, { source }: Draft): Varied | undefined {
  const { names } = node.path;
  const [first] = names;
  const last = names.at(-1);
  if (!first || !last || names.some((name) => name.missing)) return undefined;
  const words = names.map(({ text }) => text);
  mentionMembers(source, names, walk(plan, words).targets);
  const end = descend(plan, words);
  if (end.varied) return end.varied;
  if (plan.incomplete) return undefined;
  const near = suggestionsFor(source, words.join("."), candidatesIn(end.block, end.prefix));
  const place = { uri: source.uri, start: first.start, end: last.end };
  const values = { plan: plan.name, path: words.join("."), nearest: didYouMean(near) };
  source.findings.push(finding("unknown-path", place, values, { fixes: replacements(place, near) }));
  return undefined;
}

interface Descent {
  readonly varied: Varied | undefined;
  /** The last block that was reached, and the words that lead there. */
  readonly block: DraftBlock;
  readonly prefix: readonly string[];
}

/** Follows the words through blocks and references to a number, which need not be set. */
function descend(plan: Draft, words: readonly string[]): Descent {
  let owner = plan;
  let block = plan.block;
  for (const [index, word] of words.entries()) {
    const nowhere: Descent = { varied: undefined, block, prefix: words.slice(0, index) };
    const schema = findProperty(block.schema, word);
    if (schema?.value.type === "quantity") {
      const last = index === words.length - 1;
      return last ? { ...nowhere, varied: { owner, block, schema, type: schema.value } } : nowhere;
    }
    if (schema) {
      const target = referenceIn(block, word);
      if (!target) return nowhere;
      owner = target;
      block = target.block;
      continue;
    }
    const fabrics = block === owner.block ? fabricsOf(owner) : [];
    const inner: DraftBlock | undefined = block.blocks.get(word) ?? fabrics.find(({ name }) => name === word);
    if (!inner) return nowhere;
    block = inner;
  }
  return { varied: undefined, block, prefix: words };
}

/** Paths to the numbers of a block and of the blocks right inside. */
function candidatesIn(block: DraftBlock, prefix: readonly string[]): string[] {
  const numbers = ({ schema }: DraftBlock) => schema.properties.filter(({ value }) => value.type === "quantity").map(({ name }) => name);
  const inside = [...block.blocks].flatMap(([key, inner]) => numbers(inner).map((name) => `${key}.${name}`));
  return [...numbers(block), ...inside].map((name) => [...prefix, name].join("."));
}
