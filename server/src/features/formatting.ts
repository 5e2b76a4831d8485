/** Formatting of a document, of a range, and of what a typed character has finished. */

import { formatInPieces, type PieceLayout, type Span } from "../syntax";
import { overlaps, slice } from "./spans";

export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

interface Options {
  readonly tabSize: number;
}

/** The edits that format the text, none where nothing differs. They touch blanks alone, so that cursors stay where they are. */
export function formatting(text: string, options: Options): readonly Replacement[] {
  const formatted = formatInPieces(text, options);
  if (!formatted) return [];
  const { mark, lineBreak, pieces } = formatted;
  const found: Replacement[] = [];
  const between = (start: number, end: number, wanted: string) => {
    if (text.slice(start, end) !== wanted) found.push({ span: { start, end }, text: wanted });
  };
  let behind = mark.length;
  for (const { span, layout } of pieces) {
    between(behind, span.start, behind === mark.length ? "" : lineBreak + lineBreak);
    for (const each of differencesIn(layout, slice(text, span), lineBreak))
      found.push({ span: { start: each.span.start + span.start, end: each.span.end + span.start }, text: each.text });
    behind = span.end;
  }
  between(behind, text.length, pieces.length > 0 ? lineBreak : "");
  return found;
}

const differences = new WeakMap<PieceLayout, readonly Replacement[]>();

/** The edits within the piece that is `written` so; their places count from its beginning. */
function differencesIn(layout: PieceLayout, written: string, lineBreak: string): readonly Replacement[] {
  const known = differences.get(layout);
  if (known) return known;
  const formatted = layout.formatted.slice(0, -lineBreak.length);
  const whole = { span: { start: 0, end: written.length }, text: formatted };
  const made = written === formatted ? [] : (blanksThatDiffer(written, formatted) ?? [whole]);
  differences.set(layout, made);
  return made;
}

/** The edits of whole lines that the range touches. */
export function rangeFormatting(text: string, range: Span, options: Options): readonly Replacement[] {
  const start = lineStart(text, range.start);
  const last = range.end > range.start && text[range.end - 1] === "\n" ? range.end - 1 : range.end;
  return formatting(text, options).filter(({ span }) => overlaps(span, { start, end: lineEnd(text, last) }));
}

/**
 * What a character finishes: a line break the lines above it (those that line up with the last of them), a brace its block.
 * Never the line that the cursor is on after a line break: there the user goes on.
 */
export function typedFormatting(text: string, offset: number, character: string, options: Options): readonly Replacement[] {
  if (character === "}") return rangeFormatting(text, { start: openingOf(text, offset - 1), end: offset }, options);
  const end = lineStart(text, offset) - 1;
  if (end < 0) return [];
  const gap = text.lastIndexOf("\n\n", end - 1);
  const start = gap < 0 ? 0 : gap + 2;
  return formatting(text, options).filter(({ span }) => start <= span.start && span.end <= end);
}

/** Runs of blanks in which the texts differ; undefined when they differ in more than that. */
function blanksThatDiffer(text: string, formatted: string): readonly Replacement[] | undefined {
  const found: Replacement[] = [];
  let there = 0;
  for (let here = 0; here < text.length || there < formatted.length; ) {
    const end = endOfBlanks(text, here);
    const wanted = formatted.slice(there, endOfBlanks(formatted, there));
    if (text.slice(here, end) !== wanted) found.push({ span: { start: here, end }, text: wanted });
    there += wanted.length;
    if (text[end] !== formatted[there]) return undefined;
    here = end + 1;
    there++;
  }
  return found;
}

function endOfBlanks(text: string, from: number): number {
  let end = from;
  while (end < text.length && isBlank(text, end)) end++;
  return end;
}

/** As /\s/ has it; most characters need not be asked. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 0x20 || code >= 0xa0 ? /\s/.test(text.charAt(at)) : false;
}

/** Where the block begins that the brace at `closing` ends. */
function openingOf(text: string, closing: number): number {
  let depth = 0;
  for (let index = closing; index >= 0; index--) {
    if (text[index] === "}") depth++;
    if (text[index] === "{" && --depth === 0) return index;
  }
  return closing;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}
