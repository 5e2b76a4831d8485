/** What stands between two neighbours on a line: one blank or nothing. */

import { isComment, kindOf, startOf, TokenKind, type Tokens } from "../scan/tokens";
import type { Item, Node } from "../tree";
import { walk } from "../walk";

/** Offsets of tokens whose meaning only the tree knows. */
export interface Roles {
  /** Minus signs in front of a value. */
  readonly signs: ReadonlySet<number>;
  /** Names of called functions. */
  readonly callees: ReadonlySet<number>;
  /** Slashes inside units. */
  readonly unitSlashes: ReadonlySet<number>;
}

export function rolesOf(items: readonly Item[]): Roles {
  const signs = new Set<number>();
  const callees = new Set<number>();
  const unitSlashes = new Set<number>();
  const visit = (node: Node) => {
    if (node.kind === "negation") signs.add(node.start);
    else if (node.kind === "call") callees.add(node.callee.start);
    else if (node.kind === "unit" && node.text.includes("/")) unitSlashes.add(node.start + node.text.indexOf("/"));
  };
  for (const item of items) walk(item, visit);
  return { signs, callees, unitSlashes };
}

/** The blank, or nothing, between the tokens `left` and `right`, neighbours but for blanks. */
export function gap(tokens: Tokens, roles: Roles, left: number, right: number): "" | " " {
  const leftKind = kindOf(tokens, left);
  const rightKind = kindOf(tokens, right);
  if (hugsLeft(rightKind) || leftKind === TokenKind.OpenParenthesis || leftKind === TokenKind.OpenBracket) return "";
  if (isComment(leftKind) || isComment(rightKind)) return " ";
  if (isDots(leftKind) || isDots(rightKind)) return "";
  const leftStart = startOf(tokens, left);
  if (roles.signs.has(leftStart) || roles.unitSlashes.has(leftStart) || roles.unitSlashes.has(startOf(tokens, right))) return "";
  if (rightKind === TokenKind.OpenParenthesis && roles.callees.has(leftStart)) return "";
  return rightKind === TokenKind.Percent ? "" : " ";
}

function hugsLeft(kind: TokenKind): boolean {
  return kind === TokenKind.Comma || kind === TokenKind.CloseParenthesis || kind === TokenKind.CloseBracket;
}

function isDots(kind: TokenKind): boolean {
  return kind === TokenKind.Dot || kind === TokenKind.DotDot;
}
