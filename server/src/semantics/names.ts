/** Who is called what: own names before imports before the catalog. */

import { finding, type Fix } from "../language/diagnostics";
import type { DeclarationKind } from "../language/schema";
import type { Name } from "../syntax";
import { placeOf, type Meaning, type Report, type Source, DraftMention } from "./draft";
import { didYouMean, nearest, replacements } from "./suggest";

/** What `name` means in `source`. */
export function lookup(source: Source, name: string): Meaning | undefined {
  const own = source.names.get(name);
  if (own) return own;
  for (const imported of source.reach) {
    const meaning = imported.names.get(name);
    if (meaning) return meaning;
  }
  return source.outer.get(name);
}

/** Names in `source` that mean something that `fits`. */
export function* candidates(source: Source, fits: (meaning: Meaning) => boolean): Generator<string> {
  for (const names of [source.names, ...source.reach.map((imported) => imported.names), source.outer]) {
    for (const [name, meaning] of names) if (fits(meaning)) yield name;
  }
}

export function ofKinds(kinds: readonly DeclarationKind[]): (meaning: Meaning) => boolean {
  return (meaning) => meaning.type === "declaration" && kinds.includes(meaning.kind);
}

/** Candidates for a word of `source`, as long as suggesting is worth the time. */
export function suggestionsFor(source: Source, word: string, among: Iterable<string>): string[] {
  if (source.suggestionsLeft <= 0) return [];
  source.suggestionsLeft--;
  return nearest(word, among);
}

/** The sentence and the fixes for an unknown word. */
export function suggest(source: Source, name: Name, among: Iterable<string>) {
  const near = suggestionsFor(source, name.text, among);
  return { nearest: didYouMean(near), more: { fixes: replacements(placeOf(source, name), near) } };
}

/** Says that nothing is called `name`. `further`: what mends it beside a name that was meant. */
export function reportUnknownName(
  source: Source,
  name: Name,
  report: Report,
  fits: (meaning: Meaning) => boolean,
  further: readonly Fix[] = [],
): void {
  const { nearest: sentence, more } = suggest(source, name, candidates(source, fits));
  const fixes = [...more.fixes, ...further];
  report(finding("unknown-name", placeOf(source, name), { name: name.text, nearest: sentence }, { fixes }));
}

/** Remembers that the word at `name` means `meaning`. */
export function mention(source: Source, name: Name, meaning: Meaning): void {
  source.mentions.push(new DraftMention(placeOf(source, name), meaning.place, meaning));
}
