/** Tokens to lines: where lines break, and how deep they are indented. Line breaks that the user wrote between members stay. */

import type { Item } from "../tree";
import { endOf, isComment, kindOf, startOf, textOf, TokenKind, type Tokens } from "../scan/tokens";
import { type BlockExtent, type BlockMode, blockExtents, fits, isDroppedComma } from "./blocks";
import { type Draft, finished, newDraft } from "./draft";
import { lastLineWidth, type Line } from "./lines";
import { gap, type Roles, rolesOf } from "./spacing";

interface Layout {
  readonly text: string;
  readonly tokens: Tokens;
  readonly roles: Roles;
  readonly extents: ReadonlyMap<number, BlockExtent>;
  readonly tabSize: number;
  readonly lines: Line[];
  /** The open blocks. */
  readonly modes: BlockMode[];
  /** The line at hand. */
  draft: Draft;
  /** Open brackets. */
  brackets: number;
  /** 1 behind an operator that ended a line: the rest of the member is indented once more. */
  continuation: 0 | 1;
  /** Line breaks that the user wrote since the last token. */
  newlines: number;
  /** A line break that the style wants here. */
  forced: boolean;
  /** The token written last; -1 before the first. */
  previous: number;
  /** The last of them that is no comment. */
  significant: number;
}

/** Tokens `first` to `end` of a text, and the items that they are. */
export interface Extract {
  readonly text: string;
  readonly tokens: Tokens;
  readonly first: number;
  readonly end: number;
  readonly items: readonly Item[];
}

/** The lines of a part of a text without syntax problems. */
export function layout(part: Extract, tabSize: number): readonly Line[] {
  const { text, tokens, first, end, items } = part;
  const l: Layout = {
    text,
    tokens,
    roles: rolesOf(items),
    extents: blockExtents(part),
    tabSize,
    lines: [],
    modes: [],
    draft: newDraft(0, 0, { spaced: false, partial: false }),
    brackets: 0,
    continuation: 0,
    newlines: 0,
    forced: false,
    previous: -1,
    significant: -1,
  };
  for (let index = first; index < end; index++) place(l, index);
  if (l.previous >= 0) l.lines.push(finished(l.draft));
  return l.lines;
}

function place(l: Layout, index: number): void {
  const kind = kindOf(l.tokens, index);
  if (kind === TokenKind.Blank) return;
  if (kind === TokenKind.Newline) {
    l.newlines++;
    return;
  }
  if (kind === TokenKind.Comma && l.brackets === 0) {
    l.continuation = 0;
    const expanded = l.modes.at(-1) === "expanded";
    if (expanded) l.forced = true;
    if (expanded || isDroppedComma(l.tokens, index)) return;
  }
  closeBefore(l, kind);
  if (wantsBreak(l, index, kind)) l.forced = true;
  if (l.previous >= 0 && (l.newlines > 0 || l.forced)) breakLine(l, kind);
  write(l, index, kind);
  openBehind(l, index, kind);
  l.newlines = 0;
  l.forced = false;
  l.previous = index;
  if (!isComment(kind)) l.significant = index;
}

/** Closing braces and brackets stand as deep as the line that opened them. */
function closeBefore(l: Layout, kind: TokenKind): void {
  if (isBracketClose(kind)) l.brackets--;
  if (kind !== TokenKind.CloseBrace) return;
  l.continuation = 0;
  if (l.modes.pop() === "flat") l.newlines = 0;
  else l.forced = true;
}

/** Behind the brace of a block that is not on one line, and between declarations. */
function wantsBreak(l: Layout, index: number, kind: TokenKind): boolean {
  if (kind === TokenKind.CloseBrace) return false;
  const behind = kindOf(l.tokens, l.significant);
  if (behind === TokenKind.OpenBrace) return l.previous === l.significant && l.modes.at(-1) !== "flat" && !endsLine(l.tokens, index);
  return behind === TokenKind.CloseBrace && l.modes.length === 0 && !isComment(kind);
}

/** Whether only comments stand from `index` to the end of the line. */
function endsLine(tokens: Tokens, index: number): boolean {
  let at = index;
  while (isComment(kindOf(tokens, at)) || kindOf(tokens, at) === TokenKind.Blank) at++;
  return at > index && kindOf(tokens, at) === TokenKind.Newline;
}

function breakLine(l: Layout, kind: TokenKind): void {
  const behind = kindOf(l.tokens, l.significant);
  const inBrackets = l.brackets > 0 || isBracketClose(kind);
  const partial = inBrackets || isOperator(behind);
  if (!partial) l.continuation = 0;
  else if (!inBrackets) l.continuation = 1;
  if (partial) l.draft.partial = true;
  l.lines.push(finished(l.draft));
  const afterBrace = behind === TokenKind.OpenBrace && l.previous === l.significant;
  const spaced = l.newlines > 1 && !partial && !afterBrace && kind !== TokenKind.CloseBrace;
  const levels = l.modes.length + l.brackets + l.continuation;
  l.draft = newDraft(levels * l.tabSize, l.modes.length, { spaced, partial });
}

function write(l: Layout, index: number, kind: TokenKind): void {
  const { draft } = l;
  const toLineEnd = kind === TokenKind.LineComment || kind === TokenKind.DocumentationComment;
  const written = toLineEnd ? textOf(l.text, l.tokens, index).trimEnd() : textOf(l.text, l.tokens, index);
  if (!isComment(kind)) draft.onlyComments = false;
  if (draft.code === "") draft.keyWidth = endOf(l.tokens, index) - startOf(l.tokens, index);
  if (draft.kinds.length < 2) draft.kinds.push(kind);
  if (toLineEnd && draft.code !== "") draft.comment = written;
  else draft.code += (draft.code === "" ? "" : gap(l.tokens, l.roles, l.previous, index)) + written;
}

function openBehind(l: Layout, index: number, kind: TokenKind): void {
  if (kind === TokenKind.OpenParenthesis || kind === TokenKind.OpenBracket) l.brackets++;
  else if (kind === TokenKind.Comma && l.modes.length === l.draft.depth) l.draft.several ||= l.brackets === 0;
  else if (kind === TokenKind.OpenBrace) {
    const mode = modeOf(l, index);
    if (mode === "flat") l.draft.block = true;
    else l.draft.partial = true;
    l.modes.push(mode);
  }
}

/** How the block is laid out whose brace has just been written. */
function modeOf(l: Layout, open: number): BlockMode {
  const extent = l.extents.get(open);
  if (l.modes.at(-1) === "flat") return "flat";
  if (!extent?.oneLine) return "broken";
  const column = l.draft.indentation + lastLineWidth(l.draft.code);
  return extent.empty || fits(l.text, l.tokens, l.roles, open, extent.close, column) ? "flat" : "expanded";
}

function isBracketClose(kind: TokenKind): boolean {
  return kind === TokenKind.CloseParenthesis || kind === TokenKind.CloseBracket;
}

/** Whether a line break behind this token does not end the member. */
function isOperator(kind: TokenKind): boolean {
  switch (kind) {
    case TokenKind.Plus:
    case TokenKind.Minus:
    case TokenKind.Star:
    case TokenKind.Slash:
    case TokenKind.DotDot:
    case TokenKind.Less:
    case TokenKind.LessOrEqual:
    case TokenKind.Greater:
    case TokenKind.GreaterOrEqual:
    case TokenKind.EqualsEquals:
      return true;
    default:
      return false;
  }
}
