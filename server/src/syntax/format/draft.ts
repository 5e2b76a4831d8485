/** A line while it is being filled. */

import { TokenKind } from "../scan/tokens";
import { hasLineBreak } from "./blocks";
import type { Line, LineRole } from "./lines";

export interface Draft {
  readonly indentation: number;
  /** Blocks that are open where it begins. */
  readonly depth: number;
  readonly spaced: boolean;
  code: string;
  comment: string;
  /** Kinds of its tokens, as far as its role depends on them: the first two. */
  readonly kinds: TokenKind[];
  keyWidth: number;
  onlyComments: boolean;
  /** Holds a block that is laid out on one line. */
  block: boolean;
  /** Holds several members. */
  several: boolean;
  /** Holds a part of a member: the rest stands on other lines. */
  partial: boolean;
}

export function newDraft(indentation: number, depth: number, { spaced, partial }: Pick<Draft, "spaced" | "partial">): Draft {
  const empty = { code: "", comment: "", kinds: [], keyWidth: 0, onlyComments: true, block: false, several: false };
  return { indentation, depth, spaced, partial, ...empty };
}

export function finished(draft: Draft): Line {
  const { indentation, code, comment, keyWidth, spaced } = draft;
  return { indentation, code, comment, keyWidth, spaced, role: roleOf(draft) };
}

function roleOf({ code, depth, kinds, onlyComments, block, several, partial }: Draft): LineRole {
  if (onlyComments) return "neutral";
  if (partial || depth === 0 || kinds[0] !== TokenKind.Name || hasLineBreak(code)) return "break";
  if (several) return "neutral";
  if (kinds[1] === TokenKind.Equals) return "property";
  return block ? "block" : "break";
}
