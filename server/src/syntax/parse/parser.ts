/** The parser's hand on the tokens: where it is, how it moves, how it complains. The grammar stands in the files beside this one. */

import { detached } from "../detached";
import type { Problems } from "../problems";
import { endOf, isTrivia, kindOf, startOf, textOf, TokenKind, type Tokens } from "../scan/tokens";
import type { MissingExpression, Name, Span } from "../tree";

export interface Parser {
  readonly text: string;
  readonly tokens: Tokens;
  readonly problems: Problems;
  /** The token to look at; never trivia, and no newline inside brackets. */
  at: number;
  kind: TokenKind;
  /** The token consumed last, newlines aside; -1 before the first. */
  previous: number;
  /** The furthest token that was looked at: nothing behind it has had a say so far. */
  seen: number;
  /** Open brackets: inside them a newline is a blank. */
  brackets: number;
  /** Open blocks and brackets, against `depthLimit`. */
  depth: number;
  /** Operators of the member at hand, against `operatorLimit`. */
  operators: number;
  /** The token at which a problem was reported last: one slip, one message. */
  reported: number;
  /** Nesting that is too deep is told once in a file. */
  toldDepth: boolean;
  /** A comment without an end swallows closing braces: what the end of the file lacks then is no slip of its own. */
  readonly silentEnd: boolean;
  /** Sub-blocks end where their indentation ends: for a second look at a text whose braces do not add up. */
  readonly trustsIndentation: boolean;
}

/** Where a parser stands between two items: all of it that the rest of the file can depend on. */
export type Stand = Readonly<Pick<Parser, "at" | "previous" | "seen" | "reported" | "toldDepth">>;

/** Blocks, lists and parentheses deeper than this are passed over, so that no text can exhaust the stack of whoever walks the tree. */
export const depthLimit = 200;

export function createParser(
  text: string,
  tokens: Tokens,
  problems: Problems,
  { trustsIndentation }: Pick<Parser, "trustsIndentation">,
): Parser {
  const parser: Parser = {
    text,
    tokens,
    problems,
    at: 0,
    kind: TokenKind.EndOfFile,
    previous: -1,
    seen: -1,
    brackets: 0,
    depth: 0,
    operators: 0,
    reported: -1,
    toldDepth: false,
    silentEnd: problems.list.at(-1)?.key === "unterminated-comment",
    trustsIndentation,
  };
  moveTo(parser, 0);
  return parser;
}

/** Goes on from where a parser of the same tokens stood. */
export function resume(p: Parser, { at, previous, seen, reported, toldDepth }: Stand): void {
  Object.assign(p, { previous, seen, reported, toldDepth });
  moveTo(p, at);
}

/** Consumes the token at hand. */
export function advance(p: Parser): void {
  if (p.kind === TokenKind.EndOfFile) return;
  if (p.kind !== TokenKind.Newline) p.previous = p.at;
  moveTo(p, p.at + 1);
}

/** Goes on with the first token from `index` on that is not trivia. */
export function moveTo(p: Parser, index: number): void {
  let at = index;
  let kind = kindOf(p.tokens, at);
  while (isTrivia(kind) || (kind === TokenKind.Newline && p.brackets > 0)) kind = kindOf(p.tokens, ++at);
  p.at = at;
  p.kind = kind;
  if (at > p.seen) p.seen = at;
}

/** The first token behind `index` that is not trivia; newlines count. */
export function following(p: Parser, index: number): number {
  let at = index + 1;
  while (isTrivia(kindOf(p.tokens, at))) at++;
  if (at > p.seen) p.seen = at;
  return at;
}

export function kindAt(p: Parser, index: number): TokenKind {
  if (index > p.seen) p.seen = index;
  return kindOf(p.tokens, index);
}

/** Kind of the token behind the one at hand. */
export function nextKind(p: Parser): TokenKind {
  return kindOf(p.tokens, following(p, p.at));
}

export function start(p: Parser): number {
  return startOf(p.tokens, p.at);
}

/** End of the token at hand. */
export function end(p: Parser): number {
  return endOf(p.tokens, p.at);
}

/** End of the token consumed last: where a missing piece belongs. */
export function previousEnd(p: Parser): number {
  return p.previous < 0 ? 0 : endOf(p.tokens, p.previous);
}

export function span(p: Parser): Span {
  return { start: start(p), end: end(p) };
}

/** Whether token `index` is exactly this word. */
export function isWord(p: Parser, index: number, word: string): boolean {
  return (
    kindOf(p.tokens, index) === TokenKind.Name &&
    endOf(p.tokens, index) - startOf(p.tokens, index) === word.length &&
    p.text.startsWith(word, startOf(p.tokens, index))
  );
}

/** Whether the token at hand is exactly this word. */
export function atWord(p: Parser, word: string): boolean {
  return isWord(p, p.at, word);
}

/** Consumes the name at hand. */
export function takeName(p: Parser): Name {
  const name: Name = { kind: "name", start: start(p), end: end(p), text: detached(textOf(p.text, p.tokens, p.at)), missing: false };
  advance(p);
  return name;
}

export function missingName(p: Parser): Name {
  const at = previousEnd(p);
  return { kind: "name", start: at, end: at, text: "", missing: true };
}

export function missingExpression(p: Parser): MissingExpression {
  const at = previousEnd(p);
  return { kind: "missing", start: at, end: at };
}

/** Whether something may still be said about the token at hand. Says yes once for each token. */
export function mayReport(p: Parser): boolean {
  // Of unknown characters the scanner has spoken already.
  const told = p.at === p.reported || p.kind === TokenKind.Unknown || (p.silentEnd && p.kind === TokenKind.EndOfFile);
  p.reported = p.at;
  return !told && p.problems.open;
}

/** Says that `what` is missing: right after the token consumed last, unless it belongs elsewhere. */
export function expected(p: Parser, what: string, at = previousEnd(p)): void {
  if (!mayReport(p)) return;
  p.problems.report({ key: "expected", span: { start: at, end: at }, values: { what, found: found(p) } });
}

/** Says that the token at hand does not belong here. */
export function unexpected(p: Parser): void {
  if (mayReport(p)) p.problems.report({ key: "unexpected-token", span: span(p), values: { found: found(p) } });
}

const longestQuote = 30;

function found(p: Parser): string {
  if (p.kind === TokenKind.EndOfFile) return "the end of the file";
  if (p.kind === TokenKind.Newline) return "the end of the line";
  const written = textOf(p.text, p.tokens, p.at);
  return written.length > longestQuote ? `${written.slice(0, longestQuote)}…` : written;
}
