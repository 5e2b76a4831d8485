/** What all formats of traces share: lines, and fields that are counts of tokens. */

import type { Line, Parsed, Read, RecordedRequest } from "./types";
import { type Phrase, phrase } from "../../language/phrase";

/** The lines that are not empty, one after the other. */
export function* linesOf(text: string, from = 0, first = 1): Generator<Line> {
  let number = first;
  for (let start = from; start < text.length; number++) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trimEnd();
    if (line !== "") yield { text: line, number, start };
    start = end + 1;
  }
}

/** Requests line by line, until one is none. */
export function readAll(lines: Iterable<Line>, read: (text: string) => Read): Parsed {
  const requests: RecordedRequest[] = [];
  for (const { text, number, start } of lines) {
    const request = read(text);
    if ("reason" in request) return { problem: { reason: request.reason, line: number, start, end: start + text.length } };
    requests.push(request);
  }
  return { requests };
}

/** A count of tokens, or why the field is none. */
export function tokensIn(field: string, value: unknown): number | Phrase {
  if (value === undefined || value === null || value === "") return phrase`it has no ${field}`;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return phrase`${field} is ${shown(value)}, which is no number`;
  if (number < 0) return phrase`${field} is ${shown(value)}, which is negative`;
  if (!Number.isInteger(number)) return phrase`${field} is ${shown(value)}, which is no whole number`;
  if (number > mostTokens) return phrase`${field} is ${shown(value)}, more than any model reads`;
  return number;
}

/** Beyond that a figure is damage, and sums of squares would overflow in time. */
const mostTokens = 1e9;

/** A message shows so much of a value. */
const most = 40;

export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
