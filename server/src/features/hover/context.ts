/** What stands around a node: the declaration, the block with its schema, the property. */

import type { Analysis } from "../../analysis/types";
import { type BlockSchema, findBlock, findKind, findProperty, type PropertySchema } from "../../language/schema";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import type { Node, Property, Subblock } from "../../syntax";

export interface Context {
  readonly owner: ResolvedDeclaration | undefined;
  /** The innermost block around the node; its own, for the key of a block. */
  readonly schema: BlockSchema | undefined;
  readonly block: ResolvedBlock | undefined;
  /** The property that the node belongs to, as written and in the schema. */
  readonly written: Property | undefined;
  readonly property: PropertySchema | undefined;
}

export function contextOf(analysis: Analysis, nodes: readonly Node[]): Context {
  const declaration = nodes.find((node) => node.kind === "declaration");
  const owner = analysis.program.declarations.find((candidate) => candidate.place.start === declaration?.name.start);
  const subblocks = nodes.filter((node): node is Subblock => node.kind === "subblock");
  let schema: BlockSchema | undefined = declaration && findKind(declaration.keyword.text);
  let block: ResolvedBlock | undefined = owner;
  for (const { key, name } of subblocks) {
    schema = schema && findBlock(schema, key.text);
    block = name ? block?.named.find((candidate) => candidate.name === name.text) : block?.blocks.get(key.text);
  }
  const written = nodes.find((node): node is Property => node.kind === "property");
  const property = written && schema && findProperty(schema, written.key.text);
  return { owner, schema, block, written, property };
}
