/** Which declarations can be computed: those without an error in them or in anything that they depend on. */

import type { Finding } from "../language/diagnostics";
import type { Span } from "../syntax";
import type { Draft, LetDraft, Meaning, Source } from "./draft";

/** Marks the drafts of `sources` whose figures mean nothing. */
export function markUnsound(sources: readonly Source[]): void {
  const users = new Map<Meaning, Meaning[]>();
  const bad: Meaning[] = [];
  for (const source of sources) {
    const inError = errorSearch(source.findings);
    for (const meaning of [...source.declarations, ...source.lets]) {
      if (inError(meaning)) bad.push(meaning);
      for (const dependency of meaning.dependencies) {
        if (dependency.type === "broken" || isUnsound(dependency)) bad.push(meaning);
        const known = users.get(dependency);
        if (known) known.push(meaning);
        else users.set(dependency, [meaning]);
      }
    }
  }
  const seen = new Set<Meaning>();
  for (let next = bad.pop(); next; next = bad.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.type === "declaration") next.sound = false;
    for (const user of users.get(next) ?? []) bad.push(user);
  }
}

function isUnsound(meaning: Draft | LetDraft): boolean {
  return meaning.type === "declaration" && !meaning.sound;
}

/** Tells whether an error stands in a node. One inside of an `expect` is no reason not to compute the plan. */
function errorSearch(findings: readonly Finding[]): (meaning: Draft | LetDraft) => boolean {
  const errors = findings
    .filter(({ severity }) => severity === "error")
    .map(({ place }) => place)
    .sort((left, right) => left.start - right.start);
  return ({ node }) => {
    const isExpected = ({ start, end }: Span) =>
      node.kind === "declaration" &&
      node.block.members.some((member) => member.kind === "expect" && start >= member.start && end <= member.end);
    for (let index = firstFrom(errors, node.start); index < errors.length; index++) {
      const error = errors[index];
      if (!error || error.start > node.end) return false;
      if (!isExpected(error)) return true;
    }
    return false;
  };
}

/** Index of the first place at or after `start`, by bisection. */
function firstFrom(places: readonly { readonly start: number }[], start: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
