/** `///` lines right above a member or an item. */

import { detached } from "../detached";
import { textOf, TokenKind } from "../scan/tokens";
import { kindAt, type Parser } from "./parser";

/** The documentation of what begins at token `index`: whole lines of `///`, the last of them on the line above. */
export function documentationOf(p: Parser, index: number): string | undefined {
  const lines: string[] = [];
  let lineStart = skipBlankBack(p, index);
  while (kindAt(p, lineStart - 1) === TokenKind.Newline) {
    const comment = lineStart - 2;
    if (comment < 0 || kindAt(p, comment) !== TokenKind.DocumentationComment) break;
    lineStart = skipBlankBack(p, comment);
    if (lineStart > 0 && kindAt(p, lineStart - 1) !== TokenKind.Newline) break;
    lines.push(textOf(p.text, p.tokens, comment).slice(3).replace(/^ /, "").trimEnd());
  }
  return lines.length > 0 ? detached(lines.toReversed().join("\n")) : undefined;
}

/** The first token of the line's indentation, or `index` where there is none. */
function skipBlankBack(p: Parser, index: number): number {
  return kindAt(p, index - 1) === TokenKind.Blank ? index - 1 : index;
}
