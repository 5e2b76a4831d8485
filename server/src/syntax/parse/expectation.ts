/** `expect left compare right within tolerance`. */

import { TokenKind } from "../scan/tokens";
import type { Comparison, Expect, Expression, Span } from "../tree";
import { continueLine, expression, missing, startsExpression } from "./expressions";
import { advance, atWord, expected, type Parser, previousEnd, span, start } from "./parser";

/** The expectation whose word is at hand. */
export function expectation(p: Parser, documentation: string | undefined): Expect {
  const from = start(p);
  advance(p);
  const left = expression(p, "what is expected");
  const { comparison, comparisonSpan, present } = compare(p);
  const right = (present && continueLine(p)) || startsExpression(p.kind) ? expression(p) : missing(p, "a value");
  const within = atWord(p, "within") ? tolerance(p) : undefined;
  return { kind: "expect", start: from, end: previousEnd(p), left, comparison, comparisonSpan, right, within, documentation };
}

function compare(p: Parser): { readonly comparison: Comparison; readonly comparisonSpan: Span; readonly present: boolean } {
  const comparison = comparisonOf(p.kind);
  if (!comparison) {
    expected(p, "a comparison (<, <=, >, >= or ==)");
    const at = previousEnd(p);
    if (p.kind !== TokenKind.Equals) return { comparison: "==", comparisonSpan: { start: at, end: at }, present: false };
  }
  const comparisonSpan = span(p);
  advance(p);
  return { comparison: comparison ?? "==", comparisonSpan, present: true };
}

function comparisonOf(kind: TokenKind): Comparison | undefined {
  switch (kind) {
    case TokenKind.Less:
      return "<";
    case TokenKind.LessOrEqual:
      return "<=";
    case TokenKind.Greater:
      return ">";
    case TokenKind.GreaterOrEqual:
      return ">=";
    case TokenKind.EqualsEquals:
      return "==";
    default:
      return undefined;
  }
}

function tolerance(p: Parser): Expression {
  advance(p);
  return expression(p, "a percentage");
}
