/** `3.2 TB/s per chip`: a number, its unit and its scope. */

import { detached } from "../detached";
import { numberValue } from "../scan/literals";
import { endOf, startOf, textOf, TokenKind } from "../scan/tokens";
import type { Expression, UnitName } from "../tree";
import { scopeClause } from "./names";
import { advance, following, isWord, kindAt, mayReport, moveTo, nextKind, type Parser, span } from "./parser";
import { brokeLine } from "./recovery";

/** Words that follow a number without being its unit. */
const notUnits = ["per", "step", "doubling", "within"];

/** Words for thousands and more that people write before a unit. */
const multiples = ["k", "K", "M", "B", "T"];

/** The quantity that begins with the number at hand. A number that is none has been told, and is missing in the tree. */
export function quantity(p: Parser): Expression {
  const number = span(p);
  const written = textOf(p.text, p.tokens, p.at);
  const value = numberValue(written);
  if (value === undefined && mayReport(p)) p.problems.report({ key: "invalid-number", span: number, values: { text: written } });
  advance(p);
  const unit = unitName(p);
  const scope = scopeClause(p);
  const end = scope?.end ?? unit?.end ?? number.end;
  if (value === undefined) return { kind: "missing", start: number.start, end };
  return { kind: "quantity", start: number.start, end, number, value, unit, scope };
}

/** The unit at hand, if one stands there: a name or `%` on the line of the number. */
function unitName(p: Parser): UnitName | undefined {
  if (p.kind === TokenKind.Percent) {
    const at = span(p);
    advance(p);
    return { kind: "unit", start: at.start, end: at.end, text: "%" };
  }
  if (p.kind !== TokenKind.Name || notUnits.some((word) => isWord(p, p.at, word)) || brokeLine(p) || beginsMember(p)) return undefined;
  const first = p.at;
  const head = unitBehindMultiple(p, first) ?? first;
  const last = slashFollows(p, head) ? head + 2 : head;
  p.previous = last;
  moveTo(p, last + 1);
  const start = startOf(p.tokens, first);
  const end = endOf(p.tokens, last);
  return { kind: "unit", start, end, text: detached(p.text.slice(start, end)) };
}

/** `32k tokens`: no unit has two words, but whoever writes so means one, and is told once. */
function unitBehindMultiple(p: Parser, index: number): number | undefined {
  if (!multiples.some((word) => isWord(p, index, word))) return undefined;
  const next = following(p, index);
  if (kindAt(p, next) !== TokenKind.Name || notUnits.some((word) => isWord(p, next, word))) return undefined;
  const behind = kindAt(p, following(p, next));
  return behind === TokenKind.Equals || behind === TokenKind.OpenBrace ? undefined : next;
}

/** `TB/s` without blanks is one unit; with blanks the slash divides. */
function slashFollows(p: Parser, index: number): boolean {
  return kindAt(p, index + 1) === TokenKind.Slash && kindAt(p, index + 2) === TokenKind.Name;
}

/** In `a = 3 b = 4` the comma is missing; `b` is no unit. */
function beginsMember(p: Parser): boolean {
  const next = nextKind(p);
  return next === TokenKind.Equals || next === TokenKind.OpenBrace;
}
