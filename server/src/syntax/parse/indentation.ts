/**
 * Which block lacks its brace? Braces alone cannot tell: the next ones close the wrong blocks, and the end of the file is blamed.
 * Where braces do not add up, the parser reads the text once more and lets the indentation say where a sub-block ends.
 */

import { kindOf, startOf, TokenKind } from "../scan/tokens";
import type { Parser } from "./parser";

/** What the indentation says about an open block. */
export interface Outline {
  /** Column at which the line of its header begins. */
  readonly header: number;
  /** Its first line is indented deeper than its header, so a line that is not has left it. */
  indented: boolean | undefined;
}

/** The outline of the block whose brace is at hand; none where indentation is not asked, and for declarations, which keywords close. */
export function outlineOf(p: Parser): Outline | undefined {
  if (!p.trustsIndentation || p.depth === 0) return undefined;
  let first = p.at;
  while (first > 0 && kindOf(p.tokens, first - 1) !== TokenKind.Newline) first--;
  return { header: indentation(p, first), indented: undefined };
}

/** Whether the token at hand begins a line outside of the block. */
export function leavesOutline(p: Parser, outline: Outline | undefined): boolean {
  if (!outline) return false;
  const first = kindOf(p.tokens, p.at - 1) === TokenKind.Blank ? p.at - 1 : p.at;
  if (kindOf(p.tokens, first - 1) !== TokenKind.Newline) return false;
  const column = indentation(p, first);
  if (p.kind === TokenKind.CloseBrace) return column < outline.header;
  outline.indented ??= column > outline.header;
  return outline.indented && column <= outline.header;
}

/** Width of the blank at the beginning of a line, if there is one. */
function indentation(p: Parser, first: number): number {
  if (kindOf(p.tokens, first) !== TokenKind.Blank) return 0;
  return startOf(p.tokens, first + 1) - startOf(p.tokens, first);
}
