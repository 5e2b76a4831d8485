/** What can be folded away: blocks, and runs of comment lines. */

import type { Analysis } from "../analysis/types";
import type { Block, Span } from "../syntax";

export interface Fold {
  readonly kind: "block" | "comment";
  readonly span: Span;
}

export function folding(analysis: Analysis): readonly Fold[] {
  const blocks = analysis.program.document.items.flatMap((item) => (item.kind === "declaration" ? foldsOf(item.block, analysis.text) : []));
  return [...blocks, ...commentRuns(analysis.text)];
}

/** The block and those inside it, as far as they span several lines. The line of the closing brace stays visible. */
function foldsOf(block: Block, text: string): Fold[] {
  const inner = block.members.flatMap((member) => (member.kind === "subblock" ? foldsOf(member.block, text) : []));
  const lastLine = text.lastIndexOf("\n", block.end - 1);
  if (lastLine <= block.start || !block.closed) return inner;
  return [{ kind: "block", span: { start: block.start, end: lastLine } }, ...inner];
}

/** Two or more lines one after the other that hold nothing but a comment. */
function commentRuns(text: string): Fold[] {
  const runs = text.matchAll(/^[^\S\n]*\/\/[^\n]*(?:\n[^\S\n]*\/\/[^\n]*)+/gm);
  return [...runs].map((run) => ({ kind: "comment", span: { start: run.index, end: run.index + run[0].length } }));
}
