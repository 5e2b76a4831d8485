/** Names, paths and scopes. */

import { TokenKind } from "../scan/tokens";
import type { Name, Path, ScopeClause } from "../tree";
import { advance, atWord, expected, missingName, type Parser, previousEnd, start, takeName } from "./parser";
import { brokeLine, endsBrackets } from "./recovery";

/** The name at hand, or a missing one: `what` is said to be missing then. */
export function nameOr(p: Parser, what: string): Name {
  if (p.kind === TokenKind.Name && !(p.brackets > 0 && endsBrackets(p))) return takeName(p);
  expected(p, what);
  return missingName(p);
}

/** `name.name per scope`. */
export function path(p: Parser, what: string): Path {
  const first = nameOr(p, what);
  const names = [first];
  while (p.kind === TokenKind.Dot) {
    advance(p);
    names.push(nameOr(p, "a name"));
  }
  const end = previousEnd(p);
  const scope = scopeClause(p);
  return { kind: "path", start: first.start, end: scope ? scope.end : Math.max(end, first.end), names, scope };
}

/** `per chip`, if it stands here on the same line. */
export function scopeClause(p: Parser): ScopeClause | undefined {
  if (!atWord(p, "per") || brokeLine(p)) return undefined;
  const from = start(p);
  advance(p);
  const name = nameOr(p, "a scope such as chip");
  return { kind: "scope", start: from, end: name.end, name };
}
