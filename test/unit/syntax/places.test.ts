// What stands at the cursor `|`.
import assert from "node:assert/strict";
import { nodeAt, parse, tokenAt, walk } from "../../../server/src/syntax";

/** Kinds of the nodes around the cursor, from the document to the innermost. */
function check(text: string, ...expected: readonly string[]): void {
  const offset = text.indexOf("|");
  const { document } = parse(text.replace("|", ""));
  assert.deepEqual(
    nodeAt(document, offset).map(({ kind }) => kind),
    ["document", ...expected],
  );
}

it("in a name", () => check("chip Asc|end { }", "declaration", "name"));
it("behind a name", () => check("chip Ascend| { }", "declaration", "name"));
it("in a unit", () => check("x A { a = 3 G|B per chip }", "declaration", "block", "property", "quantity", "unit"));
it("in a scope", () => check("x A { a = 3 GB per ch|ip }", "declaration", "block", "property", "quantity", "scope", "name"));
it("at a missing value", () => check("x A { a =| }", "declaration", "block", "property", "missing"));
it("on a blank line of a block", () => check("x A {\n  a = 1\n  |\n}", "declaration", "block"));
it("on a blank line of an open block", () => check("serve A {\n  a {\n  |\n\nserve B { }", "declaration", "block", "subblock", "block"));
it("at the beginning of what closed a block", () => check("serve A {\n|serve B { }", "declaration", "name"));
it("outside of everything", () => check("let x = 1\n|\nlet y = 2"));

it("the token at an offset", () => {
  const parsed = parse("let x = 1");
  const token = ({ index, start, end }: ReturnType<typeof tokenAt>) => [index, start, end];
  assert.deepEqual(token(tokenAt(parsed, 0)), [0, 0, 3]);
  assert.deepEqual(token(tokenAt(parsed, 3)), [1, 3, 4]);
  assert.deepEqual(token(tokenAt(parsed, 9)), [7, 9, 9]);
});

it("a walk goes through the text in order, and no deeper than it is asked", () => {
  const { document } = parse("x A { a = b.c + max(1 s, [2]) }\nlet y = (-1)");
  const starts: number[] = [];
  walk(document, ({ start }) => starts.push(start));
  assert.deepEqual(
    starts,
    [...starts].sort((a, b) => a - b),
  );
  const kinds: string[] = [];
  walk(document, ({ kind }) => {
    kinds.push(kind);
    return kind === "document";
  });
  assert.deepEqual(kinds, ["document", "declaration", "let"]);
});
