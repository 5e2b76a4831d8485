/** Semantic tokens in the protocol's form: five numbers for each, relative to the one before; after an edit only what differs. */

import type { SemanticTokensLegend } from "vscode-languageserver";
import { type ItemTokens, type SemanticToken, semanticTokens, tokenModifiers, tokensByItem, tokenTypes } from "../features/tokens";
import type { LineIndex, Position } from "../syntax";
import { createAbout, type Surroundings } from "./about";
import type { Analysed } from "./analyses";
import { keyOf } from "./uris";

export const tokenLegend: SemanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

interface Sent {
  readonly resultId: string;
  readonly data: Uint32Array;
}

export function answerTokens(surroundings: Surroundings): void {
  const about = createAbout(surroundings);
  /** What the client has of each open document. */
  const sent = new Map<string, Sent>();
  let count = 0;

  const remember = ({ uri, analysis, lines }: Analysed): Sent => {
    const data = encodeItems(tokensByItem(analysis), lines);
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
    return { data: encode(semanticTokens(analysis, within), 0, lines, { line: 0, character: 0 }) };
  });
}

/** The numbers of an item's tokens, the first relative to where the item begins, and where the last one stands from there. */
interface Encoded {
  readonly data: Uint32Array;
  readonly last: Position;
}

const encoded = new WeakMap<readonly SemanticToken[], Encoded>();

/** The numbers of all items, one behind the other. */
function encodeItems(items: readonly ItemTokens[], lines: LineIndex): Uint32Array {
  const parts = items.map((item) => {
    const start = lines.positionAt(item.start);
    return { start, own: encodedItem(item, start, lines) };
  });
  const all = new Uint32Array(parts.reduce((length, { own }) => length + own.data.length, 0));
  let last: Position = { line: 0, character: 0 };
  let at = 0;
  for (const { start, own } of parts) {
    const [line = 0, character = 0] = own.data;
    if (own.data.length === 0) continue;
    all.set(own.data, at);
    const step = between(last, behind(start, { line, character }));
    all.set([step.line, step.character], at);
    at += own.data.length;
    last = behind(start, own.last);
  }
  return all;
}

function encodedItem({ start, tokens }: ItemTokens, from: Position, lines: LineIndex): Encoded {
  const known = encoded.get(tokens);
  if (known) return known;
  const end = lines.positionAt(start + (tokens.at(-1)?.span.start ?? 0));
  const made = { data: Uint32Array.from(encode(tokens, start, lines, from)), last: between(from, end) };
  encoded.set(tokens, made);
  return made;
}

/** As the protocol counts: lines from the other place, characters too on the same line, else from the line's beginning. */
function between(from: Position, to: Position): Position {
  return { line: to.line - from.line, character: to.line === from.line ? to.character - from.character : to.character };
}

function behind(from: Position, { line, character }: Position): Position {
  return { line: from.line + line, character: line === 0 ? from.character + character : character };
}

/** The numbers of tokens whose places count from `start`, the first relative to `from`. */
function encode(tokens: readonly SemanticToken[], start: number, lines: LineIndex, from: Position): number[] {
  const data: number[] = [];
  let last = from;
  for (const { span, type, modifiers } of tokens) {
    const at = lines.positionAt(start + span.start);
    const { line, character } = between(last, at);
    let bits = 0;
    for (const modifier of modifiers) bits |= 1 << tokenModifiers.indexOf(modifier);
    data.push(line, character, span.end - span.start, tokenTypes.indexOf(type), bits);
    last = at;
  }
  return data;
}

/** One edit from the first number that differs to the last one. */
function editsBetween(before: Uint32Array, after: Uint32Array) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (start === before.length && start === after.length) return [];
  return [{ start, deleteCount: before.length - tail - start, data: [...after.subarray(start, after.length - tail)] }];
}
