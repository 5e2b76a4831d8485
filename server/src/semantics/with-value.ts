/** A plan with one number replaced. */

import { plainOf } from "./again";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber, ResolvedValue } from "./program";

/**
 * A copy of the declaration in which the number at `path` is `value`, also through references (`["workload", "input"]`) and
 * fabrics (`["on", "UB", "bandwidth"]`). Numbers that were computed from the old one stay. A path that leads nowhere changes nothing.
 */
export function withValue(declaration: ResolvedDeclaration, path: readonly string[], value: ResolvedNumber): ResolvedDeclaration {
  return changed(plainOf(declaration), path, value);
}

function changed<Block extends ResolvedBlock>(block: Block, [key, ...rest]: readonly string[], value: ResolvedNumber): Block {
  if (key === undefined) return block;
  if (rest.length === 0)
    return { ...block, values: put(block.values, key, value), keys: put(block.keys, key, block.keys.get(key) ?? value.place) };
  const inner = block.blocks.get(key);
  if (inner) return { ...block, blocks: put(block.blocks, key, changed(inner, rest, value)) };
  const reference = block.values.get(key);
  if (reference?.type === "reference") {
    const replaced: ResolvedValue = { ...reference, target: withValue(reference.target, rest, value) };
    return { ...block, values: put(block.values, key, replaced) };
  }
  if (block.named.some(({ name }) => name === key)) {
    return { ...block, named: block.named.map((each) => (each.name === key ? changed(each, rest, value) : each)) };
  }
  return throughSupernode(block, [key, ...rest], value);
}

/** A cluster answers for the fabrics of its supernodes too. */
function throughSupernode<Block extends ResolvedBlock>(block: Block, path: readonly string[], value: ResolvedNumber): Block {
  const supernode = block.values.get("supernode");
  const has = supernode?.type === "reference" && supernode.target.named.some(({ name }) => name === path[0]);
  return has ? changed(block, ["supernode", ...path], value) : block;
}

function put<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> {
  return new Map(map).set(key, value);
}
