/** Did you mean …? Nearest candidates by edit distance, as a sentence and as a quick fix. */

import { type Fix, fix, type Place } from "../language/diagnostics";
import { either, type Filling, phrase } from "../language/phrase";

/** Longer words are not worth comparing: nobody mistypes them by accident. */
const longestWord = 60;
/** A name of which so much was written is probably meant, however long its rest is. */
const shortestBeginning = 4;
/** Further than one slip, nearer than two. */
const asNearAsBeginning = 1.5;
/** A file that declares more names than this gets suggestions from the first ones only. */
const mostCandidates = 2000;

/** At most two candidates that `word` may have meant, nearest first. */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  if (word === "" || word.length > longestWord) return [];
  const lower = word.toLowerCase();
  const limit = Math.max(1, Math.floor(word.length * 0.45));
  const near = new Map<string, number>();
  let seen = 0;
  for (const candidate of candidates) {
    if (++seen > mostCandidates) break;
    if (candidate === word) continue;
    const begins = word.length >= shortestBeginning && candidate.toLowerCase().startsWith(lower);
    const added = Math.abs(candidate.length - word.length);
    if (begins) near.set(candidate, Math.min(added, asNearAsBeginning));
    if (begins || added > limit) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance <= limit) near.set(candidate, distance);
  }
  const sorted = [...near].sort(([, left], [, right]) => left - right);
  const best = sorted[0]?.[1] ?? 0;
  return sorted
    .filter(([, distance]) => distance <= best + 1)
    .slice(0, 2)
    .map(([candidate]) => candidate);
}

/** Empty, or " Did you mean X or Y?". */
export function didYouMean(candidates: readonly string[]): Filling {
  return candidates.length === 0 ? "" : phrase` Did you mean ${either(candidates)}?`;
}

/** Quick fixes that write a candidate in place of the unknown word. */
export function replacements(place: Place, candidates: readonly string[]): Fix[] {
  return candidates.map((text) => fix(phrase`Change to ${text}`, [{ place, text }]));
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let best = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) best = Math.min(best, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
