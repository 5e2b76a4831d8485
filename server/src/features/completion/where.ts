/** Where the cursor is: inside which blocks, and what they may hold. */

import type { Analysis } from "../../analysis/types";
import { type BlockSchema, findBlock, findKind } from "../../language/schema";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { Block, Declaration } from "../../syntax";

export interface Where {
  /** The declaration around the cursor, as written and as resolved. */
  readonly declaration: Declaration | undefined;
  readonly resolved: ResolvedDeclaration | undefined;
  /** The innermost block, and what the schema says of it (nothing where the text names none that exists). */
  readonly block: Block | undefined;
  readonly schema: BlockSchema | undefined;
  /** Where the member under the cursor can begin at the earliest. */
  readonly start: number;
}

/** The blocks around `offset`. An unclosed block reaches to the next item, so that its lines complete while they are being typed. */
export function whereAt(analysis: Analysis, offset: number): Where {
  const { document, declarations } = analysis.program;
  const index = document.items.findLastIndex((item) => item.start < offset);
  const item = document.items[index];
  if (item?.kind !== "declaration" || !holds(analysis.text, item.block, offset)) {
    return { declaration: undefined, resolved: undefined, block: undefined, schema: undefined, start: item?.start ?? 0 };
  }
  let block = item.block;
  let schema: BlockSchema | undefined = findKind(item.keyword.text);
  for (;;) {
    const inner = block.members.findLast((member) => member.kind === "subblock" && holds(analysis.text, member.block, offset));
    if (inner?.kind !== "subblock") break;
    schema = schema && findBlock(schema, inner.key.text);
    block = inner.block;
  }
  const resolved = declarations.find((candidate) => candidate.place.start === item.name.start);
  return { declaration: item, resolved, block, schema, start: block.start + 1 };
}

/** Blocks are asked for in the order of the text, last one first: an unclosed one holds whatever comes after it. */
function holds(text: string, block: Block, offset: number): boolean {
  return text[block.start] === "{" && block.start < offset && (!block.closed || offset < block.end);
}
