/**
 * Items in another place. What an edit elsewhere has left as it was is the same tree with other offsets; its members are made when somebody
 * looks at them, which for most of a file nobody does before the next edit.
 */

import type { Block, Declaration, Expression, Item, Member, Name, ScopeClause, Span, StringLiteral, UnitName, Vary } from "../tree";

/** The item as it was parsed, and how far this one is from there. */
interface Origin {
  readonly item: Item;
  readonly shift: number;
}

const originKey = Symbol("origin");

interface Moved {
  readonly [originKey]?: Origin;
}

function noted(item: Item & Moved): Origin | undefined {
  return item[originKey];
}

/** The item that this one is in another place: the same object for as long as its text stays as it is. */
export function originOf(item: Item): Item {
  return noted(item)?.item ?? item;
}

export function movedItem(item: Item, shift: number): Item {
  if (shift === 0) return item;
  const known = noted(item);
  const origin = { item: known?.item ?? item, shift: shift + (known?.shift ?? 0) };
  return origin.shift === 0 ? origin.item : madeOf(origin);
}

function madeOf(origin: Origin): Item & Moved {
  const { item, shift: by } = origin;
  switch (item.kind) {
    case "import":
      return { ...item, ...moved(item, by), path: string(item.path, by), [originKey]: origin };
    case "let":
      return { ...item, ...moved(item, by), name: name(item.name, by), value: expression(item.value, by), [originKey]: origin };
    case "expect":
      return { ...member(item, by), [originKey]: origin };
    case "declaration":
      return new MovedDeclaration(item, origin);
  }
}

/** Classes, as objects that are copied from others or have getters of their own are kept longer than they live, by their shapes. */
class MovedDeclaration implements Declaration, Moved {
  readonly kind = "declaration";
  readonly start: number;
  readonly end: number;
  readonly keyword: Name;
  readonly name: Name;
  readonly base: Name | undefined;
  readonly from: StringLiteral | undefined;
  readonly block: Block;
  readonly documentation: string | undefined;
  readonly [originKey]: Origin;

  constructor(node: Declaration, origin: Origin) {
    const by = origin.shift;
    this.start = node.start + by;
    this.end = node.end + by;
    this.keyword = name(node.keyword, by);
    this.name = name(node.name, by);
    this.base = node.base && name(node.base, by);
    this.from = node.from && string(node.from, by);
    this.block = new MovedBlock(node.block, by);
    this.documentation = node.documentation;
    this[originKey] = origin;
  }
}

class MovedBlock implements Block {
  readonly kind = "block";
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
  readonly #origin: Block;
  readonly #by: number;
  #members: readonly Member[] | undefined;

  constructor(origin: Block, by: number) {
    this.start = origin.start + by;
    this.end = origin.end + by;
    this.closed = origin.closed;
    this.#origin = origin;
    this.#by = by;
  }

  get members(): readonly Member[] {
    return (this.#members ??= this.#origin.members.map((each) => member(each, this.#by)));
  }
}

function member<Kind extends Member>(node: Kind, by: number): Kind;
function member(node: Member, by: number): Member {
  switch (node.kind) {
    case "property":
      return { ...node, ...moved(node, by), key: name(node.key, by), value: expression(node.value, by) };
    case "subblock":
      return {
        ...node,
        ...moved(node, by),
        key: name(node.key, by),
        name: node.name && name(node.name, by),
        block: new MovedBlock(node.block, by),
      };
    case "expect":
      return {
        ...node,
        ...moved(node, by),
        left: expression(node.left, by),
        comparisonSpan: moved(node.comparisonSpan, by),
        right: expression(node.right, by),
        within: node.within && expression(node.within, by),
      };
    case "vary":
      return { ...node, ...moved(node, by), path: expression(node.path, by), values: values(node.values, by) };
  }
}

function values(node: Vary["values"], by: number): Vary["values"] {
  if (node.kind !== "range") return expression(node, by);
  const [from, to] = [expression(node.from, by), expression(node.to, by)];
  return { ...node, ...moved(node, by), from, to, step: node.step && expression(node.step, by) };
}

function expression<Kind extends Expression>(node: Kind, by: number): Kind;
function expression(node: Expression, by: number): Expression {
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

function name({ start, end, text, missing }: Name, by: number): Name {
  return { kind: "name", start: start + by, end: end + by, text, missing };
}

function string({ start, end, value, missing }: StringLiteral, by: number): StringLiteral {
  return { kind: "string", start: start + by, end: end + by, value, missing };
}

function unit(node: UnitName, by: number): UnitName {
  return { ...node, ...moved(node, by) };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
