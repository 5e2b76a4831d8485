/** Getting back on the rails: what surely begins a member or an item, and what to pass over to reach it. */

import { isTrivia, startOf, TokenKind } from "../scan/tokens";
import { advance, depthLimit, following, isWord, kindAt, mayReport, moveTo, type Parser, span } from "./parser";

/** At the very start of a line, before a name, these words close what was left open. */
const closingWords = ["chip", "supernode", "cluster", "model", "workload", "engine", "serve", "train", "sweep", "search", "let"];

/** Words that go on with an expression; a name behind a name is otherwise the header of a block. */
const continuations = ["per", "step", "doubling", "within"];

/** Whether token `index` begins an item although a block or bracket is still open. */
export function isItemStart(p: Parser, index: number): boolean {
  if (kindAt(p, index) !== TokenKind.Name || !isAtLineStart(p, index)) return false;
  const next = following(p, index);
  if (isWord(p, index, "import")) return kindAt(p, next) === TokenKind.String;
  return kindAt(p, next) === TokenKind.Name && closingWords.some((word) => isWord(p, index, word));
}

/** Whether the word at hand is one that begins items, whatever stands behind it. */
export function atItemWord(p: Parser): boolean {
  return ["import", "expect", ...closingWords].some((word) => isWord(p, p.at, word));
}

/** Column 0: nothing stands between the token and the line break. */
function isAtLineStart(p: Parser, index: number): boolean {
  return index === 0 || kindAt(p, index - 1) === TokenKind.Newline;
}

/** Whether the token at hand begins an item although a block or bracket is still open. */
export function atItemStart(p: Parser): boolean {
  return p.kind === TokenKind.Name && isItemStart(p, p.at);
}

/** Whether token `index` can only be the beginning of a member: `name =`, `name {`, `name name`. */
export function looksLikeMember(p: Parser, index: number): boolean {
  if (kindAt(p, index) !== TokenKind.Name) return false;
  const next = following(p, index);
  switch (kindAt(p, next)) {
    case TokenKind.Equals:
    case TokenKind.OpenBrace:
    case TokenKind.String:
      return true;
    case TokenKind.Name:
      return !continuations.some((word) => isWord(p, next, word));
    default:
      return false;
  }
}

/** Whether a line break stands between the token consumed last and the one at hand. */
export function brokeLine(p: Parser): boolean {
  for (let index = p.at - 1; index > p.previous; index--) {
    const kind = kindAt(p, index);
    if (kind === TokenKind.Newline) return true;
    if (!isTrivia(kind)) return false;
  }
  return false;
}

/** Whether an open bracket ends here, closed or not: the next member begins, or its block ends. */
export function endsBrackets(p: Parser): boolean {
  switch (p.kind) {
    case TokenKind.EndOfFile:
    case TokenKind.OpenBrace:
    case TokenKind.CloseBrace:
      return true;
    case TokenKind.Name:
      return brokeLine(p) && looksLikeMember(p, p.at);
    default:
      return false;
  }
}

/** Passes over the rest of a broken member: to its newline, comma or closing brace. Brackets and blocks in it are passed over whole. */
export function skipMember(p: Parser): void {
  while (!endsMember(p.kind)) {
    if (p.kind === TokenKind.OpenBrace) skipBlock(p);
    else if (p.kind === TokenKind.OpenBracket || p.kind === TokenKind.OpenParenthesis) skipBrackets(p);
    else advance(p);
  }
}

export function endsMember(kind: TokenKind): boolean {
  return kind === TokenKind.Newline || kind === TokenKind.Comma || kind === TokenKind.CloseBrace || kind === TokenKind.EndOfFile;
}

/** Passes over the block at hand, however deep, and its closing brace; an item at the start of a line ends it too. */
export function skipBlock(p: Parser): void {
  let depth = 0;
  do {
    if (p.kind === TokenKind.OpenBrace) depth++;
    else if (p.kind === TokenKind.CloseBrace) depth--;
    advance(p);
  } while (depth > 0 && p.kind !== TokenKind.EndOfFile && !atItemStart(p));
}

/** Passes over the bracket at hand, however deep, and the one that closes it; braces and the end of the line end it too. */
export function skipBrackets(p: Parser): void {
  let depth = 0;
  do {
    if (p.kind === TokenKind.OpenBracket || p.kind === TokenKind.OpenParenthesis) depth++;
    else if (p.kind === TokenKind.CloseBracket || p.kind === TokenKind.CloseParenthesis) depth--;
    advance(p);
  } while (depth > 0 && !endsSkippedBrackets(p.kind));
}

function endsSkippedBrackets(kind: TokenKind): boolean {
  return endsMember(kind) ? kind !== TokenKind.Comma : kind === TokenKind.OpenBrace;
}

/** How far behind a broken header its block may begin. Without a limit, a long line of names would be read once for each of them. */
const headerTokens = 16;

/** Where the block of a broken header begins on this line, if it does: moves there. */
export function findBlock(p: Parser): boolean {
  for (let index = p.at; index < p.at + headerTokens; index++) {
    const kind = kindAt(p, index);
    if (kind === TokenKind.OpenBrace) {
      moveTo(p, index);
      return true;
    }
    if (endsMember(kind) || kind === TokenKind.Equals) return false;
  }
  return false;
}

/** A block that begins on the line below its header: moves there. */
export function findBlockBelow(p: Parser): boolean {
  let index = p.at;
  while (kindAt(p, index) === TokenKind.Newline) index = following(p, index);
  if (kindAt(p, index) !== TokenKind.OpenBrace) return false;
  moveTo(p, index);
  return true;
}

/** Tells once in a file that its nesting is too deep. */
export function tooDeep(p: Parser): void {
  if (mayReport(p) && !p.toldDepth) p.problems.report({ key: "too-deep", span: span(p), values: { limit: depthLimit } });
  p.toldDepth = true;
}

/** Ends brackets that were never closed: tells so at the opening one, and goes back to the newline that now counts again. */
export function leaveUnclosed(p: Parser, open: number): void {
  if (mayReport(p)) {
    const at = startOf(p.tokens, open);
    p.problems.report({ key: "unclosed-bracket", span: { start: at, end: at + 1 }, values: { bracket: p.text.charAt(at) } });
  }
  p.brackets--;
  moveTo(p, p.previous + 1);
}
