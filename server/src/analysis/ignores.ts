/**
 * `// cmx-ignore CMX702 reason`: takes the findings with that code off the next line. Several codes may stand in one comment, and several
 * comments above one line. The plan is what it is: an ignored overflow still makes it infeasible.
 */

import { diagnosticRows, type Finding, finding, type Fix, fix, type Place } from "../language/diagnostics";
import { type LineIndex, lineIndex, parse, textOf, TokenKind, kindOf, startOf } from "../syntax";
import { type Phrase, phrase } from "../language/phrase";

interface Ignore {
  readonly code: string;
  /** Of the code in the comment, or of the comment where it has none. */
  readonly place: Place;
  /** Counted from zero. */
  readonly line: number;
  readonly fix: Fix;
}

const beginning = /^\/\/[^\S\n]*cmx-ignore\b[:\s]*/;
const codes: ReadonlySet<string> = new Set(Object.values(diagnosticRows).map(({ code }) => code));

/** The findings without the ignored ones, and with one for each comment that ignores nothing. */
export function withoutIgnored(uri: string, text: string, findings: readonly Finding[]): Finding[] {
  if (!text.includes("cmx-ignore")) return [...findings];
  const lines = lineIndex(text);
  const ignores = ignoresIn(uri, text, lines);
  const used = new Set<Ignore>();
  const left = findings.filter(({ code, place }) => {
    if (place.uri !== uri) return true;
    const { line } = lines.positionAt(place.start);
    const matching = ignores.filter((ignore) => ignore.code === code && ignore.line === line);
    for (const ignore of matching) used.add(ignore);
    return matching.length === 0;
  });
  const unused = ignores.filter((ignore) => !used.has(ignore));
  return [
    ...left,
    ...unused.map((ignore) => finding("unused-ignore", ignore.place, { reason: reasonOf(ignore) }, { fixes: [ignore.fix] })),
  ];
}

function reasonOf({ code, line }: Ignore): Phrase {
  if (code === "") return phrase`it names no code, as in // cmx-ignore CMX702 reason`;
  return codes.has(code) ? phrase`line ${line + 1} has no ${code}` : phrase`there is no ${code}`;
}

function ignoresIn(uri: string, text: string, lines: LineIndex): readonly Ignore[] {
  const { tokens } = parse(text);
  const comments = Array.from({ length: tokens.count }, (_, index) => index)
    .filter((index) => kindOf(tokens, index) === TokenKind.LineComment && beginning.test(textOf(text, tokens, index)))
    .map((index) => ({ start: startOf(tokens, index), written: textOf(text, tokens, index).trimEnd() }));
  const alone = new Set(comments.filter(({ start }) => isAlone(text, start)).map(({ start }) => lines.positionAt(start).line));
  return comments.flatMap(({ start, written }) => {
    let line = lines.positionAt(start).line + 1;
    while (alone.has(line)) line++;
    return codesOf(written).map(({ code, at, end }, _, { length }): Ignore => {
      const whole = { uri, ...lineOf(text, start, start + written.length) };
      const word = { uri, start: start + at, end: start + endOfBlank(written, end) };
      const place = code === "" ? { uri, start, end: start + written.length } : { uri, start: start + at, end: start + end };
      return { code, line, place, fix: fix(phrase`Remove the comment`, [{ place: length > 1 ? word : whole, text: "" }]) };
    });
  });
}

function isAlone(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start).trim() === "";
}

/** The codes at the beginning of a comment; one without a name where there is none. */
function codesOf(comment: string): readonly { readonly code: string; readonly at: number; readonly end: number }[] {
  const found: { code: string; at: number; end: number }[] = [];
  const word = /(CMX\d+)\b[,\s]*/y;
  word.lastIndex = beginning.exec(comment)?.[0].length ?? 0;
  for (let match = word.exec(comment); match; match = word.exec(comment)) {
    const [, code = ""] = match;
    found.push({ code, at: match.index, end: match.index + code.length });
  }
  return found.length > 0 ? found : [{ code: "", at: 0, end: comment.length }];
}

function endOfBlank(comment: string, from: number): number {
  return from + (/^[,\s]*/.exec(comment.slice(from))?.[0].length ?? 0);
}

/** A comment with its line where it has that to itself, else with the blanks before it. */
function lineOf(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  if (!isAlone(text, start)) return { start: start - (/[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0), end };
  const next = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: next < 0 ? text.length : next + 1 };
}
