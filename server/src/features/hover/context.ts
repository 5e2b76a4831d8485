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
  let block: ResolvedBlock | undefined = owner;
  for (const { key, name } of nodes.filter(isSubblock)) {
    block = name ? block?.named.find((candidate) => candidate.name === name.text) : block?.blocks.get(key.text);
  }
  return { owner, block, ...schemaOf(nodes) };
}

/** What the schema alone knows of it. */
export function schemaOf(nodes: readonly Node[]): Pick<Context, "schema" | "written" | "property"> {
  const declaration = nodes.find((node) => node.kind === "declaration");
  let schema: BlockSchema | undefined = declaration && findKind(declaration.keyword.text);
  for (const { key } of nodes.filter(isSubblock)) schema = schema && findBlock(schema, key.text);
  const written = nodes.find((node): node is Property => node.kind === "property");
  const property = written && schema && findProperty(schema, written.key.text);
  return { schema, written, property };
}

function isSubblock(node: Node): node is Subblock {
  return node.kind === "subblock";
}
