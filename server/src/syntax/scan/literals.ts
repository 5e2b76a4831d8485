/** Where numbers, strings and comments end, and what numbers and strings say. */

import type { SyntaxProblem } from "../tree";
import * as is from "./characters";

/**
 * End of the number that begins at `start`. Takes in slips such as `3.` and `1.2.3` whole, so that one message covers them;
 * `8..128` is a range of two numbers.
 */
export function numberEnd(text: string, start: number): number {
  let at = digitsEnd(text, start);
  while (text.charCodeAt(at) === is.dot && text.charCodeAt(at + 1) !== is.dot) at = digitsEnd(text, at + 1);
  const letter = text[at];
  if (letter === "e" || letter === "E") {
    const sign = text[at + 1];
    const digits = sign === "+" || sign === "-" ? at + 2 : at + 1;
    if (is.isDigit(text.charCodeAt(digits))) return digitsEnd(text, digits);
  }
  return at;
}

function digitsEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); is.isDigit(code) || code === is.underscore; code = text.charCodeAt(at)) at++;
  return at;
}

const wellFormed = /^\d+(_\d+)*(\.\d+(_\d+)*)?([eE][+-]?\d+)?$/;

/** The value of a number as written, or undefined where it is none (or too large to be one). */
export function numberValue(written: string): number | undefined {
  if (!wellFormed.test(written)) return undefined;
  const value = Number(written.includes("_") ? written.replaceAll("_", "") : written);
  return Number.isFinite(value) ? value : undefined;
}

/** End of the string that begins at `start`: after its closing quote, or where its line ends without one. */
export function stringEnd(text: string, start: number): { readonly end: number; readonly closed: boolean } {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === is.quote) return { end: at + 1, closed: true };
    if (is.isLineBreak(code)) break;
    at += code === is.backslash && at + 1 < text.length && !is.isLineBreak(text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return { end: at, closed: false };
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["n", "\n"],
  ["t", "\t"],
]);
const escape = /\\(?:u\{[0-9a-fA-F]*\}|[\ud800-\udbff][\udc00-\udfff]|[^\n\r]|$)/g;

/** What a string says, its escapes resolved. A wrong escape is told to `report` and stands for itself. */
export function stringValue(written: string, start: number, report: (problem: SyntaxProblem) => void): string {
  const closed = written.length > 1 && stringEnd(written, 0).closed;
  const inner = closed ? written.slice(1, -1) : written.slice(1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(escape, (found: string, ...rest) => {
    const at: unknown = rest.at(-2);
    const character = escapedCharacter(found.slice(1));
    if (character !== undefined) return character;
    const from = start + 1 + Number(at);
    report({ key: "invalid-escape", span: { start: from, end: from + found.length }, values: { escape: found } });
    return found;
  });
}

function escapedCharacter(escaped: string): string | undefined {
  if (!escaped.startsWith("u{")) return simpleEscapes.get(escaped);
  const digits = escaped.slice(2, -1);
  const code = Number.parseInt(digits, 16);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return digits.length <= 6 && code <= 0x10ffff && !surrogate ? String.fromCodePoint(code) : undefined;
}
