/** Text in, tree and problems out. Never throws, whatever the text. */

import { collectProblems } from "../problems";
import type { Scanned } from "../scan/again";
import { scan } from "../scan/scanner";
import { TokenKind, type Tokens } from "../scan/tokens";
import type { Document, SyntaxProblem } from "../tree";
import { isSound, type Known, parseAgain } from "./again";
import { parseItems } from "./items";
import { createParser } from "./parser";

export interface Parsed {
  readonly text: string;
  readonly document: Document;
  /** In the order of their places, the first two hundred. */
  readonly problems: readonly SyntaxProblem[];
  readonly tokens: Tokens;
  /** The braces do not add up, and the tree is what the indentation says. */
  readonly byIndentation: boolean;
  /** How it was parsed, as the next text may use it; undefined where what is wrong with it decides how the rest is read. */
  readonly known: Known | undefined;
}

/** Characters of the largest file that is read. */
export const sizeLimit = 20_000_000;

/** Larger texts are not typed by hand: who left out a brace is not worth a second tree in memory. */
const secondLookLimit = 1_000_000;

/** The text that was parsed last: the formatter and others ask for the one that has just been looked at. */
let latest: Parsed | undefined;

/** The tree of `text`, complete whatever the text lacks. */
export function parse(text: string): Parsed {
  return parseAfter(undefined, text);
}

/** As `parse`, and with the same result; what is as it was in `last` is not parsed again. */
export function parseAfter(last: Parsed | undefined, text: string): Parsed {
  const same = [last, latest].find((each) => each?.text === text);
  latest = same ?? again(last, text) ?? parseAnew(text);
  return latest;
}

function again(last: Parsed | undefined, text: string): Parsed | undefined {
  const now = last?.known && text.length <= sizeLimit ? parseAgain(text, last.known) : undefined;
  return now && parsed(now, { byIndentation: false, known: now });
}

function parseAnew(text: string): Parsed {
  if (text.length > sizeLimit) return tooLarge(text);
  const problems = collectProblems();
  const tokens = scan(text, problems);
  const scanned = { text, tokens, problems: problems.list };
  const byBraces = parseTokens(scanned, { trustsIndentation: false });
  const first = parsed(byBraces, { byIndentation: false, known: isSound(byBraces) ? byBraces : undefined });
  if (text.length > secondLookLimit || !byBraces.problems.some(({ key }) => key === "unclosed-block")) return first;
  const second = parsed(parseTokens(scanned, { trustsIndentation: true }), { byIndentation: true, known: undefined });
  return second.problems.length <= first.problems.length ? second : first;
}

function parseTokens(scanned: Scanned, options: { readonly trustsIndentation: boolean }): Known {
  const problems = collectProblems(scanned.problems);
  const { items, stops } = parseItems(createParser(scanned.text, scanned.tokens, problems, options));
  return { scanned, items, stops, problems: problems.list.slice(scanned.problems.length) };
}

function parsed(
  { scanned: { text, tokens, problems: first }, items, problems }: Known,
  { byIndentation, known }: Pick<Parsed, "byIndentation" | "known">,
): Parsed {
  return {
    text,
    document: { kind: "document", start: 0, end: text.length, items },
    problems: [...first, ...problems].sort((a, b) => a.span.start - b.span.start),
    tokens,
    byIndentation,
    known,
  };
}

function tooLarge(text: string): Parsed {
  return {
    text,
    document: { kind: "document", start: 0, end: text.length, items: [] },
    problems: [
      { key: "file-too-large", span: { start: 0, end: 0 }, values: { size: characters(text.length), limit: characters(sizeLimit) } },
    ],
    tokens: {
      count: 1,
      kinds: Uint8Array.of(TokenKind.Unknown, TokenKind.EndOfFile),
      starts: Uint32Array.of(0, text.length, text.length),
    },
    byIndentation: false,
    known: undefined,
  };
}

function characters(count: number): string {
  return `${(count / 1e6).toFixed(1)} million characters`;
}
