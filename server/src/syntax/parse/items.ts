/** What stands at the top of a file: imports, lets, expectations, declarations. */

import { TokenKind } from "../scan/tokens";
import type { Declaration, Import, Item, Let, Name } from "../tree";
import { documentationOf } from "./documentation";
import { expectation } from "./expectation";
import { expression, stringLiteral } from "./expressions";
import { blockOf, skipNewlines } from "./members";
import { nameOr } from "./names";
import {
  advance,
  atWord,
  expected,
  missingExpression,
  nextKind,
  type Parser,
  previousEnd,
  type Stand,
  start,
  takeName,
  unexpected,
} from "./parser";
import { atItemWord, brokeLine, looksLikeMember, skipMember } from "./recovery";

/** A place between two items. */
export interface Stop extends Stand {
  /** How many items, and how many problems of the parser, there are so far. */
  readonly items: number;
  readonly problems: number;
}

/** The items from here on, and each place between two of them. Ends early where `until` says that the rest is known. */
export function parseItems(p: Parser, until: (stop: Stop) => boolean = () => false): { readonly items: Item[]; readonly stops: Stop[] } {
  const items: Item[] = [];
  const stops: Stop[] = [];
  const known = p.problems.list.length;
  for (skipNewlines(p); ; skipNewlines(p)) {
    const { at, previous, seen, reported, toldDepth } = p;
    const stop = { at, previous, seen, reported, toldDepth, items: items.length, problems: p.problems.list.length - known };
    stops.push(stop);
    if (p.kind === TokenKind.EndOfFile || until(stop)) return { items, stops };
    const found = item(p);
    if (found) {
      items.push(found);
      endItem(p, found, { broken: p.reported !== reported });
    }
  }
}

function item(p: Parser): Item | undefined {
  if (p.kind !== TokenKind.Name) return stray(p);
  p.operators = 0;
  const documentation = documentationOf(p, p.at);
  if (atWord(p, "import")) return importItem(p);
  if (atWord(p, "let")) return letItem(p, documentation);
  if (nextKind(p) === TokenKind.Equals) return letWithoutWord(p, documentation);
  if (atWord(p, "expect")) return expectation(p, documentation);
  return declaration(p, documentation);
}

/** Something that begins no item. Of a closing brace too many, what follows is still good. */
function stray(p: Parser): undefined {
  unexpected(p);
  if (p.kind === TokenKind.CloseBrace || p.kind === TokenKind.Comma) advance(p);
  else skipMember(p);
  return undefined;
}

/** Items end with their line; only behind a closing brace may another one begin. */
function endItem(p: Parser, ended: Item, { broken }: { readonly broken: boolean }): void {
  if (p.kind === TokenKind.Newline || p.kind === TokenKind.EndOfFile || brokeLine(p)) return;
  if (p.kind === TokenKind.Name && ended.kind === "declaration" && ended.block.closed) return;
  if (broken) skipMember(p);
  else if (atItemWord(p) && looksLikeMember(p, p.at)) expected(p, "a new line");
  else stray(p);
}

function importItem(p: Parser): Import {
  const from = start(p);
  advance(p);
  const path = stringLiteral(p, "the file to import, in quotes");
  return { kind: "import", start: from, end: previousEnd(p), path };
}

function letItem(p: Parser, documentation: string | undefined): Let {
  const from = start(p);
  advance(p);
  const name = nameOr(p, "a name");
  return letValue(p, from, name, documentation);
}

/** `x = 3` at the top of a file is a let without its word. */
function letWithoutWord(p: Parser, documentation: string | undefined): Let {
  const from = start(p);
  expected(p, "let", from);
  return letValue(p, from, takeName(p), documentation);
}

function letValue(p: Parser, from: number, name: Name, documentation: string | undefined): Let {
  if (p.kind !== TokenKind.Equals) {
    expected(p, "=");
    return { kind: "let", start: from, end: previousEnd(p), name, value: missingExpression(p), documentation };
  }
  advance(p);
  const value = expression(p);
  return { kind: "let", start: from, end: previousEnd(p), name, value, documentation };
}

function declaration(p: Parser, documentation: string | undefined): Declaration {
  const keyword = takeName(p);
  const name = nameOr(p, `a name for the ${keyword.text}`);
  const base = p.kind === TokenKind.Colon ? baseOf(p, keyword) : undefined;
  const from = base === undefined && atWord(p, "from") ? fromFile(p) : undefined;
  const block = blockOf(p, () => (name.missing ? keyword.text : `${keyword.text} ${name.text}`));
  const end = Math.max(block.end, previousEnd(p));
  return { kind: "declaration", start: keyword.start, end, keyword, name, base, from, block, documentation };
}

function baseOf(p: Parser, keyword: Name): Name {
  advance(p);
  return nameOr(p, `the ${keyword.text} to derive from`);
}

function fromFile(p: Parser): Declaration["from"] {
  advance(p);
  return stringLiteral(p, "a file, in quotes");
}
