/**
 * The pieces of a text: items with a blank line between them. How one of them is laid out does not depend on the others, so what an edit has
 * left as it was is not laid out again.
 */

import type { Parsed } from "../parse/parse";
import { endOf, isTrivia, kindOf, startOf, TokenKind, tokenAt, type Tokens } from "../scan/tokens";
import type { Span } from "../tree";
import { type Extract, layout } from "./layout";
import { joinLines } from "./lines";

/** A stretch of the text that begins and ends with something to see. */
export interface Piece {
  readonly span: Span;
  readonly layout: PieceLayout;
}

/** What a piece looks like in the one style. The same object for as long as neither the piece nor the style changes. */
export interface PieceLayout {
  /** With a line break at its end. */
  readonly formatted: string;
}

export interface Style {
  readonly tabSize: number;
  readonly lineBreak: string;
}

/** The pieces of the text that was formatted last, by what was written. */
let recent: { readonly style: Style; readonly layouts: ReadonlyMap<string, PieceLayout> } | undefined;

/** The pieces of a text without syntax problems. Between two of them stands a blank line. */
export function formattedPieces(parsed: Parsed, style: Style): readonly Piece[] {
  const { tabSize, lineBreak } = style;
  const known = recent?.style.tabSize === tabSize && recent.style.lineBreak === lineBreak ? recent.layouts : undefined;
  const layouts = new Map<string, PieceLayout>();
  const found = cut(parsed).map((part): Piece => {
    const start = startOf(part.tokens, part.first);
    const written = part.text.slice(start, endOf(part.tokens, part.end - 1)).trimEnd();
    const made = known?.get(written) ?? { formatted: joinLines(layout(part, tabSize), lineBreak) };
    layouts.set(written, made);
    return { span: { start, end: start + written.length }, layout: made };
  });
  recent = { style, layouts };
  return found;
}

/** The text cut at the first blank line behind each item. */
function cut({ text, tokens, document: { items } }: Parsed): readonly Extract[] {
  const parts: Extract[] = [];
  let first = visible(tokens, 0);
  let own = 0;
  for (const [index, { end }] of items.entries()) {
    const next = items[index + 1];
    const behind = behindBlankLine(tokens, tokenAt({ tokens }, end).index);
    if (behind === undefined || (next && startOf(tokens, behind) > next.start)) continue;
    parts.push({ text, tokens, first, end: lastVisible(tokens, behind), items: items.slice(own, index + 1) });
    first = behind;
    own = index + 1;
  }
  const end = lastVisible(tokens, tokens.count);
  return first < end ? [...parts, { text, tokens, first, end, items: items.slice(own) }] : parts;
}

/** The first token to see behind the next blank line, from token `index` on; undefined where something else than comments comes before it. */
function behindBlankLine(tokens: Tokens, index: number): number | undefined {
  let breaks = 0;
  for (let at = index; ; at++) {
    const kind = kindOf(tokens, at);
    if (kind === TokenKind.Newline) breaks++;
    else if (kind !== TokenKind.Blank) {
      if (breaks > 1) return kind === TokenKind.EndOfFile ? undefined : at;
      if (!isTrivia(kind)) return undefined;
      breaks = 0;
    }
  }
}

function visible(tokens: Tokens, index: number): number {
  let at = index;
  while (isSpace(kindOf(tokens, at))) at++;
  return at;
}

/** The end of what is to be seen before token `end`. */
function lastVisible(tokens: Tokens, end: number): number {
  let at = end;
  while (at > 0 && isSpace(kindOf(tokens, at - 1))) at--;
  return at;
}

function isSpace(kind: TokenKind): boolean {
  return kind === TokenKind.Blank || kind === TokenKind.Newline;
}
