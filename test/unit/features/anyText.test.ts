import assert from "node:assert/strict";
import * as fc from "fast-check";
import { analyse } from "../../../server/src/analysis";
import { actions } from "../../../server/src/features/actions";
import { completion } from "../../../server/src/features/completion";
import { definition } from "../../../server/src/features/definition";
import { folding } from "../../../server/src/features/folding";
import { hover } from "../../../server/src/features/hover";
import { lenses } from "../../../server/src/features/lenses";
import { outline } from "../../../server/src/features/outline";
import { refactorings } from "../../../server/src/features/refactorings";
import { rename } from "../../../server/src/features/rename";
import { flagship } from "../../texts";
import { hostOf, uri } from "./helpers";

const words = [
  "serve",
  "R1",
  "{",
  "}",
  "=",
  "decode",
  "batch",
  "96",
  "GB",
  "/",
  "per",
  "chip",
  ".",
  "\n",
  '"',
  "/*",
  "//",
  "(",
  "[",
  "..",
  "vary",
  "expect",
  "let",
  ":",
  "@",
  "\u{1F600}",
];

/** The flagship with a piece cut out and something else put in its place. */
const mutated = fc
  .tuple(fc.nat(flagship.length), fc.nat(60), fc.array(fc.constantFrom(...words), { maxLength: 8 }))
  .map(([at, length, inserted]) => flagship.slice(0, at) + inserted.join(" ") + flagship.slice(at + length));
const anyText = fc.oneof(
  mutated,
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join(" ")),
  fc.string({ unit: "binary" }),
);

describe("on any text", () => {
  it("every feature answers at every place, about places that exist", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, place) => {
        const offset = place % (text.length + 1);
        const analysis = analyse(uri, text, hostOf({}));
        for (const item of completion(analysis, offset)) {
          assert.ok(item.span.start <= offset && offset <= item.span.end && item.span.end <= text.length);
          assert.ok((item.caret ?? 0) <= item.text.length);
        }
        const found = hover(analysis, offset);
        assert.ok(!found || (found.span.start <= offset && offset <= found.span.end));
        definition(analysis, offset);
        rename(analysis, offset, "other", []);
        lenses(analysis);
        refactorings({ analysis, selection: { start: offset, end: offset } }, () => []);
        actions(analysis, { start: 0, end: text.length }, () => []);
        for (const { span } of [...outline(analysis), ...folding(analysis)]) {
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
