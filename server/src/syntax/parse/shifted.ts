/** Expressions, and what they are made of, in another place: the same in everything but their offsets. */

import type { Expression, Name, ScopeClause, Span, StringLiteral, UnitName } from "../tree";

export function expression<Kind extends Expression>(node: Kind, by: number): Kind;
export function expression(node: Expression, by: number): Expression {
  const each = (inner: Expression) => expression(inner, by);
  switch (node.kind) {
    case "quantity":
      return {
        ...node,
        ...moved(node, by),
        number: moved(node.number, by),
        unit: node.unit && unit(node.unit, by),
        scope: node.scope && scope(node.scope, by),
      };
    case "string":
      return string(node, by);
    case "path":
      return { ...node, ...moved(node, by), names: node.names.map((one) => name(one, by)), scope: node.scope && scope(node.scope, by) };
    case "call":
      return { ...node, ...moved(node, by), callee: name(node.callee, by), arguments: node.arguments.map(each) };
    case "list":
      return { ...node, ...moved(node, by), elements: node.elements.map(each) };
    case "parenthesized":
      return { ...node, ...moved(node, by), expression: each(node.expression) };
    case "negation":
      return { ...node, ...moved(node, by), operand: each(node.operand) };
    case "binary":
      return { ...node, ...moved(node, by), operatorSpan: moved(node.operatorSpan, by), left: each(node.left), right: each(node.right) };
    case "missing":
      return { ...node, ...moved(node, by) };
  }
}

function scope(node: ScopeClause, by: number): ScopeClause {
  return { ...node, ...moved(node, by), name: name(node.name, by) };
}

export function name({ start, end, text, missing }: Name, by: number): Name {
  return { kind: "name", start: start + by, end: end + by, text, missing };
}

export function string({ start, end, value, missing }: StringLiteral, by: number): StringLiteral {
  return { kind: "string", start: start + by, end: end + by, value, missing };
}

function unit(node: UnitName, by: number): UnitName {
  return { ...node, ...moved(node, by) };
}

export function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
