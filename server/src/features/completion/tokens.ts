/**
 * The words of the member that is being typed, up to the cursor. Half-typed lines are what completion lives on, so it looks at
 * the words themselves: the tree says which block the cursor is in, the words say how far the line has come.
 */

import type { Span } from "../../syntax";

export interface Word extends Span {
  /** A `path` is a name with its dots; a `unit` is a name (with its slash) right after a number. */
  readonly kind: "path" | "number" | "unit" | "string" | "symbol";
  readonly text: string;
}

export interface Typed {
  /** Finished words of the member. */
  readonly words: readonly Word[];
  /** The word that the cursor touches, as far as its own end; empty where it touches none. */
  readonly word: Span;
}

const blank = /[^\S\n]+/y;
const comment = /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y;
const string = /"(?:[^"\\\n]|\\[^\n])*"?/y;
const number = /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const path = /[A-Za-z_]\w*(?:\.(?!\.)\w*)*/y;
const unit = /(?!(?:per|step|doubling|within)\b)[A-Za-z]\w*(?:\/\w*)?|%/y;
const symbol = /\.\.|[<>=]=|[^\s]/y;

const continues = new Set(["+", "-", "*", "/", "<", "<=", ">", ">=", "==", ".."]);

/** The member from `start` (the opening brace's right side, or the start of an item) to `offset`; undefined inside a comment or string. */
export function typedAt(text: string, start: number, offset: number): Typed | undefined {
  const before = text.slice(0, offset);
  let words: Word[] = [];
  let brackets = 0;
  let position = start;
  while (position < offset) {
    const take = (pattern: RegExp) => {
      pattern.lastIndex = position;
      return pattern.exec(before)?.[0];
    };
    const skipped = take(blank);
    if (skipped) {
      position += skipped.length;
      continue;
    }
    const remark = take(comment);
    if (remark) {
      position += remark.length;
      if (position === offset && (remark.startsWith("//") || !remark.endsWith("*/"))) return undefined;
      continue;
    }
    const last = words.at(-1);
    if (before[position] === "\n") {
      position++;
      if (brackets === 0 && !(last && continues.has(last.text))) words = [];
      continue;
    }
    const [kind, found] = next(take, last);
    const word: Word = { kind, text: found, start: position, end: position + found.length };
    position = word.end;
    if (kind === "string" && position === offset && !/^".*[^\\]"$/.test(found)) return undefined;
    if (found === "(" || found === "[") brackets++;
    if (found === ")" || found === "]") brackets = Math.max(0, brackets - 1);
    const ends = kind === "symbol" && (found === "{" || found === "}" || (found === "," && brackets === 0));
    if (ends) words = [];
    else words.push(word);
  }
  const last = words.at(-1);
  const typing = last && last.end === offset && (last.kind === "path" || last.kind === "unit");
  if (!typing) return { words, word: { start: offset, end: offset } };
  const rest = /^\w*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return { words: words.slice(0, -1), word: { start: last.start, end: offset + rest } };
}

function next(take: (pattern: RegExp) => string | undefined, last: Word | undefined): [Word["kind"], string] {
  const unitName = last?.kind === "number" ? take(unit) : undefined;
  if (unitName) return ["unit", unitName];
  const literal = take(string);
  if (literal) return ["string", literal];
  const digits = take(number);
  if (digits) return ["number", digits];
  const name = take(path);
  return name ? ["path", name] : ["symbol", take(symbol) ?? " "];
}
