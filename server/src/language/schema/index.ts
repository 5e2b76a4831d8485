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

export function findProperty({ properties }: Pick<BlockSchema, "properties">, name: string): PropertySchema | undefined {
  return propertiesByName(properties).get(name);
}

export function findBlock({ blocks }: Pick<BlockSchema, "blocks">, name: string): BlockSchema | undefined {
  return blocksByName(blocks).get(name);
}

/** Every value of every file is looked up here, so each row of the table gets an index when it is first asked. */
function indexed<Row extends { readonly name: string }>(): (rows: readonly Row[]) => ReadonlyMap<string, Row> {
  const known = new WeakMap<readonly Row[], ReadonlyMap<string, Row>>();
  return (rows) => {
    const found = known.get(rows) ?? new Map(rows.map((row) => [row.name, row]));
    known.set(rows, found);
    return found;
  };
}

const propertiesByName = indexed<PropertySchema>();
const blocksByName = indexed<BlockSchema>();
