/** Selection ranges: what "expand selection" takes in, from the word under the cursor to the whole file. */

import type { Analysis } from "../analysis/types";
import { type Node, nodeAt, type Span } from "../syntax";
import { spanOf } from "./spans";

/** Spans around `offset`, the smallest first, each larger than the one before. */
export function selections(analysis: Analysis, offset: number): readonly Span[] {
  const { document } = analysis.program;
  const around = nodeAt(document, offset).slice(1).toReversed().flatMap(spansOf);
  const whole = { start: 0, end: analysis.text.length };
  return [...around, whole].filter((span, index, all) => {
    const inner = all[index - 1];
    return !inner || span.start < inner.start || inner.end < span.end;
  });
}

/** A block is first what stands between its braces; a quantity first its number. */
function spansOf(node: Node): Span[] {
  const span = spanOf(node);
  if (node.kind === "block" && node.closed) return [{ start: node.start + 1, end: node.end - 1 }, span];
  return [span];
}
