/** What stands between braces: properties, sub-blocks, expect and vary. */

import { TokenKind } from "../scan/tokens";
import type { Block, Member, Name, Property, Subblock } from "../tree";
import { documentationOf } from "./documentation";
import { expectation } from "./expectation";
import { expression, startsExpression } from "./expressions";
import { leavesOutline, outlineOf } from "./indentation";
import {
  advance,
  atWord,
  depthLimit,
  expected,
  mayReport,
  missingExpression,
  nextKind,
  type Parser,
  previousEnd,
  start,
  takeName,
  unexpected,
} from "./parser";
import { atItemStart, brokeLine, endsMember, findBlock, findBlockBelow, looksLikeMember, skipBlock, skipMember, tooDeep } from "./recovery";
import { vary } from "./vary";

/** The block at hand. `owner` is how a message calls whose block it is. */
export function block(p: Parser, owner: () => string): Block {
  const from = start(p);
  if (p.depth >= depthLimit) {
    tooDeep(p);
    skipBlock(p);
    return { kind: "block", start: from, end: previousEnd(p), members: [], closed: true };
  }
  const members: Member[] = [];
  const outline = outlineOf(p);
  p.depth++;
  advance(p);
  for (skipNewlines(p); !endsBlock(p) && !leavesOutline(p, outline); skipNewlines(p)) {
    const told = p.reported;
    const found = member(p);
    if (found) members.push(found);
    endMember(p, { broken: p.reported !== told });
  }
  p.depth--;
  const closed = p.kind === TokenKind.CloseBrace && !leavesOutline(p, outline);
  if (closed) advance(p);
  else if (mayReport(p)) {
    const at = previousEnd(p);
    p.problems.report({ key: "unclosed-block", span: { start: at, end: at }, values: { owner: owner() } });
  }
  // An open block reaches to what ended it, so that completion on the blank lines in it knows where it is.
  return { kind: "block", start: from, end: closed ? previousEnd(p) : start(p), members, closed };
}

/** The block of a header; where it is missing or something stands before it, that is told once. */
export function blockOf(p: Parser, owner: () => string): Block {
  if (p.kind === TokenKind.OpenBrace) return block(p, owner);
  expected(p, "{");
  if (p.kind === TokenKind.Newline ? findBlockBelow(p) : findBlock(p)) return block(p, owner);
  skipMember(p);
  const at = previousEnd(p);
  return { kind: "block", start: at, end: at, members: [], closed: false };
}

function endsBlock(p: Parser): boolean {
  return p.kind === TokenKind.CloseBrace || p.kind === TokenKind.EndOfFile || atItemStart(p);
}

export function skipNewlines(p: Parser): void {
  while (p.kind === TokenKind.Newline) advance(p);
}

function member(p: Parser): Member | undefined {
  if (p.kind !== TokenKind.Name) {
    unexpected(p);
    skipMember(p);
    return undefined;
  }
  p.operators = 0;
  const documentation = documentationOf(p, p.at);
  const next = nextKind(p);
  if (next !== TokenKind.Equals && next !== TokenKind.OpenBrace) {
    if (atWord(p, "expect")) return expectation(p, documentation);
    if (atWord(p, "vary")) return vary(p, documentation);
  }
  return propertyOrSubblock(p, documentation);
}

/** The end of a member: a newline, a comma, or the brace that is left for the block. Of a broken one nothing more is said. */
function endMember(p: Parser, { broken }: { readonly broken: boolean }): void {
  if (!endsMember(p.kind) && !brokeLine(p)) {
    if (broken) {
      skipMember(p);
    } else if (looksLikeMember(p, p.at)) {
      expected(p, "a comma or a new line");
      return;
    } else {
      unexpected(p);
      skipMember(p);
    }
  }
  if (p.kind === TokenKind.Comma) advance(p);
}

function propertyOrSubblock(p: Parser, documentation: string | undefined): Property | Subblock {
  const key = takeName(p);
  switch (p.kind) {
    case TokenKind.Equals:
      if (nextKind(p) === TokenKind.OpenBrace) {
        // `slo = { … }`: meant as a block.
        unexpected(p);
        advance(p);
        return subblock(p, key, undefined, documentation);
      }
      advance(p);
      return property(p, key, documentation);
    case TokenKind.OpenBrace:
      return subblock(p, key, undefined, documentation);
    case TokenKind.Name:
      if (nextKind(p) === TokenKind.OpenBrace) return subblock(p, key, takeName(p), documentation);
      break;
    default:
      break;
  }
  return brokenHeader(p, key, documentation);
}

/** A key without `=` or `{`: what stands instead tells what was meant. */
function brokenHeader(p: Parser, key: Name, documentation: string | undefined): Property | Subblock {
  expected(p, "= or {");
  if (p.kind === TokenKind.Newline ? findBlockBelow(p) : findBlock(p)) return subblock(p, key, undefined, documentation);
  if (p.kind === TokenKind.Colon || p.kind === TokenKind.EqualsEquals) advance(p);
  if (startsExpression(p.kind)) return property(p, key, documentation);
  return { kind: "property", start: key.start, end: previousEnd(p), key, value: missingExpression(p), documentation };
}

function property(p: Parser, key: Name, documentation: string | undefined): Property {
  const value = expression(p);
  return { kind: "property", start: key.start, end: previousEnd(p), key, value, documentation };
}

function subblock(p: Parser, key: Name, name: Name | undefined, documentation: string | undefined): Subblock {
  const body = block(p, () => (name ? `${key.text} ${name.text}` : key.text));
  return { kind: "subblock", start: key.start, end: body.end, key, name, block: body, documentation };
}
