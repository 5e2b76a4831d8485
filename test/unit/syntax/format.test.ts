// The formatter: before and after. Where nothing changes, only one text is given.
import assert from "node:assert/strict";
import { format } from "../../../server/src/syntax";

function check(before: string, after: string): void {
  assert.equal(format(before, { tabSize: 2 }), after);
  assert.equal(format(after, { tabSize: 2 }), after, "formatting twice changes nothing");
}

const table: Readonly<Record<string, readonly [before: string, after?: string]>> = {
  "nothing stays nothing": [""],
  "blank lines alone go away": ["\n \n\n", ""],
  "blanks around operators, and none where they would mislead": [
    "let x=1+2*-3-(a  .b)/max( 1 ,2 )\n",
    "let x = 1 + 2 * -3 - (a.b) / max(1, 2)\n",
  ],
  "a number and its unit": [
    "let x = 128GB\nlet y = 70 %\nlet z = 3.2TB/s per   chip\n",
    "let x = 128 GB\nlet y = 70%\nlet z = 3.2 TB/s per chip\n",
  ],
  "a division is not a unit": ["let x = 3 GB /s\nlet y = a/b\nlet z = 3%/2\n", "let x = 3 GB / s\nlet y = a / b\nlet z = 3% / 2\n"],
  "ranges and comparisons": [
    "sweep S { plan=A, vary a.b=-8 .. 128 GB step 8 }\nexpect a<=3 within 5 %\n",
    "sweep S { plan = A, vary a.b = -8..128 GB step 8 }\nexpect a <= 3 within 5%\n",
  ],
  headers: ['chip A:B{}\nmodel M from"config.json"{ }\n', 'chip A : B { }\nmodel M from "config.json" { }\n'],
  "the file ends with one line break": ["let x = 1\n\n\n", "let x = 1\n"],
  "a line break is added": ["let x = 1", "let x = 1\n"],
  "a file may begin late": ["\n\n// first\nlet x = 1\n", "// first\nlet x = 1\n"],
  "one blank line at most, none inside the braces": [
    "\nchip A {\n\n\n  a = 1\n\n\n\n  b = 2\n\n}\n\n\nlet x = 1\n",
    "chip A {\n  a = 1\n\n  b = 2\n}\n\nlet x = 1\n",
  ],
  indentation: ["serve A {\nprefill {\n      a = 1\n  }\n}\n", "serve A {\n  prefill {\n    a = 1\n  }\n}\n"],
  "equals signs of neighbours are aligned": [
    "serve A {\n  model = B\n  workload = chat\n  on = C\n}\n",
    "serve A {\n  model    = B\n  workload = chat\n  on       = C\n}\n",
  ],
  "a blank line, a block or an expect parts neighbours": [
    "x A {\n  a = 1\n\n  bb = 2\n  c {\n    d = 1\n  }\n  ccc = 3\n  expect a < 1\n  dddd = 4\n}\n",
  ],
  "a block on one line stays, and its key counts": [
    "x A {\n  a = 1\n  precision { weights=int8,kv_cache = bf16, }\n  b = 2\n}\n",
    "x A {\n  a         = 1\n  precision { weights = int8, kv_cache = bf16 }\n  b         = 2\n}\n",
  ],
  "properties on one line stay on one line": [
    "x A {\n  a   = 1\n  tp=8,  pp = 16,dp = 128\n  sum = 1\n}\n",
    "x A {\n  a   = 1\n  tp = 8, pp = 16, dp = 128\n  sum = 1\n}\n",
  ],
  "a comma at the end of a line says nothing": ["x A {\n  a = 1,\n  b = 2, // why\n}\n", "x A {\n  a = 1\n  b = 2  // why\n}\n"],
  "braces of a block over several lines stand alone": ["x A { a = 1\n  b = 2 }\n", "x A {\n  a = 1\n  b = 2\n}\n"],
  "a block that is too long for its line is opened": [
    `x A { first = "${"a".repeat(40)}", second = "${"b".repeat(40)}", c { d = 1 } }\n`,
    `x A {\n  first  = "${"a".repeat(40)}"\n  second = "${"b".repeat(40)}"\n  c { d = 1 }\n}\n`,
  ],
  "an empty block": ["x A {\n\n}\n", "x A { }\n"],
  "declarations stand on lines of their own": ["chip A { } chip B { } // two\n", "chip A { }\nchip B { }  // two\n"],
  "comments stay where they are": [
    "// top\nx A { // open\n// own line\n  a = 1 // one\n  bb = 22   // two\n\n  /* block */ c = /* in */ 3 /* end */\n    // last\n} // shut\n// end\n",
    "// top\nx A {  // open\n  // own line\n  a  = 1   // one\n  bb = 22  // two\n\n  /* block */ c = /* in */ 3 /* end */\n  // last\n}  // shut\n// end\n",
  ],
  "a comment of several lines keeps its inside": [
    "x A {\n/* one\n      two */\n  a = 1\n}\n",
    "x A {\n  /* one\n      two */\n  a = 1\n}\n",
  ],
  documentation: ["/// What.  \nx A {\n/// Why.\na = 1\n}\n", "/// What.\nx A {\n  /// Why.\n  a = 1\n}\n"],
  "lists over several lines": [
    "x A {\n  a = [\n1,\n\n 2 // two\n]\n  long = 3\n}\n",
    "x A {\n  a = [\n    1,\n    2  // two\n  ]\n  long = 3\n}\n",
  ],
  "an operator at the end of a line": ["let x = 1 +\n2 *\n   max(\n3)\nlet y = 2\n", "let x = 1 +\n  2 *\n  max(\n    3)\nlet y = 2\n"],
  "an expectation over two lines": ["x A {\n  expect a ==\n  3 within 5%\n}\n", "x A {\n  expect a ==\n    3 within 5%\n}\n"],
  "CRLF stays": ["chip A {\r\n\r\na = 1}\r\n", "chip A {\r\n  a = 1\r\n}\r\n"],
  "a byte order mark stays": ["\ufefflet  x = 1\n", "\ufefflet x = 1\n"],
  "a broken text is left alone": ["let x=\nlet  y = 1"],
};

for (const [title, [before, after]] of Object.entries(table)) it(title, () => check(before, after ?? before));

it("the width of an indentation is the editor's", () => {
  assert.equal(format("x A {\na = 1\n}\n", { tabSize: 4 }), "x A {\n    a = 1\n}\n");
  assert.equal(format("x A {\na = 1\n}\n", { tabSize: 0 }), "x A {\n a = 1\n}\n");
  assert.equal(format("x A {\na = 1\n}\n", { tabSize: Number.NaN }), "x A {\n a = 1\n}\n");
});
