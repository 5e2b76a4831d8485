import assert from "node:assert/strict";
import { actions } from "../../../server/src/features/actions";
import { folding } from "../../../server/src/features/folding";
import { lenses } from "../../../server/src/features/lenses";
import { outline, type OutlineSymbol } from "../../../server/src/features/outline";
import { flagship } from "../../texts";
import { applyEdits, open, trial } from "./helpers";

function tree(symbols: readonly OutlineSymbol[], indent = ""): string {
  return symbols
    .map(({ name, detail, children }) => `${indent}${name}${detail ? ` · ${detail}` : ""}\n${tree(children, `${indent}  `)}`)
    .join("");
}

describe("outline", () => {
  it("shows declarations with their blocks and properties", () => {
    const { analysis } = open(`import "a.cmx"
let x = 3 *
  2
chip C : H100 {
  ranks = 2
  hbm { capacity = 3 GB }
}
supernode S { fabric UB { } }
expect C.ranks == 2 within 1%
sweep s { vary decode.batch = 1..8 }`);
    assert.equal(
      tree(outline(analysis)),
      `a.cmx · import
x · 3 * 2
C · chip : H100
  ranks · 2
  hbm
    capacity · 3 GB
S · supernode
  fabric UB
C.ranks == 2 within 1% · expect
s · sweep
  decode.batch · 1..8
`,
    );
  });
  it("every name lies inside its own range", () => {
    const { analysis } = open(flagship);
    const inside = (symbol: OutlineSymbol): boolean =>
      symbol.span.start <= symbol.selection.start && symbol.selection.end <= symbol.span.end && symbol.children.every(inside);
    assert.ok(outline(analysis).every(inside));
  });
  it("half-typed text has one too", () => {
    const { analysis } = open("chip\nserve R1 {\n  model =\n  decode {");
    assert.match(tree(outline(analysis)), /R1 · serve\n {2}model\n {2}decode/);
  });
});

describe("folding", () => {
  it("folds blocks and runs of comments", () => {
    const { analysis, text } = open("// one\n// two\nserve R1 {\n  slo { a = 1 }\n  decode {\n    tp = 8\n  }\n}\n// alone\n");
    const lines = folding(analysis).map(({ kind, span }) => {
      const line = (offset: number) => text.slice(0, offset).split("\n").length;
      return `${kind} ${line(span.start)}-${line(span.end)}`;
    });
    assert.deepEqual(lines, ["block 3-7", "block 5-6", "comment 1-2"]);
  });
});

describe("quick fixes", () => {
  it("a misspelt property is mended by its fix", () => {
    const { analysis, text, offset } = open("workload w {\n  inp|t = 4096 tokens\n  output = 256 tokens\n}\n");
    const [fix] = actions(analysis, { start: offset, end: offset }, trial);
    assert.ok(fix?.preferred);
    const after = applyEdits(text, fix.edits);
    assert.match(after, /input = 4096 tokens/);
    assert.deepEqual(open(after).analysis.findings, []);
  });
  it("only findings under the selection offer theirs", () => {
    const { analysis } = open("workload w {\n  inpt = 4096 tokens\n  output = 256 tokens\n}\n");
    assert.deepEqual(actions(analysis, { start: 0, end: 3 }, trial), []);
  });
});

describe("code lenses", () => {
  it("each plan has Simulate and its headline", () => {
    const { analysis } = open(flagship);
    const [simulate, figures, ...rest] = lenses(analysis);
    assert.equal(simulate?.plan, "R1");
    assert.match(simulate.title, /Simulate/);
    assert.match(figures?.title ?? "", /^[\d,.]+ tokens\/s per chip · TPOT [\d.]+ ms · TTFT [\d.]+ m?s · limited by \w+$/);
    assert.deepEqual(rest, []);
  });
  it("a plan with errors has Simulate alone", () => {
    const { analysis } = open("serve R1 { model = Nothing }");
    assert.equal(lenses(analysis).length, 1);
  });
});
