import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { resolve } from "../../../server/src/semantics";
import { hostOf, plan, uri } from "../semantics/support";

const samples = [
  plan,
  ...["deepseek-r1-cloudmatrix384", "what-the-press-said"].map((name) => readFileSync(`examples/${name}.cmx`, "utf8")),
];
const scraps = [
  "{",
  "}",
  "=",
  "..",
  "[",
  "]",
  "(",
  ")",
  ",",
  "\n",
  '"',
  "per chip",
  "per",
  "0",
  "-",
  "1e999",
  "expect",
  "vary",
  "let x = x",
  "R1",
  "P",
  "chip",
  ": P",
  "GB",
  "import",
  "max",
  "/",
  "*",
];

/** A sample with pieces of it, or scraps, put in the place of others. */
const mutated = fc
  .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom(...scraps)), { minLength: 1, maxLength: 8 }))
  .map(([text, edits]) =>
    edits.reduce((result, [at, length, scrap]) => {
      const start = at % (result.length + 1);
      return `${result.slice(0, start)}${scrap}${result.slice(start + length)}`;
    }, text),
  );

function check(text: string): void {
  const result = resolve(uri, text, hostOf({ "a.cmx": "let a = 1" }));
  for (const { place, message } of result.findings) {
    assert.ok(place.start >= 0 && place.end <= text.length && place.start <= place.end, message);
    assert.ok(!/undefined|NaN|\[object/.test(message), message);
  }
  for (const each of result.declarations) {
    for (const value of each.values.values()) assert.ok(value.type !== "number" || Number.isFinite(value.value));
  }
}

it("resolves whatever an example is mangled into", () => fc.assert(fc.property(mutated, check), { numRuns: 400, seed: 1 }));
it("resolves any text", () => fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), check), { numRuns: 300, seed: 2 }));
it("gives the same answer twice", () => {
  const codes = (text: string) => resolve(uri, text, hostOf()).findings.map(({ code, place }) => `${code} ${place.start}`);
  fc.assert(
    fc.property(mutated, (text) => assert.deepEqual(codes(text), codes(text))),
    { numRuns: 50, seed: 3 },
  );
});
