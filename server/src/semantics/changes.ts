/** Which items mean something else than in the last text: those that are new or spelled anew, and those that name such a one. */

import type { Meaning, Source } from "./draft";
import { itemsOf, type Named, type Pairs, textOf } from "./items";

/** With more changed names than this it is quicker to resolve everything than to look for what has stayed. */
const mostChanges = 100;

/** Tells whether an item of `sources` may mean something else than before; undefined where too much has changed. */
export function changesIn(
  sources: readonly Source[],
  before: ReadonlyMap<string, Source>,
  successors: Pairs,
): ((item: Named) => boolean) | undefined {
  const spelledAlike = new Set(successors.values());
  const affected = new Set<Named>();
  const waiting = sources.flatMap((source) => changedNames(source, before.get(source.uri), successors).map((name) => ({ source, name })));
  const items = sources.map((source) => ({ source, own: itemsOf(source) }));
  let changes = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (++changes > mostChanges) return undefined;
    const { source: origin, name } = next;
    for (const { source, own } of items) {
      if (source !== origin && !source.reach.includes(origin)) continue;
      for (const item of own) {
        if (affected.has(item) || !spelledAlike.has(item) || !holdsWord(textOf(item), name)) continue;
        affected.add(item);
        if (source.names.get(item.name) === item) waiting.push({ source, name: item.name });
      }
    }
  }
  return (item) => affected.has(item) || !spelledAlike.has(item);
}

/** Names that are declared, or were, and not by items that are spelled alike. */
function changedNames({ names }: Source, old: Source | undefined, successors: Pairs): readonly string[] {
  const then = old?.names ?? new Map<string, Meaning>();
  return [...new Set([...then.keys(), ...names.keys()])].filter((name) => {
    const [former, now] = [then.get(name), names.get(name)];
    return !former || !now || successors.get(former) !== now;
  });
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isNamePart(text.charCodeAt(at - 1)) && !isNamePart(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** Beyond either end of the text the code is no number, and no part of a name. */
function isNamePart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}
