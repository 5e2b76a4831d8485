/**
 * What an edit has left as it was. A declaration whose text is the same, and with it the text of all that it names, has the values that it
 * had; only the places have moved. Where that is not certain, the declaration is resolved like a new one.
 */

import type { Place } from "../language/diagnostics";
import { changesIn } from "./changes";
import type { Draft, Meaning, Source } from "./draft";
import { alike, itemFinder, type Named } from "./items";
import { lookup } from "./names";
import { deepestEvaluation, longestTrail, type Trail } from "./trail";

/** One resolution, as the next one may use it. */
export interface Resolution {
  readonly sources: readonly Source[];
  readonly trail: Trail;
}

export interface Reuse {
  /** The declaration of the last text whose values this one takes over. */
  readonly former: (draft: Draft) => Draft | undefined;
  /** What a meaning of the last text is now; undefined where it has changed. */
  readonly successor: (meaning: Meaning) => Meaning | undefined;
  /** Where a place of the last text is now; undefined where its text has changed. */
  readonly place: (place: Place) => Place | undefined;
  /** The item of the last text that a place of it stands in. */
  readonly itemAt: (place: Place) => Named | undefined;
}

/** What of `last` still holds in `now`; undefined where that is not worth looking for. */
export function reuseOf(now: Resolution, last: Resolution): Reuse | undefined {
  now.trail.nested = Math.max(now.trail.nested, last.trail.nested);
  if (!last.sources.every(isOrdinary) || now.trail.nested * longestTrail > deepestEvaluation) return undefined;
  const before = new Map(last.sources.map((source) => [source.uri, source]));
  const successors = new Map<Meaning, Named>();
  const formers = new Map<Meaning, Named>();
  for (const source of now.sources) {
    const old = before.get(source.uri);
    if (!old || !isReadAlike(old, source)) continue;
    alike(old, source, (then, item) => {
      successors.set(then, item);
      formers.set(item, then);
    });
  }
  const isChanged = changesIn(now.sources, before, successors);
  if (!isChanged) return undefined;
  const faulty = new Set(last.sources.flatMap(faultyIn));
  const shaken = new Set([
    ...now.sources.flatMap((source) => basesOf(source, isChanged)),
    ...last.sources
      .flatMap((source) => basesOf(source, (draft) => isChanged(successors.get(draft) ?? draft)))
      .map((base) => successors.get(base)),
  ]);
  const known = new Map<Draft, Draft | undefined>();
  const former = (draft: Draft): Draft | undefined => {
    // Set first: in a circle of bases nothing stands.
    if (!known.has(draft)) known.set(draft, undefined).set(draft, find(draft));
    return known.get(draft);
  };
  const find = (draft: Draft): Draft | undefined => {
    const found = formers.get(draft);
    if (found?.type !== "declaration" || isChanged(draft) || faulty.has(found) || shaken.has(draft)) return undefined;
    const { base, block } = draft.node;
    if (!block.closed) return undefined;
    const meaning = base && lookup(draft.source, base.text);
    const own = meaning?.type === "declaration" && now.sources.includes(meaning.source);
    return !own || former(meaning) ? found : undefined;
  };
  const itemAt = itemFinder(last.sources);
  return {
    former,
    itemAt,
    successor: (meaning) => (meaning.type === "broken" || before.has(meaning.source.uri) ? successors.get(meaning) : meaning),
    place(place) {
      if (!before.has(place.uri)) return place;
      const item = itemAt(place);
      const successor = item && successors.get(item);
      if (!successor) return undefined;
      const shift = successor.node.start - item.node.start;
      return shift === 0 ? place : { uri: place.uri, start: place.start + shift, end: place.end + shift };
    },
  };
}

/** Circles and limits are told at one of several places, by whoever comes first: then nothing is taken over. */
function isOrdinary({ uri, findings, settled, suggestionsLeft }: Source): boolean {
  const shared = ["let-cycle", "base-cycle", "too-many-steps", "import-cycle"];
  return suggestionsLeft >= 100 && findings.slice(0, settled).every(({ key, place }) => place.uri === uri && !shared.includes(key));
}

function isReadAlike(old: Source, now: Source): boolean {
  const same = old.reach.length === now.reach.length && old.reach.every(({ uri }, index) => uri === now.reach[index]?.uri);
  return same && old.parsed.byIndentation === now.parsed.byIndentation;
}

/** Declarations in which something was found. Who hides a name of the catalog is told whenever a file is read. */
function faultyIn(source: Source): readonly Draft[] {
  const faults = source.findings.slice(0, source.settled).filter(({ key }) => key !== "hides-catalog");
  if (faults.length === 0) return [];
  return source.declarations.filter(({ node }) => faults.some(({ place }) => node.start <= place.start && place.start <= node.end));
}

/**
 * What the changed declarations of a file are derived from. They look at the values of their base in their own way, and what they find
 * there is noted at the base: it is resolved again with them.
 */
function basesOf(source: Source, isChanged: (draft: Draft) => boolean): readonly Meaning[] {
  return source.declarations.flatMap((draft) => {
    const { base } = draft.node;
    const meaning = base && isChanged(draft) ? lookup(source, base.text) : undefined;
    return meaning ? [meaning] : [];
  });
}
