/** Which blocks stay on one line. */

import { isComment, kindOf, textOf, TokenKind, type Tokens } from "../scan/tokens";
import type { Extract } from "./layout";
import { gap, type Roles } from "./spacing";

/** Columns that a block on one line may reach. */
const lineWidth = 100;

/**
 * How a block is laid out. `flat`: on one line. `broken`: its members stand on lines of their own, as written.
 * `expanded`: written on one line that is too long; every comma becomes a line break.
 */
export type BlockMode = "flat" | "broken" | "expanded";

export interface BlockExtent {
  readonly close: number;
  /** Written without a line break, or empty. */
  readonly oneLine: boolean;
  readonly empty: boolean;
}

/** The extent of every block, by the index of its opening brace. The text has no syntax problems. */
export function blockExtents({ text, tokens, first, end }: Extract): ReadonlyMap<number, BlockExtent> {
  const extents = new Map<number, BlockExtent>();
  const open: { index: number; line: number; content: boolean }[] = [];
  let line = 0;
  for (let index = first; index < end; index++) {
    const kind = kindOf(tokens, index);
    if (kind === TokenKind.Newline) line++;
    else if (kind === TokenKind.BlockComment && hasLineBreak(textOf(text, tokens, index))) line++;
    if (kind === TokenKind.CloseBrace) {
      const block = open.pop();
      if (block) extents.set(block.index, { close: index, oneLine: block.line === line || !block.content, empty: !block.content });
    }
    const inside = open.at(-1);
    if (inside && kind !== TokenKind.Blank && kind !== TokenKind.Newline) inside.content = true;
    if (kind === TokenKind.OpenBrace) open.push({ index, line, content: false });
  }
  return extents;
}

/** Whether the block from token `open` to `close` ends within the line when its brace ends at `column`. */
export function fits(text: string, tokens: Tokens, roles: Roles, open: number, close: number, column: number): boolean {
  let width = column;
  let previous = open;
  for (let index = open + 1; index <= close && width <= lineWidth; index++) {
    const kind = kindOf(tokens, index);
    if (kind === TokenKind.Blank || kind === TokenKind.Newline || isDroppedComma(tokens, index)) continue;
    width += gap(tokens, roles, previous, index).length + textOf(text, tokens, index).length;
    previous = index;
  }
  return width <= lineWidth;
}

/** A comma between members that ends its line or its block says nothing. */
export function isDroppedComma(tokens: Tokens, index: number): boolean {
  if (kindOf(tokens, index) !== TokenKind.Comma) return false;
  let next = index + 1;
  while (kindOf(tokens, next) === TokenKind.Blank || isComment(kindOf(tokens, next))) next++;
  return kindOf(tokens, next) === TokenKind.Newline || kindOf(tokens, next) === TokenKind.CloseBrace;
}

export function hasLineBreak(written: string): boolean {
  return written.includes("\n") || written.includes("\r");
}
