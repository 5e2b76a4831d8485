/** Scanning a text that is another one but for an edit: only what the edit touches is cut into tokens again. */

import type { Problems } from "../problems";
import type { SyntaxProblem } from "../tree";
import { lookahead, nextToken, type Scanner } from "./scanner";
import { startOf, TokenKind, tokenAt, type Tokens } from "./tokens";

export interface Scanned {
  readonly text: string;
  readonly tokens: Tokens;
  readonly problems: readonly SyntaxProblem[];
}

/** How the tokens of a text are those of an earlier one. */
export interface Unchanged {
  /** So many tokens at the beginning are the same. */
  readonly before: number;
  /** From this token of the earlier text on they are the same, so many tokens and characters further on. */
  readonly behind: number;
  readonly tokenShift: number;
  readonly shift: number;
}

/** The tokens of `text`, as `scan` has them, and which of those of `last` they are. */
export function scanAgain(text: string, problems: Problems, last: Scanned): Unchanged & { readonly tokens: Tokens } {
  const shift = text.length - last.text.length;
  const head = commonHead(text, last.text);
  const tail = commonTail(text, last.text, head);
  // Tokens that end at or before what is surely the same.
  const before = tokenAt(last, Math.max(0, head - lookahead)).index;
  const from = startOf(last.tokens, before);
  const scanner: Scanner = { text, problems, at: from, kind: TokenKind.EndOfFile };
  for (const problem of last.problems) if (problem.span.start < from) problems.report(problem);
  const kinds: TokenKind[] = [];
  const starts: number[] = [];
  let behind = before;
  for (;;) {
    while (behind < last.tokens.count && startOf(last.tokens, behind) + shift < scanner.at) behind++;
    // No token remembers what stands before it: from where one begins at the same place on, all of them do.
    if (scanner.at >= text.length - tail && startOf(last.tokens, behind) + shift === scanner.at) break;
    starts.push(scanner.at);
    nextToken(scanner);
    kinds.push(scanner.kind);
  }
  const same = startOf(last.tokens, behind);
  for (const problem of last.problems) if (problem.span.start >= same) problems.report(movedProblem(problem, shift));
  const tokens = spliced(last.tokens, { before, behind, kinds, starts, shift });
  return { tokens, before, behind, tokenShift: tokens.count - last.tokens.count, shift };
}

export function movedProblem(problem: SyntaxProblem, shift: number): SyntaxProblem {
  if (shift === 0) return problem;
  return { ...problem, span: { start: problem.span.start + shift, end: problem.span.end + shift } };
}

interface Splice {
  readonly before: number;
  readonly behind: number;
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  readonly shift: number;
}

function spliced(last: Tokens, { before, behind, kinds, starts, shift }: Splice): Tokens {
  const count = before + kinds.length + last.count - behind;
  const all = { count, kinds: new Uint8Array(count + 1), starts: new Uint32Array(count + 2) };
  const rest = before + kinds.length;
  all.kinds.set(last.kinds.subarray(0, before));
  all.kinds.set(kinds, before);
  all.kinds.set(last.kinds.subarray(behind), rest);
  all.starts.set(last.starts.subarray(0, before));
  all.starts.set(starts, before);
  all.starts.set(last.starts.subarray(behind), rest);
  if (shift !== 0) for (let index = rest; index < all.starts.length; index++) all.starts[index] = startOf(all, index) + shift;
  return all;
}

/** Texts are compared in blocks, and only the first blocks that differ character by character. */
const block = 1024;

function commonHead(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head + block <= most && left.slice(head, head + block) === right.slice(head, head + block)) head += block;
  while (head < most && left.charCodeAt(head) === right.charCodeAt(head)) head++;
  return head;
}

function commonTail(left: string, right: string, head: number): number {
  const most = Math.min(left.length, right.length) - head;
  const [one, other] = [left.length, right.length];
  let tail = 0;
  while (tail + block <= most && left.slice(one - tail - block, one - tail) === right.slice(other - tail - block, other - tail))
    tail += block;
  while (tail < most && left.charCodeAt(one - 1 - tail) === right.charCodeAt(other - 1 - tail)) tail++;
  return tail;
}
