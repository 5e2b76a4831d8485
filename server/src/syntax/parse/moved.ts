/**
 * Items in another place. What an edit elsewhere has left as it was is the same tree with other offsets; its members are made when somebody
 * looks at them, which for most of a file nobody does before the next edit.
 */

import { notesOn } from "../notes";
import type { Block, Declaration, Expression, Item, Member, Name, ScopeClause, Span, StringLiteral, UnitName, Vary } from "../tree";

/** The item as it was parsed, and how far this one is from there. */
interface Origin {
  readonly item: Item;
  readonly shift: number;
}

const origins = notesOn<Item, Origin>();

/** The item that this one is in another place: the same object for as long as its text stays as it is. */
export function originOf(item: Item): Item {
  return origins.get(item)?.item ?? item;
}

export function movedItem(item: Item, shift: number): Item {
  if (shift === 0) return item;
  const known = origins.get(item);
  const origin = { item: known?.item ?? item, shift: shift + (known?.shift ?? 0) };
  if (origin.shift === 0) return origin.item;
  const made = madeOf(origin.item, origin.shift);
  origins.set(made, origin);
  return made;
}

function madeOf(item: Item, by: number): Item {
  switch (item.kind) {
    case "import":
      return { ...item, ...moved(item, by), path: string(item.path, by) };
    case "let":
      return { ...item, ...moved(item, by), name: name(item.name, by), value: expression(item.value, by) };
    case "expect":
      return member(item, by);
    case "declaration":
      return declaration(item, by);
  }
}

function declaration(node: Declaration, by: number): Declaration {
  return {
    ...node,
    ...moved(node, by),
    keyword: name(node.keyword, by),
    name: name(node.name, by),
    base: node.base && name(node.base, by),
    from: node.from && string(node.from, by),
    block: new MovedBlock(node.block, by),
  };
}

/** A class, as a getter of its own in every object would be kept with the object's shape, longer than the object. */
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
      return { ...node, ...moved(node, by), key: name(node.key, by), name: node.name && name(node.name, by), block: new MovedBlock(node.block, by) };
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

function name(node: Name, by: number): Name {
  return { ...node, ...moved(node, by) };
}

function string(node: StringLiteral, by: number): StringLiteral {
  return { ...node, ...moved(node, by) };
}

function unit(node: UnitName, by: number): UnitName {
  return { ...node, ...moved(node, by) };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
