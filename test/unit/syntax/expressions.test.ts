// Expressions: text in, tree out.
import assert from "node:assert/strict";
import { parse } from "../../../server/src/syntax";
import { sketch } from "./sketch";

/** The tree of one sound expression. */
function check(text: string, expected: string): void {
  const { document, problems } = parse(`let x = ${text}`);
  assert.deepEqual(problems, []);
  assert.equal(sketch(document), `(let x ${expected})`);
}

const table: readonly (readonly [text: string, tree: string])[] = [
  ["61", "61"],
  ["7_168", "7168"],
  ["3.2", "3.2"],
  ["1e9", "1000000000"],
  ["2.5e-3", "0.0025"],
  ["128 GB", "128 GB"],
  ["50ms", "50 ms"],
  ["70%", "70 %"],
  ["70 %", "70 %"],
  ["3.2 TB/s", "3.2 TB/s"],
  ["2 J/token", "2 J/token"],
  ["3 GB / s", "(/ 3 GB s)"],
  ["3 GB /s", "(/ 3 GB s)"],
  ["3/s", "(/ 3 s)"],
  ["3 TB/s/x", "(/ 3 TB/s x)"],
  ["400 Gbps per chip", "400 Gbps per chip"],
  ["96 per rank", "96 per rank"],
  ["throughput per chip", "throughput per chip"],
  ["A.hbm.capacity per chip / B.hbm", "(/ A.hbm.capacity per chip B.hbm)"],
  ["1 + 2 * 3", "(+ 1 (* 2 3))"],
  ["1 - 2 - 3", "(- (- 1 2) 3)"],
  ["(1 + 2) * -3", "(* (() (+ 1 2)) (- 3))"],
  ["a - -b", "(- a (- b))"],
  ["max(1, min(a, 2 GB))", "(call max 1 (call min a 2 GB))"],
  ["[1, 2 s, a]", "[1 2 s a]"],
  ["[]", "[]"],
  ['"a\\"b\\\\\\n\\t\\u{1F600}"', JSON.stringify('a"b\\\n\t😀')],
  ["1 +\n 2", "(+ 1 2)"],
  ["1 + // why\n\n 2", "(+ 1 2)"],
  ["(\n1\n+ 2\n)", "(() (+ 1 2))"],
  ["[\n1,\n2\n]", "[1 2]"],
  ["3 /* so many */ GB", "3 GB"],
  ["per", "per"],
  ["per per per", "per per per"],
  ["expect * vary", "(* expect vary)"],
];

for (const [text, tree] of table) it(JSON.stringify(text), () => check(text, tree));

it("a unit keeps its own span, and a quantity the span of its number", () => {
  const { document } = parse("let x = 3.2 TB/s per chip");
  const [item] = document.items;
  assert(item?.kind === "let" && item.value.kind === "quantity");
  const { number, unit, scope } = item.value;
  assert.deepEqual([number, unit?.start, unit?.end, scope?.start, scope?.end], [{ start: 8, end: 11 }, 12, 16, 17, 25]);
});
