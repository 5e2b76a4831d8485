/** `vary path = list | range`. */

import { TokenKind } from "../scan/tokens";
import type { Expression, Vary } from "../tree";
import { continueLine, expression, list, missing, startsExpression } from "./expressions";
import { path } from "./names";
import { advance, atWord, expected, missingExpression, type Parser, previousEnd, start } from "./parser";

/** `vary path = values`. */
export function vary(p: Parser, documentation: string | undefined): Vary {
  const from = start(p);
  advance(p);
  const varied = path(p, "what to vary");
  if (p.kind !== TokenKind.Equals) expected(p, "=");
  const values = p.kind === TokenKind.Equals || startsExpression(p.kind) ? varyValues(p) : missingExpression(p);
  return { kind: "vary", start: from, end: previousEnd(p), path: varied, values, documentation };
}

/** A list or a range, behind the `=` if that is there. */
function varyValues(p: Parser): Vary["values"] {
  if (p.kind === TokenKind.Equals) advance(p);
  if (p.kind === TokenKind.OpenBracket) return list(p);
  const from = expression(p, "a list or a range");
  if (p.kind !== TokenKind.DotDot) {
    expected(p, "..");
    return { kind: "missing", start: from.start, end: from.end };
  }
  advance(p);
  const to: Expression = continueLine(p) ? expression(p) : missing(p, "a value");
  if (atWord(p, "doubling")) {
    advance(p);
    return { kind: "range", start: from.start, end: previousEnd(p), from, to, step: undefined, doubling: true };
  }
  const step = atWord(p, "step") ? stepOf(p) : undefined;
  return { kind: "range", start: from.start, end: previousEnd(p), from, to, step, doubling: false };
}

function stepOf(p: Parser): Expression {
  advance(p);
  return expression(p);
}
