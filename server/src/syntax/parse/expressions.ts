/** expression, term, factor, primary, as in the grammar; lists and calls share one driver. */

import { detached } from "../detached";
import { stringValue } from "../scan/literals";
import { textOf, TokenKind } from "../scan/tokens";
import type { ArithmeticOperator, Expression, List, MissingExpression, StringLiteral } from "../tree";
import { path } from "./names";
import {
  advance,
  depthLimit,
  expected,
  following,
  kindAt,
  mayReport,
  missingExpression,
  moveTo,
  nextKind,
  type Parser,
  previousEnd,
  span,
  start,
  takeName,
  unexpected,
} from "./parser";
import { quantity } from "./quantity";
import { endsBrackets, leaveUnclosed, looksLikeMember, skipBrackets, tooDeep } from "./recovery";

/** A member with more operators than this is cut short: its tree would be too deep to walk. */
const operatorLimit = 1000;

/** Sums. `what` names the missing piece where nothing like an expression begins. */
export function expression(p: Parser, what = "a value"): Expression {
  let left = term(p, what);
  while (p.kind === TokenKind.Plus || p.kind === TokenKind.Minus) left = binary(p, left, p.kind === TokenKind.Plus ? "+" : "-", term);
  return left;
}

function term(p: Parser, what: string): Expression {
  let left = factor(p, what);
  while (p.kind === TokenKind.Star || p.kind === TokenKind.Slash) left = binary(p, left, p.kind === TokenKind.Star ? "*" : "/", factor);
  return left;
}

function binary(p: Parser, left: Expression, operator: ArithmeticOperator, operand: typeof term): Expression {
  const operatorSpan = span(p);
  const many = ++p.operators > operatorLimit;
  if (p.operators === operatorLimit + 1 && mayReport(p)) {
    p.problems.report({ key: "expression-too-long", span: operatorSpan, values: { limit: operatorLimit } });
  }
  advance(p);
  const right = continueLine(p) ? operand(p, "a value") : missing(p, "a value");
  return many ? left : { kind: "binary", start: left.start, end: right.end, operator, operatorSpan, left, right };
}

/** After an operator the line goes on below, unless a member begins there. False: the operand is missing. */
export function continueLine(p: Parser): boolean {
  if (p.brackets > 0) return !endsBrackets(p);
  if (p.kind !== TokenKind.Newline) return true;
  let index = p.at;
  while (kindAt(p, index) === TokenKind.Newline) index = following(p, index);
  if (!startsExpression(kindAt(p, index)) || looksLikeMember(p, index)) return false;
  moveTo(p, index);
  return true;
}

export function startsExpression(kind: TokenKind): boolean {
  switch (kind) {
    case TokenKind.Number:
    case TokenKind.String:
    case TokenKind.Name:
    case TokenKind.Minus:
    case TokenKind.OpenParenthesis:
    case TokenKind.OpenBracket:
      return true;
    default:
      return false;
  }
}

function factor(p: Parser, what: string): Expression {
  if (p.kind !== TokenKind.Minus) return primary(p, what);
  const from = start(p);
  advance(p);
  const operand = primary(p, "a value");
  return { kind: "negation", start: from, end: operand.end, operand };
}

function primary(p: Parser, what: string): Expression {
  switch (p.kind) {
    case TokenKind.Number:
      return quantity(p);
    case TokenKind.String:
      return stringLiteral(p);
    case TokenKind.Name:
      return nextKind(p) === TokenKind.OpenParenthesis ? call(p) : path(p, what);
    case TokenKind.OpenBracket:
      return list(p);
    case TokenKind.OpenParenthesis:
      return parenthesized(p);
    default:
      return missing(p, what);
  }
}

/** Nothing, where `what` should stand. */
export function missing(p: Parser, what: string): MissingExpression {
  expected(p, what);
  return missingExpression(p);
}

/** The string at hand, or a missing one. */
export function stringLiteral(p: Parser, what = "a string"): StringLiteral {
  if (p.kind !== TokenKind.String) {
    expected(p, what);
    const at = previousEnd(p);
    return { kind: "string", start: at, end: at, value: "", missing: true };
  }
  const { start: from, end } = span(p);
  const value = detached(stringValue(textOf(p.text, p.tokens, p.at), from, (problem) => p.problems.report(problem)));
  advance(p);
  return { kind: "string", start: from, end, value, missing: false };
}

function call(p: Parser): Expression {
  const callee = takeName(p);
  const { elements, end } = bracketed(p, TokenKind.CloseParenthesis);
  return { kind: "call", start: callee.start, end, callee, arguments: elements };
}

export function list(p: Parser): List {
  const from = start(p);
  const { elements, end } = bracketed(p, TokenKind.CloseBracket);
  return { kind: "list", start: from, end, elements };
}

function parenthesized(p: Parser): Expression {
  const from = start(p);
  const open = p.at;
  if (!enter(p)) return { kind: "missing", start: from, end: previousEnd(p) };
  const inner = endsBrackets(p) ? missingExpression(p) : expression(p);
  leave(p, open, TokenKind.CloseParenthesis);
  return { kind: "parenthesized", start: from, end: previousEnd(p), expression: inner };
}

/** Expressions between brackets, with commas between them. */
function bracketed(p: Parser, close: TokenKind): { readonly elements: readonly Expression[]; readonly end: number } {
  const elements: Expression[] = [];
  const open = p.at;
  if (!enter(p)) return { elements, end: previousEnd(p) };
  if (p.kind !== close) {
    while (!endsBrackets(p)) {
      const before = p.at;
      elements.push(expression(p));
      if (p.kind === TokenKind.Comma) advance(p);
      else if (p.kind === close || endsBrackets(p) || p.at === before || !startsExpression(p.kind)) break;
      else expected(p, "a comma");
    }
  }
  leave(p, open, close);
  return { elements, end: previousEnd(p) };
}

/** Steps behind the opening bracket. False where brackets are nested too deeply: this one has been passed over. */
function enter(p: Parser): boolean {
  if (p.depth >= depthLimit) {
    tooDeep(p);
    skipBrackets(p);
    return false;
  }
  p.depth++;
  p.brackets++;
  advance(p);
  return true;
}

/** Steps behind the closing bracket; what stands before it and does not belong there is passed over. */
function leave(p: Parser, open: number, close: TokenKind): void {
  p.depth--;
  if (p.kind !== close && !endsBrackets(p)) {
    unexpected(p);
    skipTo(p, close);
    // Whether or not the bracket is found now, this slip has been told.
    p.reported = p.at;
  }
  if (p.kind === close) {
    p.brackets--;
    advance(p);
  } else {
    leaveUnclosed(p, open);
  }
}

function skipTo(p: Parser, close: TokenKind): void {
  while (p.kind !== close && !endsBrackets(p)) {
    if (p.kind === TokenKind.OpenBracket || p.kind === TokenKind.OpenParenthesis) skipBrackets(p);
    else advance(p);
  }
}
