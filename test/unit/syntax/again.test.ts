// A text that is parsed after another one is parsed as if it were the first: whatever the edit, and however broken the texts are.
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { originOf, type Parsed, parse, parseAfter } from "../../../server/src/syntax";
import { realTexts } from "../properties/syntax-texts";

/** Parses `before` and then `after`, twice: once knowing of the other, once with nothing known. */
function check(before: Parsed | undefined, after: string): Parsed {
  const again = parseAfter(before, after);
  parse("");
  const anew = parseAfter(undefined, after);
  // What the next parse may use is not what this one says.
  assert.deepEqual(plain({ ...again, known: undefined }), plain({ ...anew, known: undefined }));
  return again;
}

/** Without the classes that make parts of a tree when they are asked for. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const parts = "members" in value ? { ...value, members: value.members } : value;
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, plain(part)]));
}

/** What users type, and what hostile ones do. */
const scraps = [
  "",
  "",
  " ",
  "\n",
  "\n\n",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  "=",
  "==",
  ",",
  ".",
  "..",
  "/",
  "//",
  "///",
  "/*",
  "*/",
  '"',
  "1",
  "1.",
  "1e",
  "e+",
  "%",
  "let x = 3\n",
  "}\n",
  "/// Said.\n",
  'import "a.cmx"\n',
  "serve A {\n  batch = 3\n}\n",
  "\nchip B : A { }\n",
  "#",
  "@@",
  "\r\n",
  "\r",
  "\\",
  "per chip",
  "expect tpot <= 5 ms\n",
  "[1, 2,\n",
  "vary x = 1..3\n",
];

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly scrap: string;
}

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 300 })),
  scrap: fc.constantFrom(...scraps),
});

function edited(text: string, { at, removed, scrap }: Edit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + scrap + text.slice(start + removed);
}

describe("Parsing again", () => {
  it("gives what parsing anew gives, edit after edit", () => {
    fc.assert(
      fc.property(fc.constantFrom(...realTexts), fc.array(edit, { minLength: 1, maxLength: 12 }), (text, edits) => {
        let last = check(undefined, text);
        for (const each of edits) last = check(last, edited(last.text, each));
      }),
      { numRuns: 150 },
    );
  });

  const deep = (name: string) => `serve ${name} {\n${"b {".repeat(250)}\n${"}".repeat(250)}\n}\n`;
  const pairs: readonly (readonly [string, string, string])[] = [
    ["an open list ends where a member begins", "let a = [1, 2\nfoo\n", "let a = [1, 2\nfoo = 3\n"],
    ["an open list goes on", "let a = [1, 2\nfoo = 3\n", "let a = [1, 2\nfoo, 3]\n"],
    ["an open list goes on far behind a name", `let a = [1, 2\nfoo${" ".repeat(9)}= 3\n`, `let a = [1, 2\nfoo${" ".repeat(9)}, 3]\n`],
    ["a comment above an item", "let a = 1\n/// Old.\nlet b = 2\n", "let a = 1\n/// New.\nlet b = 2\n"],
    ["a comment becomes documentation", "let a = 1\n// b\nlet b = 2\n", "let a = 1\n/// b\nlet b = 2\n"],
    ["nesting that is too deep is told at the first one that is left", `${deep("A")}let x = 1\n${deep("B")}`, `let x = 1\n${deep("B")}`],
    [
      "a brace that is missing, and its indentation",
      "serve A {\n  slo {\n    tpot = 5 ms\n  batch = 3\n}\n",
      "serve A {\n  slo {\n    tpot = 5 ms\n  }\n  batch = 3\n}\n",
    ],
    ["a comment without an end", "let a = 1\nserve B {\n}\n", "let a = 1\n/*serve B {\n}\n"],
    ["more problems than are told", "= \n".repeat(195), `${"= \n".repeat(195)}${"# \n".repeat(9)}`],
  ];
  for (const [name, before, after] of pairs)
    it(name, () => {
      check(check(check(undefined, before), after), before);
    });

  it("leaves the items that an edit does not touch the same objects, or the same ones in another place", () => {
    const before = parse("let a = 1\n\nserve B {\n  batch = 2\n}\n\nlet c = 3\n");
    const after = parseAfter(before, before.text.replace("2", "25"));
    const [a, b, c] = before.document.items.map((item, index) => originOf(item) === originOf(after.document.items[index] ?? item));
    assert.deepEqual([a, b, c], [true, false, true]);
    assert.equal(after.document.items[2]?.start, (before.document.items[2]?.start ?? 0) + 1);
  });
});
