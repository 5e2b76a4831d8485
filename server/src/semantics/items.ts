/** The items of a text that have names, as the next text is compared with them. */

import type { Place } from "../language/diagnostics";
import { type Item, originOf } from "../syntax";
import type { Draft, LetDraft, Meaning, Source } from "./draft";

export type Named = Draft | LetDraft;

/** From an item of one text to the one that is spelled alike in the other. */
export type Pairs = ReadonlyMap<Meaning, Named>;

export function itemsOf({ declarations, lets }: Source): readonly Named[] {
  return [...declarations, ...lets];
}

/** Its text, with the blanks before it, which a fix would repeat. */
export function textOf({ source: { text }, node }: Named): string {
  let { start } = node;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  return text.slice(start, node.end);
}

/** Visits the items of both texts that say the same, in their order. */
export function alike(old: Source, now: Source, visit: (then: Named, item: Named) => void): void {
  const pair = (then: Named | undefined, item: Named) => {
    if (then?.type === item.type && !readsFile(item)) visit(then, item);
  };
  // What was not even parsed again; then what has the same text in another place.
  const waiting = new Map<Item, Named>();
  for (const item of itemsOf(old)) waiting.set(originOf(item.node), item);
  const others = itemsOf(now).filter((item) => {
    const origin = originOf(item.node);
    const then = waiting.get(origin);
    if (then) pair(then, item);
    waiting.delete(origin);
    return then === undefined;
  });
  if (others.length === 0) return;
  const byText = new Map<string, Named[]>();
  for (const item of waiting.values()) {
    const text = textOf(item);
    const same = byText.get(text);
    if (same) same.push(item);
    else byText.set(text, [item]);
  }
  for (const item of others) pair(byText.get(textOf(item))?.shift(), item);
}

/** What another file says may have changed though the text is the same. */
function readsFile(item: Named): boolean {
  if (item.type === "let") return false;
  const { kind, node } = item;
  if (node.from !== undefined) return true;
  return kind === "workload" && node.block.members.some((member) => member.kind === "property" && member.key.text === "trace");
}

/** Finds the item that a place of one of `sources` stands in. */
export function itemFinder(sources: Iterable<Source>): (place: Place) => Named | undefined {
  const items = new Map<string, readonly Named[]>();
  for (const source of sources)
    items.set(
      source.uri,
      [...itemsOf(source)].sort((left, right) => left.node.start - right.node.start),
    );
  // Places are asked for in the order of the text: most stand in the item of the one before.
  let recent: Named | undefined;
  return ({ uri, start, end }) => {
    if (recent?.source.uri !== uri || start < recent.node.start || start >= recent.node.end) {
      const own = items.get(uri) ?? [];
      recent = own[lastBefore(own, start)];
    }
    return recent && end <= recent.node.end ? recent : undefined;
  };
}

/** Index of the last item that begins at or before `start`, by bisection. */
function lastBefore(items: readonly Named[], start: number): number {
  let low = -1;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle]?.node.start ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  return low;
}
