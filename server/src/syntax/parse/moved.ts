/**
 * Items in another place. What an edit elsewhere has left as it was is the same tree with other offsets; its members are made when somebody
 * looks at them, which for most of a file nobody does before the next edit.
 */

import type { Block, Declaration, Expect, Expression, Import, Item, Let, Member, Name, Span, StringLiteral, Vary } from "../tree";
import { expression, moved, name, string } from "./shifted";

/** The item that this one is in another place: the same object for as long as its text stays as it is. */
export function originOf(item: Item): Item {
  return item instanceof Moved ? item.origin() : item;
}

export function movedItem(item: Item, shift: number): Item {
  if (shift === 0) return item;
  if (!(item instanceof Moved)) return madeOf(item, shift);
  const all = shift + item.shift();
  return all === 0 ? item.origin() : madeOf(item.origin(), all);
}

function madeOf(item: Item, by: number): Item {
  switch (item.kind) {
    case "import":
      return new MovedImport(item, by);
    case "let":
      return new MovedLet(item, by);
    case "expect":
      return new MovedExpect(item, by);
    case "declaration":
      return new MovedDeclaration(item, by);
  }
}

/** An item as it was parsed, so far from where it stood then. Classes: see language/notes.ts. */
abstract class Moved<Kind extends Item> {
  readonly start: number;
  readonly end: number;
  readonly #origin: Kind;
  readonly #shift: number;

  constructor(origin: Kind, shift: number) {
    this.start = origin.start + shift;
    this.end = origin.end + shift;
    this.#origin = origin;
    this.#shift = shift;
  }

  origin(): Kind {
    return this.#origin;
  }

  shift(): number {
    return this.#shift;
  }
}

class MovedImport extends Moved<Import> implements Import {
  readonly kind = "import";
  readonly path: StringLiteral;

  constructor(origin: Import, by: number) {
    super(origin, by);
    this.path = string(origin.path, by);
  }
}

class MovedLet extends Moved<Let> implements Let {
  readonly kind = "let";
  readonly name: Name;
  readonly value: Expression;
  readonly documentation: string | undefined;

  constructor(origin: Let, by: number) {
    super(origin, by);
    this.name = name(origin.name, by);
    this.value = expression(origin.value, by);
    this.documentation = origin.documentation;
  }
}

class MovedExpect extends Moved<Expect> implements Expect {
  readonly kind = "expect";
  readonly left: Expression;
  readonly comparison: Expect["comparison"];
  readonly comparisonSpan: Span;
  readonly right: Expression;
  readonly within: Expression | undefined;
  readonly documentation: string | undefined;

  constructor(origin: Expect, by: number) {
    super(origin, by);
    this.left = expression(origin.left, by);
    this.comparison = origin.comparison;
    this.comparisonSpan = moved(origin.comparisonSpan, by);
    this.right = expression(origin.right, by);
    this.within = origin.within && expression(origin.within, by);
    this.documentation = origin.documentation;
  }
}

class MovedDeclaration extends Moved<Declaration> implements Declaration {
  readonly kind = "declaration";
  readonly keyword: Name;
  readonly name: Name;
  readonly base: Name | undefined;
  readonly from: StringLiteral | undefined;
  readonly block: Block;
  readonly documentation: string | undefined;

  constructor(origin: Declaration, by: number) {
    super(origin, by);
    this.keyword = name(origin.keyword, by);
    this.name = name(origin.name, by);
    this.base = origin.base && name(origin.base, by);
    this.from = origin.from && string(origin.from, by);
    this.block = new MovedBlock(origin.block, by);
    this.documentation = origin.documentation;
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
      return new MovedExpect(node, by);
    case "vary":
      return { ...node, ...moved(node, by), path: expression(node.path, by), values: values(node.values, by) };
  }
}

function values(node: Vary["values"], by: number): Vary["values"] {
  if (node.kind !== "range") return expression(node, by);
  const [from, to] = [expression(node.from, by), expression(node.to, by)];
  return { ...node, ...moved(node, by), from, to, step: node.step && expression(node.step, by) };
}
