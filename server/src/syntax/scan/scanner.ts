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

/** The tokens of `text`; one behind the other they are the text again. */
export function scan(text: string, problems: Problems): Tokens {
  // No text has more tokens than characters; the arrays are cut to size at the end.
  const kinds = new Uint8Array(text.length + 1);
  const starts = new Uint32Array(text.length + 2);
  let count = 0;
  let at = 0;
  while (at < text.length) {
    const start = at;
    const code = text.charCodeAt(at);
    let kind: TokenKind;
    if (is.isNameStart(code)) {
      kind = TokenKind.Name;
      while (is.isNamePart(text.charCodeAt(++at)));
    } else if (is.isBlank(code)) {
      kind = TokenKind.Blank;
      while (is.isBlank(text.charCodeAt(++at)));
    } else if (is.isLineBreak(code)) {
      kind = TokenKind.Newline;
      at += code === is.carriageReturn && text.charCodeAt(at + 1) === is.lineFeed ? 2 : 1;
    } else if (startsNumber(text, at, code)) {
      kind = TokenKind.Number;
      at = numberEnd(text, at);
    } else if (code === is.quote) {
      kind = TokenKind.String;
      const { end, closed } = stringEnd(text, at);
      if (!closed) problems.report({ key: "unterminated-string", span: { start, end }, values: {} });
      at = end;
    } else if (code === is.slash && text.charCodeAt(at + 1) === is.slash) {
      kind = isDocumentation(text, at) ? TokenKind.DocumentationComment : TokenKind.LineComment;
      at = lineEnd(text, at);
    } else if (code === is.slash && text.charCodeAt(at + 1) === is.star) {
      kind = TokenKind.BlockComment;
      const close = text.indexOf("*/", at + 2);
      if (close < 0) problems.report({ key: "unterminated-comment", span: { start, end: start + 2 }, values: {} });
      at = close < 0 ? text.length : close + 2;
    } else {
      kind = punctuation.get(code) ?? TokenKind.Unknown;
      at++;
      const pair = doubled.get(kind);
      if (pair && text[at] === pair[0]) {
        kind = pair[1];
        at++;
      } else if (kind === TokenKind.Unknown) {
        at = unknownEnd(text, at);
        problems.report({ key: "unexpected-character", span: { start, end: at }, values: { character: shown(text.slice(start, at)) } });
      }
    }
    kinds[count] = kind;
    starts[count++] = start;
  }
  kinds[count] = TokenKind.EndOfFile;
  starts[count] = text.length;
  starts[count + 1] = text.length;
  return { count, kinds: kinds.slice(0, count + 1), starts: starts.slice(0, count + 2) };
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
