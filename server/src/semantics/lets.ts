/** Evaluates lets after those that they need, so that a chain of ten thousand waits for nobody. */

import { childrenOf, type Node } from "../syntax";
import type { LetDraft } from "./draft";
import { lookup } from "./names";

export function evaluateLets(lets: readonly LetDraft[]): void {
  const entered = new Set<LetDraft>();
  const open = new Set<LetDraft>();
  for (const start of lets) {
    const stack: { readonly draft: LetDraft; readonly needs: LetDraft[] }[] = [];
    const enter = (draft: LetDraft) => {
      entered.add(draft);
      open.add(draft);
      stack.push({ draft, needs: letsIn(draft) });
    };
    if (!entered.has(start)) enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.needs.pop();
      if (!next) {
        stack.pop();
        open.delete(top.draft);
        top.draft.cell();
      } else if (!entered.has(next)) {
        enter(next);
      } else if (open.has(next)) {
        // A circle: it is entered, and reported, where it was met first.
        next.cell();
      }
    }
  }
}

/** The lets that the expression names. */
function letsIn({ source, node }: LetDraft): LetDraft[] {
  const found: LetDraft[] = [];
  const waiting: Node[] = [node.value];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === "path") {
      const meaning = lookup(source, next.names[0]?.text ?? "");
      if (meaning?.type === "let") found.push(meaning);
      continue;
    }
    for (const child of childrenOf(next)) waiting.push(child);
  }
  return found;
}
