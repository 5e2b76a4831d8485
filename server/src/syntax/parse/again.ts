/** Parsing a text that is another one but for an edit: only the items that the edit touches are parsed again, the others move. */

import { collectProblems, problemLimit } from "../problems";
import { movedProblem, scanAgain, type Scanned, type Unchanged } from "../scan/again";
import type { Tokens } from "../scan/tokens";
import type { Item, SyntaxProblem } from "../tree";
import { parseItems, type Stop } from "./items";
import { movedItem } from "./moved";
import { createParser, type Parser, resume } from "./parser";

/** What is known of a text whose braces add up. */
export interface Known {
  readonly scanned: Scanned;
  readonly items: readonly Item[];
  readonly stops: readonly Stop[];
  /** The parser's, in its order. */
  readonly problems: readonly SyntaxProblem[];
}

/** As parsing anew has it; undefined where that is needed, as what is wrong with the text decides how the rest is read. */
export function parseAgain(text: string, { scanned, items, stops, problems }: Known): Known | undefined {
  const found = collectProblems();
  const { tokens, ...unchanged } = scanAgain(text, found, scanned);
  const before = stops.findLastIndex(({ seen }) => seen < unchanged.before);
  const from = stops[before];
  const p = parserAt(text, tokens, found.list, from);
  const meets = meetingOf(stops, unchanged);
  const anew = parseItems(p, (stop) => meets(stop) !== undefined);
  const last = anew.stops.at(-1);
  const behind = last && meets(last);

  const start = { items: from?.items ?? 0, problems: from?.problems ?? 0 };
  const own = p.problems.list.slice(found.list.length);
  const end = behind ?? { items: items.length, problems: problems.length };
  const all: Known = {
    scanned: { text, tokens, problems: found.list },
    items: [...items.slice(0, start.items), ...anew.items, ...items.slice(end.items).map((item) => movedItem(item, unchanged.shift))],
    problems: [
      ...problems.slice(0, start.problems),
      ...own,
      ...problems.slice(end.problems).map((problem) => movedProblem(problem, unchanged.shift)),
    ],
    stops: [
      ...stops.slice(0, Math.max(before, 0)),
      ...anew.stops.map((stop) => ({ ...stop, items: stop.items + start.items, problems: stop.problems + start.problems })),
      ...(behind && last ? stopsBehind(stops, behind, last, start, unchanged) : []),
    ],
  };
  return isSound(all) ? all : undefined;
}

function parserAt(text: string, tokens: Tokens, scanned: readonly SyntaxProblem[], stop: Stop | undefined): Parser {
  const p = createParser(text, tokens, collectProblems(scanned), { trustsIndentation: false });
  if (stop) resume(p, stop);
  return p;
}

/** The stop of the last text that a stop of this one is: where the same tokens follow, and nothing that was before them matters. */
function meetingOf(stops: readonly Stop[], { behind, tokenShift }: Unchanged): (stop: Stop) => Stop | undefined {
  // What ended before the stop and the comments up to it are unchanged, too.
  const candidates = new Map(stops.filter(({ previous }) => previous >= behind).map((stop) => [stop.at, stop]));
  return (stop) => {
    const then = candidates.get(stop.at - tokenShift);
    if (then?.previous !== stop.previous - tokenShift || then.toldDepth !== stop.toldDepth) return undefined;
    const silent = stop.reported < stop.at && then.reported < then.at;
    return silent || then.reported === stop.reported - tokenShift ? then : undefined;
  };
}

/** The stops behind `behind`, which is `last` in this text. */
function stopsBehind(
  stops: readonly Stop[],
  behind: Stop,
  last: Stop,
  start: { readonly items: number; readonly problems: number },
  { tokenShift }: Unchanged,
): readonly Stop[] {
  const items = start.items + last.items - behind.items;
  const problems = start.problems + last.problems - behind.problems;
  return stops.slice(stops.indexOf(behind) + 1).map((stop) => ({
    at: stop.at + tokenShift,
    previous: stop.previous + tokenShift,
    seen: Math.max(last.seen, stop.seen + tokenShift),
    reported: stop.reported + tokenShift,
    toldDepth: stop.toldDepth,
    items: stop.items + items,
    problems: stop.problems + problems,
  }));
}

/** Whether nothing was left unsaid, and no brace is missing: then the indentation is to be asked. */
export function isSound({ scanned, problems }: Known): boolean {
  if (scanned.problems.length + problems.length >= problemLimit) return false;
  return !problems.some(({ key }) => key === "unclosed-block") && !scanned.problems.some(({ key }) => key === "unterminated-comment");
}
