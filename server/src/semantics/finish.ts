/** From drafts, all of whose values are known, to the plain data of program.ts. */

import type { Place } from "../language/diagnostics";
import { complete } from "./again";
import { placeOf, type Cell, type Draft, type DraftBlock } from "./draft";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedValue } from "./program";

/** The result of a draft, made once. Its expectations may still come: they refer to results themselves. */
export function finish(draft: Draft): ResolvedDeclaration {
  if (draft.resolved) return draft.resolved;
  const { kind, schema, name, source, node, block, sound, resolvedVaries } = draft;
  const resolved: ResolvedDeclaration = {
    ...finishBlock(block),
    schema,
    kind,
    name,
    place: draft.place,
    uri: source.uri,
    documentation: node.documentation,
    range: placeOf(source, node),
    base: draft.base && complete(finish(draft.base)),
    trace: draft.trace,
    expects: draft.resolvedExpects,
    varies: resolvedVaries,
    sound,
  };
  draft.resolved = resolved;
  return resolved;
}

function finishBlock(block: DraftBlock): ResolvedBlock {
  const values = new Map<string, ResolvedValue>();
  const keys = new Map<string, Place>();
  for (const [key, property] of block.properties) {
    keys.set(key, property.place);
    const cell = property.cell();
    if (cell) values.set(key, finishCell(cell));
  }
  return {
    schema: block.schema,
    name: block.name,
    place: block.place,
    values,
    keys,
    blocks: new Map([...block.blocks].map(([key, inner]) => [key, finishBlock(inner)])),
    named: block.named.map(finishBlock),
  };
}

function finishCell(cell: Cell): ResolvedValue {
  return cell.type === "reference" ? { ...cell, target: complete(finish(cell.target)) } : cell;
}
