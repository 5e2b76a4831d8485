/** Text to tokens. Never fails: what has no meaning becomes a token too, and a problem. */

import type { Problems } from "../problems";
import * as is from "./characters";
import { numberEnd, stringEnd } from "./literals";
import { TokenKind, type Tokens } from "./tokens";

const punctuation: ReadonlyMap<number, TokenKind> = new Map(
  (
    [
      ["{", TokenKind.OpenBrace],
      ["}", TokenKind.CloseBrace],
      ["[", TokenKind.OpenBracket],
      ["]", TokenKind.CloseBracket],
      ["(", TokenKind.OpenParenthesis],
      [")", TokenKind.CloseParenthesis],
      [",", TokenKind.Comma],
      [":", TokenKind.Colon],
      [".", TokenKind.Dot],
      ["+", TokenKind.Plus],
      ["-", TokenKind.Minus],
      ["*", TokenKind.Star],
      ["/", TokenKind.Slash],
      ["%", TokenKind.Percent],
      ["=", TokenKind.Equals],
      ["<", TokenKind.Less],
      [">", TokenKind.Greater],
    ] as const
  ).map(([character, kind]) => [character.charCodeAt(0), kind]),
);

/** Two-character punctuation, by the kind of its first character: the second character and the kind of both. */
const doubled: ReadonlyMap<TokenKind, readonly [string, TokenKind]> = new Map([
  [TokenKind.Dot, [".", TokenKind.DotDot]],
  [TokenKind.Equals, ["=", TokenKind.EqualsEquals]],
  [TokenKind.Less, ["=", TokenKind.LessOrEqual]],
  [TokenKind.Greater, ["=", TokenKind.GreaterOrEqual]],
]);

/** A place in a text, and the kind of the token that ends there. */
export interface Scanner {
  readonly text: string;
  readonly problems: Problems;
  at: number;
  kind: TokenKind;
}

/** The tokens of `text`; one behind the other they are the text again. */
export function scan(text: string, problems: Problems): Tokens {
  // No text has more tokens than characters; the arrays are cut to size at the end.
  const kinds = new Uint8Array(text.length + 1);
  const starts = new Uint32Array(text.length + 2);
  const count = scanAll({ text, problems, at: 0, kind: TokenKind.EndOfFile }, kinds, starts);
  kinds[count] = TokenKind.EndOfFile;
  starts[count] = text.length;
  starts[count + 1] = text.length;
  return { count, kinds: kinds.slice(0, count + 1), starts: starts.slice(0, count + 2) };
}

/** Writes all tokens from here on, and returns how many there are. Apart: a loop that becomes hot gets code that knows the loop alone. */
function scanAll(scanner: Scanner, kinds: Uint8Array, starts: Uint32Array): number {
  const { length } = scanner.text;
  let count = 0;
  while (scanner.at < length) {
    starts[count] = scanner.at;
    nextToken(scanner);
    kinds[count++] = scanner.kind;
  }
  return count;
}

/** How many characters behind its end decide where a token ends, at most: `1e+` is no number without the digit that may follow. */
export const lookahead = 3;

/** Moves over the token that begins here. Nothing before it matters. */
export function nextToken(s: Scanner): void {
  const { text, problems, at: start } = s;
  const code = text.charCodeAt(start);
  if (is.isNameStart(code)) {
    s.kind = TokenKind.Name;
    s.at = nameEnd(text, start);
  } else if (is.isBlank(code)) {
    s.kind = TokenKind.Blank;
    s.at = blankEnd(text, start);
  } else if (is.isLineBreak(code)) {
    s.kind = TokenKind.Newline;
    s.at = start + (code === is.carriageReturn && text.charCodeAt(start + 1) === is.lineFeed ? 2 : 1);
  } else if (startsNumber(text, start, code)) {
    s.kind = TokenKind.Number;
    s.at = numberEnd(text, start);
  } else if (code === is.quote) {
    s.kind = TokenKind.String;
    const { end, closed } = stringEnd(text, start);
    if (!closed) problems.report({ key: "unterminated-string", span: { start, end }, values: {} });
    s.at = end;
  } else if (code === is.slash && text.charCodeAt(start + 1) === is.slash) {
    s.kind = isDocumentation(text, start) ? TokenKind.DocumentationComment : TokenKind.LineComment;
    s.at = lineEnd(text, start);
  } else if (code === is.slash && text.charCodeAt(start + 1) === is.star) {
    s.kind = TokenKind.BlockComment;
    const close = text.indexOf("*/", start + 2);
    if (close < 0) problems.report({ key: "unterminated-comment", span: { start, end: start + 2 }, values: {} });
    s.at = close < 0 ? text.length : close + 2;
  } else {
    sign(s, code);
  }
}

function nameEnd(text: string, start: number): number {
  let at = start + 1;
  while (is.isNamePart(text.charCodeAt(at))) at++;
  return at;
}

function blankEnd(text: string, start: number): number {
  let at = start + 1;
  while (is.isBlank(text.charCodeAt(at))) at++;
  return at;
}

function sign(s: Scanner, code: number): void {
  const { text, problems, at: start } = s;
  s.kind = punctuation.get(code) ?? TokenKind.Unknown;
  s.at++;
  const pair = doubled.get(s.kind);
  if (pair && text[s.at] === pair[0]) {
    [, s.kind] = pair;
    s.at++;
  } else if (s.kind === TokenKind.Unknown) {
    s.at = unknownEnd(text, s.at);
    const span = { start, end: s.at };
    problems.report({ key: "unexpected-character", span, values: { character: shown(text.slice(start, s.at)) } });
  }
}

/** `.5` is no number, but it is meant to be one: let the parser say so. */
function startsNumber(text: string, at: number, code: number): boolean {
  return is.isDigit(code) || (code === is.dot && is.isDigit(text.charCodeAt(at + 1)));
}

/** `///`, and not a rule of slashes. */
function isDocumentation(text: string, at: number): boolean {
  return text.charCodeAt(at + 2) === is.slash && text.charCodeAt(at + 3) !== is.slash;
}

function lineEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !is.isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** A run of characters without a meaning is one slip. */
function unknownEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && isUnknown(text.charCodeAt(at))) at++;
  return at;
}

function isUnknown(code: number): boolean {
  const known = is.isNamePart(code) || is.isBlank(code) || is.isLineBreak(code) || code === is.quote || punctuation.has(code);
  return !known;
}

/** Control characters are shown by their number, long runs by their beginning. */
function shown(characters: string): string {
  const [first = ""] = characters;
  const code = first.codePointAt(0) ?? 0;
  return code < is.space || code === 0x7f ? `U+${code.toString(16).toUpperCase().padStart(4, "0")}` : first;
}
