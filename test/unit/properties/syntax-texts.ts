/** Texts for property tests: sound ones with wild trivia, real files with wild changes, and noise. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";

/** Between two tokens of a line. */
const blanks = fc.constantFrom(" ", " ", " ", "   ", "\t", " /* c */ ", "/**/", " /* two\n   lines */ ");
/** Where a line may break: inside brackets and behind operators. */
const soft = fc.oneof(
  { weight: 5, arbitrary: blanks },
  fc.constantFrom("\n", "\n\n\n", " // why\n  ", " /// no documentation\n", "\r\n\t"),
);
/** Behind a member or an item. */
const lineEnds = fc.constantFrom(
  "\n",
  "\n",
  "\n\n\n\n",
  "\r\n",
  "  // end\n",
  "/// end\n",
  "\n// own line\n",
  "\n  /// documentation\n",
  "\n/* block */",
);
const memberEnds = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(",", ", ", " , ", ",/* c */", ",\n", ", // end\n") },
  { weight: 3, arbitrary: lineEnds },
);

const names = fc.constantFrom(
  "a",
  "tp",
  "batch",
  "redundant_experts",
  "expect",
  "vary",
  "per",
  "chip",
  "A_very_long_name_that_soon_fills_a_line",
);
const values = fc.constantFrom(
  "1",
  "7_168",
  "3.2",
  "1e9",
  "96 requests",
  "128GB",
  "50 %",
  "3.2 TB/s",
  "8 GB per chip",
  '"a // b { \\" "',
  "a.b.c",
  "x per rank",
  "[]",
);

/** The pieces, with an arbitrary text of its own in every gap. */
function spaced(gap: fc.Arbitrary<string>, ...pieces: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> {
  const parts = pieces.flatMap((piece, index) => [...(index > 0 ? [gap] : []), typeof piece === "string" ? fc.constant(piece) : piece]);
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: values },
    fc
      .tuple(tie("expression"), blanks, fc.constantFrom("+", "-", "*", "/"), soft, tie("expression"))
      .map(([left, before, operator, after, right]) => `${left}${before}${operator} ${after}${right}`),
    spaced(soft, "(", tie("expression"), ")"),
    spaced(soft, "[", tie("expression"), ",", tie("expression"), "]"),
    spaced(soft, "max(", tie("expression"), ")"),
    values.map((value) => `-${value}`),
  ),
}));

const expectation = spaced(
  blanks,
  "expect",
  expression,
  fc.constantFrom("<", ">=", "=="),
  expression,
  fc.constantFrom("", "within 5%", "within (a + 1)"),
);
const variation = spaced(blanks, "vary", "a.b", "=", fc.constantFrom("1..8", "[1, 2]", "1 GB .. 64 GB doubling", "-8..8 step 2"));

const { block } = fc.letrec<{ block: string; member: string }>((tie) => ({
  member: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: spaced(blanks, names, "=", expression) },
    expectation,
    variation,
    spaced(blanks, names, tie("block")),
    spaced(blanks, "fabric", "UB", tie("block")),
  ),
  block: fc
    .tuple(
      fc.constantFrom("", " ", "\n", "\n\n", " // open\n", "/* open */", "/* open */\n"),
      fc.array(fc.tuple(tie("member"), memberEnds), { maxLength: 4 }),
      lineEnds,
      fc.boolean(),
    )
    .map(([open, members, last, oneLine]) => {
      const inside = members.map(([member, end], index) => member + (index < members.length - 1 ? end : oneLine ? " " : last));
      return `{${open}${inside.join("")}}`;
    }),
}));

const item = fc.oneof(spaced(blanks, "let", names, "=", expression), spaced(blanks, "import", '"more.cmx"'), expectation, {
  weight: 4,
  arbitrary: spaced(blanks, fc.constantFrom("chip", "serve", "banana"), "A", fc.constantFrom("", ": B", 'from "c.json"'), block),
});

/** Sound texts, written as nobody would. */
export const soundTexts: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "\ufeff", "\n", "/// first\n"), fc.array(fc.tuple(item, lineEnds), { maxLength: 4 }))
  .map(([start, items]) => start + items.flat().join(""));

const folders = ["examples", "server/src/catalog"];

/** The examples and the catalog. */
export const realTexts: readonly string[] = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".cmx"))
    .map((name) => readFileSync(join(folder, name), "utf8")),
);

const fragments = fc.constantFrom(
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ",",
  "=",
  "==",
  "..",
  ".",
  "\n",
  "\r",
  '"',
  "/*",
  "*/",
  "//",
  "///",
  "-",
  "+",
  "per ",
  "expect ",
  "vary ",
  "\nserve A ",
  "1e",
  "§",
  "\u0000",
  "😀",
  "\ud800",
);

/** Real files in which something was replaced, and noise. */
export const wildTexts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(fc.oneof(fragments, names, values), { maxLength: 80 }).map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom(...realTexts), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), fragments), { minLength: 1, maxLength: 6 }))
    .map(([text, changes]) =>
      changes.reduce((changed, [at, length, fragment]) => {
        const start = at % (changed.length + 1);
        return changed.slice(0, start) + fragment + changed.slice(start + length);
      }, text),
    ),
);
