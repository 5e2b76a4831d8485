import assert from "node:assert/strict";
import { plan, program, uri } from "./support";

/** Where the word between the marks leads to: the text there, and its file unless it is this one. */
function leads(marked: string, expected: string, files: Readonly<Record<string, string>> = {}): void {
  const start = marked.indexOf("⟦");
  const end = marked.indexOf("⟧") - 1;
  const text = marked.replace(/[⟦⟧]/g, "");
  const { mentions, declarations } = program(text, files);
  const found = mentions.filter(({ place }) => place.start === start && place.end === end);
  assert.equal(found.length, 1, `${found.length} mentions`);
  const target = found[0]?.target;
  const where = target?.uri === uri ? text.slice(target.start, target.end) : target?.uri;
  assert.equal(where, expected);
  assert.ok(declarations.length >= 0);
}

it("a base", () => leads(`${plan}chip D : ⟦C⟧ { }`, "C"));
it("a reference", () => leads(`${plan}supernode T : S { chip = ⟦H100⟧ }`, "cmx-catalog:/nvidia-hopper.cmx"));
it("a let", () => leads("let watts = 5 W\nlet x = ⟦watts⟧ * 2", "watts"));
it("the head of a path", () => leads(`${plan}let x = ⟦C⟧.power`, "C"));
it("a property behind it", () => leads(`${plan}let x = C.⟦power⟧`, "power"));
it("a block behind it", () => leads(`${plan}let x = C.⟦hbm⟧.capacity`, "hbm"));
it("a fabric in a path", () => leads(`${plan}let x = S.⟦UB⟧.bandwidth`, "UB"));
it("a total, to the chip's figure", () => leads(`${plan}let x = S.hbm.⟦capacity⟧`, "capacity"));
it("a fabric", () => leads(`${plan}serve Q : P { kv_transfer = ⟦NET⟧ }`, "NET"));
it("a path to vary", () => leads(`${plan}sweep X { plan = P, vary workload.⟦input⟧ = [1] }`, "input"));
it("a plan in an expectation", () => leads(`${plan}expect ⟦P⟧.tpot < 1 s`, "P"));
it("an import", () => leads('import ⟦"a.cmx"⟧', "file:///work/a.cmx", { "a.cmx": "let x = 1" }));
it("a name of an import", () => leads('import "a.cmx"\nlet y = ⟦x⟧', "file:///work/a.cmx", { "a.cmx": "let x = 1" }));
it("knows the declaration", () => {
  const { mentions } = program(`${plan}chip D : C { }`);
  assert.equal(mentions.find(({ place }) => place.start > plan.length)?.declaration?.name, "C");
});
it("says everything once", () => {
  const { mentions } = program(`${plan}serve Q : P { }\nexpect P.decode.throughput > 1 tokens/s per chip`);
  const keys = mentions.map(({ place, target }) => `${place.start} ${target.start}`);
  assert.equal(new Set(keys).size, keys.length);
});
