// Items and members: text in, tree out.
import assert from "node:assert/strict";
import { parse } from "../../../server/src/syntax";
import { sketch } from "./sketch";

function check(text: string, expected: string): void {
  const { document, problems } = parse(text);
  assert.deepEqual(problems, []);
  assert.equal(sketch(document), expected);
}

const documented = '(declare chip A {(= a 1 /// "Three.")} /// "One.\\n Two.")';

const table: readonly (readonly [title: string, text: string, tree: string])[] = [
  ["nothing", "", ""],
  ["import", 'import "more.cmx"\n', '(import "more.cmx")'],
  ["let", "let x = 1\nlet y = x", "(let x 1) (let y x)"],
  ["declaration", "chip A { }", "(declare chip A {})"],
  ["derivation", "chip A : B { ranks = 2 }", "(declare chip A : B {(= ranks 2)})"],
  ["Hugging Face configuration", 'model A from "config.json" { }', '(declare model A from "config.json" {})'],
  ["unknown kind", "banana A { }", "(declare banana A {})"],
  ["declarations on one line", "chip A { } chip B { }", "(declare chip A {}) (declare chip B {})"],
  ["members by line, comma and brace", "x A {\n a = 1, b = 2\n\n c = 3, \n d = 4}", "(declare x A {(= a 1) (= b 2) (= c 3) (= d 4)})"],
  ["sub-blocks", "x A { a { b = 1 }, fabric UB { c { } } }", "(declare x A {(sub a {(= b 1)}) (sub fabric UB {(sub c {})})})"],
  [
    "expect in a block and at the top",
    "x A { expect a.b < 3 ms }\nexpect x == 3.6 within 3%",
    "(declare x A {(expect < a.b 3 ms)}) (expect == x 3.6 within 3 %)",
  ],
  ["all comparisons", "expect a < 1\nexpect a <= 1\nexpect a > 1\nexpect a >= 1", comparisons("<", "<=", ">", ">=")],
  ["vary over a list", "x A { vary a.b = [1, 2] }", "(declare x A {(vary a.b [1 2])})"],
  ["vary over a range", "x A { vary a = 8..128 }", "(declare x A {(vary a (.. 8 128))})"],
  ["step", "x A { vary a = 8 GB..n*2 step 8 GB }", "(declare x A {(vary a (.. 8 GB (* n 2) 8 GB))})"],
  ["doubling", "x A { vary a = 1 .. 64 doubling }", "(declare x A {(vary a (.. 1 64 doubling))})"],
  [
    "keywords as keys",
    "x A { expect = 3, vary = 4, import = 5, let = 6, chip = 7, per = 8\n expect { }\n vary { } }",
    "(declare x A {(= expect 3) (= vary 4) (= import 5) (= let 6) (= chip 7) (= per 8) (sub expect {}) (sub vary {})})",
  ],
  ["keywords as names", "chip chip : expect { a = let }\nlet let = vary", "(declare chip chip : expect {(= a let)}) (let let vary)"],
  ["a key at the very start of a line", "serve A {\nmodel = B\nworkload = chat\n}", "(declare serve A {(= model B) (= workload chat)})"],
  ["expect over two lines", "expect a <=\n 50 ms", "(expect <= a 50 ms)"],
  ["CRLF and CR", "let x = 1\r\nlet y = 2\rlet z = 3", "(let x 1) (let y 2) (let z 3)"],
  ["pasted blanks and a byte order mark", "\ufefflet\u00a0x =\u20031", "(let x 1)"],
  ["documentation", "/// One.\n///  Two.\nchip A {\n  /// Three.\n  a = 1\n}", documented],
  ["a blank line parts documentation", "/// One.\n\nchip A { }", "(declare chip A {})"],
  ["a comment parts documentation", "/// One.\n// two\nchip A { }", "(declare chip A {})"],
  ["documentation behind code belongs to nothing", "chip A { /// One.\n a = 1, /// Two.\n b = 2\n}", "(declare chip A {(= a 1) (= b 2)})"],
  ["a rule of slashes is no documentation", "//////////\nchip A { }", "(declare chip A {})"],
];

function comparisons(...signs: readonly string[]): string {
  return signs.map((sign) => `(expect ${sign} a 1)`).join(" ");
}

for (const [title, text, tree] of table) it(title, () => check(text, tree));
