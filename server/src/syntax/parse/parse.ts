/** Text in, tree and problems out. Never throws, whatever the text. */

import { collectProblems } from "../problems";
import { scan } from "../scan/scanner";
import { TokenKind, type Tokens } from "../scan/tokens";
import type { Document, SyntaxProblem } from "../tree";
import { parseDocument } from "./items";
import { createParser } from "./parser";

export interface Parsed {
  readonly text: string;
  readonly document: Document;
  /** In the order of their places, the first two hundred. */
  readonly problems: readonly SyntaxProblem[];
  readonly tokens: Tokens;
  /** The braces do not add up, and the tree is what the indentation says. */
  readonly byIndentation: boolean;
}

/** Characters of the largest file that is read. */
export const sizeLimit = 20_000_000;

/** Larger texts are not typed by hand: who left out a brace is not worth a second tree in memory. */
const secondLookLimit = 1_000_000;

/** The text that was parsed last: the formatter and others ask for the one that has just been looked at. */
let latest: Parsed | undefined;

/** The tree of `text`, complete whatever the text lacks. */
export function parse(text: string): Parsed {
  if (latest?.text !== text) latest = parseAnew(text);
  return latest;
}

function parseAnew(text: string): Parsed {
  if (text.length > sizeLimit) return tooLarge(text);
  const scanned = collectProblems();
  const tokens = scan(text, scanned);
  const byBraces = parseTokens(text, tokens, scanned.list, { trustsIndentation: false });
  if (text.length > secondLookLimit || !byBraces.problems.some(({ key }) => key === "unclosed-block")) return byBraces;
  const byIndentation = parseTokens(text, tokens, scanned.list, { trustsIndentation: true });
  return byIndentation.problems.length <= byBraces.problems.length ? byIndentation : byBraces;
}

function parseTokens(
  text: string,
  tokens: Tokens,
  scanned: readonly SyntaxProblem[],
  options: { readonly trustsIndentation: boolean },
): Parsed {
  const problems = collectProblems(scanned);
  const document = parseDocument(createParser(text, tokens, problems, options));
  return {
    text,
    document,
    problems: problems.list.toSorted((a, b) => a.span.start - b.span.start),
    tokens,
    byIndentation: options.trustsIndentation,
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
  };
}

function characters(count: number): string {
  return `${(count / 1e6).toFixed(1)} million characters`;
}
