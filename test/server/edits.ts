/** Random edits as people make them, the same ones for the same seed. */

import type { Range } from "vscode-languageserver/node";
import { positionOf } from "./client";

export interface Edit {
  readonly range: Range;
  readonly text: string;
  /** The whole text after it. */
  readonly after: string;
}

/** Numbers from 0 up to 1, the same row for the same seed (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pieces = [
  ..."{ } [ ] ( ) = : . , + - * / \" ' % @ é".split(" "),
  "\n",
  " ",
  "😀",
  " per chip",
  "12",
  "1e9",
  "GB",
  "let x = 3\n",
  "expect tpot <= 1 ms\n",
  'import "other.cmx"\n',
  "// cmx-ignore CMX501 so\n",
  "/*",
  "decode { batch = max }\n",
  "serve A : R1 { }\n",
];

/** Longer than this nobody's file grows by accident; then more is taken away than put in. */
const growth = 1.5;

/** One edit: a character, a word, a line more or less, a number changed, a piece moved. */
export function randomEdit(text: string, original: string, random: () => number): Edit {
  const nat = (limit: number) => Math.floor(random() * limit);
  const at = nat(text.length + 1);
  const replace = (start: number, end: number, written: string): Edit => ({
    range: { start: positionOf(text, start), end: positionOf(text, end) },
    text: written,
    after: text.slice(0, start) + written + text.slice(end),
  });
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = (text.indexOf("\n", at) + 1 || text.length + 1) - 1;
  const kind = text.length > original.length * growth ? 1 : nat(7);
  switch (kind) {
    case 0:
      return replace(at, at, pieces[nat(pieces.length)] ?? "");
    case 1:
      return replace(at, Math.min(text.length, at + nat(text.length > original.length * growth ? 400 : 12)), "");
    case 2: {
      const number = /\d+/g;
      number.lastIndex = at;
      const found = number.exec(text);
      return found ? replace(found.index, found.index + found[0].length, String(nat(600))) : replace(at, at, "1");
    }
    case 3:
      return replace(lineStart, lineStart, `${text.slice(lineStart, lineEnd)}\n`);
    case 4:
      return replace(lineStart, Math.min(text.length, lineEnd + 1), "");
    case 5: {
      // A piece of the file as it was once: that is how it gets whole again.
      const from = nat(original.length);
      return replace(at, at, original.slice(from, from + nat(40)));
    }
    default:
      return random() < 0.5 ? replace(0, text.length, original) : replace(at, at, "\n");
  }
}
