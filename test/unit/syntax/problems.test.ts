// What the parser complains about, where, and what it makes of the rest. `~` is a marker: one for an empty place, two around a span.
import assert from "node:assert/strict";
import { parse, type SyntaxProblem } from "../../../server/src/syntax";
import { sketch } from "./sketch";

interface Case {
  readonly text: string;
  readonly says: string;
  readonly tree: string;
}

/** One slip, one message, at the marked place; everything else of the text is in the tree. */
function check({ text, says, tree }: Case): void {
  const [before = "", inside = "", after] = text.split("~");
  const [start, end] = after === undefined ? [before.length, before.length] : [before.length, before.length + inside.length];
  const { document, problems } = parse(before + inside + (after ?? ""));
  assert.deepEqual(
    problems.map((problem) => [problem.span, sentence(problem)]),
    [[{ start, end }, says]],
  );
  assert.equal(sketch(document), tree);
}

function sentence({ key, values }: SyntaxProblem): string {
  return [key, ...Object.values(values).map(String)].join(": ");
}

const sound = "\nlet y = 2";
const rest = " (let y 2)";

const table: Readonly<Record<string, Case>> = {
  "a value is missing": { text: `let x =~${sound}`, says: "expected: a value: the end of the line", tree: `(let x ?)${rest}` },
  "a half-typed line does not swallow the next": {
    text: "x A {\n  a =~\n  b = 2\n}",
    says: "expected: a value: the end of the line",
    tree: "(declare x A {(= a ?) (= b 2)})",
  },
  "an operand is missing": {
    text: "x A {\n  a = 1 +~\n  b = 2\n}",
    says: "expected: a value: the end of the line",
    tree: "(declare x A {(= a (+ 1 ?)) (= b 2)})",
  },
  "an operand is missing before a brace": {
    text: "x A { a = 1 *~ }",
    says: "expected: a value: }",
    tree: "(declare x A {(= a (* 1 ?))})",
  },
  "a first operand is missing": { text: "let x =~ * 3", says: "expected: a value: *", tree: "(let x (* ? 3))" },
  "a bare key": {
    text: "x A {\n  a~\n  b = 2\n}",
    says: "expected: = or {: the end of the line",
    tree: "(declare x A {(= a ?) (= b 2)})",
  },
  "an equals sign is missing": {
    text: "x A {\n  batch~ 96 requests\n  b = 2\n}",
    says: "expected: = or {: 96",
    tree: "(declare x A {(= batch 96 requests) (= b 2)})",
  },
  "a colon for an equals sign": { text: "x A { a~: 3 }", says: "expected: = or {: :", tree: "(declare x A {(= a 3)})" },
  "two equals signs": { text: "x A { a~ == 3 }", says: "expected: = or {: ==", tree: "(declare x A {(= a 3)})" },
  "an equals sign before a block": {
    text: "x A { slo ~=~ { a = 3 }, b = 2 }",
    says: "unexpected-token: =",
    tree: "(declare x A {(sub slo {(= a 3)}) (= b 2)})",
  },
  "a comma is missing": {
    text: "x A { a = 3 s~ b = 4, c = 5 }",
    says: "expected: a comma or a new line: b",
    tree: "(declare x A {(= a 3 s) (= b 4) (= c 5)})",
  },
  "a comma is missing after a bare number": {
    text: "x A { a = 3~ b = 4 }",
    says: "expected: a comma or a new line: b",
    tree: "(declare x A {(= a 3) (= b 4)})",
  },
  "a comma too many": { text: "x A { a = 3,~,~ b = 4 }", says: "unexpected-token: ,", tree: "(declare x A {(= a 3) (= b 4)})" },
  "junk behind a value": { text: `let x = 3 GB ~]~ 4 5${sound}`, says: "unexpected-token: ]", tree: `(let x 3 GB)${rest}` },
  "junk for a member": {
    text: "x A {\n  ~16384~ tokens { b = 1 }\n  c = 3\n}",
    says: "unexpected-token: 16384",
    tree: "(declare x A {(= c 3)})",
  },
  "a kind alone": { text: `chip~${sound}`, says: "expected: a name for the chip: the end of the line", tree: `(declare chip ? {)${rest}` },
  "a declaration without a name": {
    text: "chip~ { a = 1 }",
    says: "expected: a name for the chip: {",
    tree: "(declare chip ? {(= a 1)})",
  },
  "a declaration without a block": {
    text: `chip A~${sound}`,
    says: "expected: {: the end of the line",
    tree: `(declare chip A {)${rest}`,
  },
  "a base is missing": {
    text: "chip A :~ { a = 1 }",
    says: "expected: the chip to derive from: {",
    tree: "(declare chip A : ? {(= a 1)})",
  },
  "a brace on the line below": {
    text: "chip A~\n{\n  a = 1\n}",
    says: "expected: {: the end of the line",
    tree: "(declare chip A {(= a 1)})",
  },
  "a word too many in a header": {
    text: "chip A~ new { a = 1 }",
    says: "expected: {: new",
    tree: "(declare chip A {(= a 1)})",
  },
  "a value at the top": { text: `let a = 1\n~x = 3${sound}`, says: "expected: let: x", tree: `(let a 1) (let x 3)${rest}` },
  "a brace too many": { text: `chip A { } ~}~${sound}`, says: "unexpected-token: }", tree: `(declare chip A {})${rest}` },
  "two lets on a line": { text: "let x = a~ let y = 4", says: "expected: a new line: let", tree: "(let x a) (let y 4)" },
  "two claims in one expect": {
    text: `expect a.b < 3 s ~and~ a.c < 4 s${sound}`,
    says: "unexpected-token: and",
    tree: `(expect < a.b 3 s)${rest}`,
  },
  "a let without a name": { text: `let~ = 3${sound}`, says: "expected: a name: =", tree: `(let ? 3)${rest}` },
  "an open block at the end": {
    text: "x A {\n  prefill {\n    a = 1~\n",
    says: "unclosed-block: prefill",
    tree: "(declare x A {(sub prefill {(= a 1)))",
  },
  "an open block before the next declaration": {
    text: "serve A {\n  fabric UB {\n  a = 1~\n\nserve B {\n}",
    says: "unclosed-block: fabric UB",
    tree: "(declare serve A {(sub fabric UB {(= a 1))) (declare serve B {})",
  },
  "a block that its neighbours leave by their indentation": {
    text: "x A {\n  prefill {\n    a = 1~\n  decode {\n    b = 2\n  }\n  c = 3\n}\nlet y = 2",
    says: "unclosed-block: prefill",
    tree: `(declare x A {(sub prefill {(= a 1)) (sub decode {(= b 2)}) (= c 3)})${rest}`,
  },
  "a block that the outer brace leaves by its indentation": {
    text: "x A {\n  prefill {\n    a = 1~\n}\nserve B {\n}",
    says: "unclosed-block: prefill",
    tree: "(declare x A {(sub prefill {(= a 1))}) (declare serve B {})",
  },
  "an open block in a text without indentation": {
    text: "x A {\nprefill {\na = 1\ndecode {\nb = 2\n}\n}~",
    says: "unclosed-block: x A",
    tree: "(declare x A {(sub prefill {(= a 1) (sub decode {(= b 2)})}))",
  },
  "a half-typed member before the next declaration": {
    text: "serve A {\n  a = 1 +~\n}\nlet x = 1",
    says: "expected: a value: the end of the line",
    tree: "(declare serve A {(= a (+ 1 ?))}) (let x 1)",
  },
  "an open list": {
    text: "x A {\n  a = ~[~1, 2\n  b = 2\n}",
    says: "unclosed-bracket: [",
    tree: "(declare x A {(= a [1 2]) (= b 2)})",
  },
  "an open list behind a comma": {
    text: "x A {\n  a = ~[~1,\n  b = 2\n}",
    says: "unclosed-bracket: [",
    tree: "(declare x A {(= a [1]) (= b 2)})",
  },
  "open parentheses": {
    text: "x A { a = max(~(~1 + 2 }",
    says: "unclosed-bracket: (",
    tree: "(declare x A {(= a (call max (() (+ 1 2))))})",
  },
  "an open list before an item": { text: `let x = ~[~1, 2${sound}`, says: "unclosed-bracket: [", tree: `(let x [1 2])${rest}` },
  "a comma is missing in a list": { text: "let x = [1~ 2]", says: "expected: a comma: 2", tree: "(let x [1 2])" },
  "junk in a list": { text: `let x = [1 ~=~ 3, 4]${sound}`, says: "unexpected-token: =", tree: `(let x [1])${rest}` },
  "an empty parenthesis": { text: "let x = (~)", says: "expected: a value: )", tree: "(let x (() ?))" },
  "a comparison is missing": {
    text: `expect ttft~${sound}`,
    says: "expected: a comparison (<, <=, >, >= or ==): the end of the line",
    tree: `(expect == ttft ?)${rest}`,
  },
  "one equals sign for a comparison": {
    text: "expect a~ = 3",
    says: "expected: a comparison (<, <=, >, >= or ==): =",
    tree: "(expect == a 3)",
  },
  "an empty expect": {
    text: "x A {\n  expect~\n  b = 2\n}",
    says: "expected: what is expected: the end of the line",
    tree: "(declare x A {(expect == ? ?) (= b 2)})",
  },
  "a tolerance is missing": {
    text: "expect a == 3 within~",
    says: "expected: a percentage: the end of the file",
    tree: "(expect == a 3 within ?)",
  },
  "a scope is missing": {
    text: "let x = 3 GB per~",
    says: "expected: a scope such as chip: the end of the file",
    tree: "(let x 3 GB per ?)",
  },
  "a name behind a dot": { text: `let x = a.~${sound}`, says: "expected: a name: the end of the line", tree: `(let x a.?)${rest}` },
  "vary without values": { text: "x A { vary a.b~ }", says: "expected: =: }", tree: "(declare x A {(vary a.b ?)})" },
  "vary with one value": { text: "x A { vary a = 8~ }", says: "expected: ..: }", tree: "(declare x A {(vary a ?)})" },
  "the end of a range": { text: "x A { vary a = 8..~ }", says: "expected: a value: }", tree: "(declare x A {(vary a (.. 8 ?))})" },
  "import without a file": {
    text: `import~ more${sound}`,
    says: "expected: the file to import, in quotes: more",
    tree: `(import ?)${rest}`,
  },
  "an open string": { text: `let x = ~"abc~${sound}`, says: "unterminated-string", tree: `(let x "abc")${rest}` },
  "a wrong escape": { text: `let x = "a~\\q~b"`, says: "invalid-escape: \\q", tree: `(let x "a\\\\qb")` },
  "a code point that there is not": {
    text: `let x = "~\\u{110000}~"`,
    says: "invalid-escape: \\u{110000}",
    tree: `(let x "\\\\u{110000}")`,
  },
  "an open comment": { text: "x A {\n  a = 1\n  ~/*~ b = 2\n}", says: "unterminated-comment", tree: "(declare x A {(= a 1))" },
  "characters without a meaning": { text: `let x = ~§§~${sound}`, says: "unexpected-character: §", tree: `(let x ?)${rest}` },
  "a control character": { text: `let x = 3 ~\u0000~${sound}`, says: "unexpected-character: U+0000", tree: `(let x 3)${rest}` },
  "a number with an open end": { text: "let x = ~3.~ GB", says: "invalid-number: 3.", tree: "(let x ?)" },
  "a number with two points": { text: "let x = ~1.2.3~", says: "invalid-number: 1.2.3", tree: "(let x ?)" },
  "a number without a beginning": { text: "let x = ~.5~", says: "invalid-number: .5", tree: "(let x ?)" },
  "doubled underscores": { text: "let x = ~1__0~", says: "invalid-number: 1__0", tree: "(let x ?)" },
  "a number beyond all numbers": { text: "let x = ~1e999~ s", says: "invalid-number: 1e999", tree: "(let x ?)" },
};

for (const [title, row] of Object.entries(table)) it(title, () => check(row));
