/** Semantic tokens in the protocol's form: five numbers for each, relative to the one before; after an edit only what differs. */

import type { SemanticTokensLegend } from "vscode-languageserver";
import { type SemanticToken, semanticTokens, tokenModifiers, tokenTypes } from "../features/tokens";
import type { LineIndex } from "../syntax";
import { createAbout, type Surroundings } from "./about";
import type { Analysed } from "./analyses";
import { keyOf } from "./uris";

export const tokenLegend: SemanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

interface Sent {
  readonly resultId: string;
  readonly data: readonly number[];
}

export function answerTokens(surroundings: Surroundings): void {
  const about = createAbout(surroundings);
  /** What the client has of each open document. */
  const sent = new Map<string, Sent>();
  let count = 0;

  const remember = ({ uri, analysis, lines }: Analysed): Sent => {
    const data = encode(semanticTokens(analysis, { start: 0, end: analysis.text.length }), lines);
    const made = { resultId: String(++count), data };
    const open = new Set(
      surroundings
        .documents()
        .all()
        .map((document) => keyOf(document.uri)),
    );
    for (const key of sent.keys()) if (!open.has(key)) sent.delete(key);
    sent.set(keyOf(uri), made);
    return made;
  };

  about("textDocument/semanticTokens/full", { data: [] }, (analysed) => {
    const { resultId, data } = remember(analysed);
    return { resultId, data: [...data] };
  });

  about("textDocument/semanticTokens/full/delta", { data: [] }, (analysed, { previousResultId }) => {
    const before = sent.get(keyOf(analysed.uri));
    const { resultId, data } = remember(analysed);
    if (before?.resultId !== previousResultId) return { resultId, data: [...data] };
    return { resultId, edits: editsBetween(before.data, data) };
  });

  about("textDocument/semanticTokens/range", { data: [] }, ({ analysis, lines }, { range }) => {
    const within = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
    return { data: encode(semanticTokens(analysis, within), lines) };
  });
}

function encode(tokens: readonly SemanticToken[], lines: LineIndex): number[] {
  let line = 0;
  let character = 0;
  // A file has thousands of them, and they are asked for with every key press: one list, and no list for each.
  const data: number[] = [];
  for (const { span, type, modifiers } of tokens) {
    const at = lines.positionAt(span.start);
    let bits = 0;
    for (const modifier of modifiers) bits |= 1 << tokenModifiers.indexOf(modifier);
    data.push(
      at.line - line,
      at.line === line ? at.character - character : at.character,
      span.end - span.start,
      tokenTypes.indexOf(type),
      bits,
    );
    ({ line, character } = at);
  }
  return data;
}

/** One edit from the first number that differs to the last one. */
function editsBetween(before: readonly number[], after: readonly number[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (start === before.length && start === after.length) return [];
  return [{ start, deleteCount: before.length - tail - start, data: after.slice(start, after.length - tail) }];
}
