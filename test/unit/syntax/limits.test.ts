// Hostile texts: every one is answered, and none with a flood of messages.
import assert from "node:assert/strict";
import { type Node, childrenOf, format, parse, walk } from "../../../server/src/syntax";

const limit = 200;

/** Parses, walks and formats a text, and names its problems, each kind once. */
function kindsOfProblems(text: string): readonly string[] {
  const { document, problems } = parse(text);
  walk(document, () => undefined);
  format(text, { tabSize: 2 });
  assert.ok(problems.length <= limit);
  return [...new Set(problems.map(({ key }) => key))];
}

/** Levels of the tree. */
function depthOf(node: Node): number {
  return 1 + Math.max(0, ...childrenOf(node).map(depthOf));
}

it("10,000 nested blocks are told once", () => {
  const text = `serve A ${"{ a ".repeat(10_000)}${"}".repeat(10_000)}\nlet y = 2`;
  const { document, problems } = parse(text);
  assert.deepEqual(
    problems.map(({ key, values }) => [key, values]),
    [["too-deep", { limit }]],
  );
  assert.deepEqual(
    document.items.map(({ kind }) => kind),
    ["declaration", "let"],
  );
});

it("10,000 nested parentheses are told once", () => {
  assert.deepEqual(kindsOfProblems(`let x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\nlet y = 2`), ["too-deep"]);
});

it("10,000 nested lists and calls are told once", () => {
  assert.deepEqual(kindsOfProblems(`let x = ${"[max(".repeat(5_000)}1${")]".repeat(5_000)}`), ["too-deep"]);
});

it("as many nested blocks as allowed are fine", () => {
  assert.deepEqual(kindsOfProblems(`serve A ${"{ a ".repeat(limit - 1)}{ }${"}".repeat(limit - 1)}`), []);
});

it("a sum of 100,000 terms is cut short", () => {
  const text = `let x = ${"1 + ".repeat(100_000)}1`;
  assert.deepEqual(kindsOfProblems(text), ["expression-too-long"]);
  assert.ok(depthOf(parse(text).document) < 1100);
});

it("problems stop at two hundred", () => {
  assert.equal(parse("}\n".repeat(1000)).problems.length, limit);
  assert.equal(parse("let x = §\n".repeat(1000)).problems.length, limit);
});

it("a file beyond the limit is refused whole", () => {
  const { document, problems, tokens } = parse(" ".repeat(20_000_001));
  assert.deepEqual(
    problems.map(({ key }) => key),
    ["file-too-large"],
  );
  assert.deepEqual([document.items.length, tokens.count], [0, 1]);
});

/** Texts of a million characters, one for each way in which a careless parser reads a line again and again. */
const million: Readonly<Record<string, (length: number) => string>> = {
  "of names in a block": (length) => `x A {\n${"a ".repeat(length / 2)}`,
  "of open blocks": (length) => "a {\n".repeat(length / 4),
  "of open brackets over lines": (length) => `let x = ${"(\n".repeat(length / 2)}`,
  "of open lists in members": (length) => `x A {\n${"a = [\n".repeat(length / 6)}`,
  "of minus signs": (length) => `let x = ${"-".repeat(length)}`,
  "of comments behind an operator": (length) => `let x = 1 +${"/**/".repeat(length / 4)}`,
  "of documentation": (length) => `${"/// a\n".repeat(length / 6)}chip A { }`,
  "of empty lines in parentheses": (length) => `let x = ((((${"\n".repeat(length)}`,
  "of open strings": (length) => '"\n'.repeat(length / 2),
  "of control characters": (length) => "\u0001\n".repeat(length / 2),
};

for (const [title, make] of Object.entries(million)) {
  it(`a million characters ${title}`, () => {
    const { document, problems } = parse(make(1_000_000));
    assert.equal(document.kind, "document");
    assert.ok(problems.length <= limit);
  });
}

it("a sound file of ten million characters", () => {
  const plan = "serve A {\n  model = B // the usual\n  decode { batch = 96 requests per chip, ep = 320 }\n}\n\n";
  const { document, problems } = parse(plan.repeat(10_000_000 / plan.length));
  assert.deepEqual(problems, []);
  assert.ok(document.items.length > 100_000);
});
