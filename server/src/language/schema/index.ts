/** The one schema table. Completion, hover, validation, grammar, snippets and docs/language.md derive from it. */

import { engine } from "./engine";
import { chip, cluster, supernode } from "./hardware";
import { model } from "./model";
import { search, sweep } from "./search";
import { serve } from "./serve";
import { train } from "./train";
import type { BlockSchema, DeclarationKind, KindSchema, PropertySchema } from "./types";
import { workload } from "./workload";

export { allReduceAlgorithms } from "./collective";
export * from "./types";

export const kinds: readonly KindSchema[] = [chip, supernode, cluster, model, workload, engine, serve, train, sweep, search];

const byName = new Map<string, KindSchema>(kinds.map((kind) => [kind.name, kind]));

export function findKind(name: string): KindSchema | undefined {
  return byName.get(name);
}

export function kindSchema(kind: DeclarationKind): KindSchema {
  const found = byName.get(kind);
  if (!found) throw new Error(`the schema has no kind ${kind}`);
  return found;
}

export function findProperty(block: BlockSchema, name: string): PropertySchema | undefined {
  return block.properties.find((property) => property.name === name);
}

export function findBlock(block: BlockSchema, name: string): BlockSchema | undefined {
  return block.blocks.find((candidate) => candidate.name === name);
}
