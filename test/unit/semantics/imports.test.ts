import assert from "node:assert/strict";
import { check, clean, declaration, machine, program, values } from "./support";

it("makes declarations and lets of the other file visible", () => {
  values(
    `import "machines.cmx"\nchip D : C { power = watts }`,
    { "D.ranks": "2", "D.power": "300 per chip" },
    { "machines.cmx": `${machine}let watts = 300 W` },
  );
});
it("and what that one imports", () => {
  const files = { "all.cmx": 'import "machines.cmx"', "machines.cmx": machine };
  values('import "all.cmx"\nchip D : C { }', { "D.ranks": "2" }, files);
});
it("own names come before imported ones", () => {
  const files = { "a.cmx": "let x = 1" };
  assert.equal(clean('import "a.cmx"\nlet y = x\nlet x = 2', files).lets[0]?.value?.value, 2);
});
it("an imported expression keeps the names of its own file", () => {
  const files = { "a.cmx": "let x = 1\nlet twice = x * 2" };
  assert.equal(clean('import "a.cmx"\nlet x = 50\nlet y = twice', files).lets[1]?.value?.value, 2);
});
it("a file with errors can still be imported, and its first error is told at the import", () => {
  const files = { "a.cmx": `${machine}\nlet z = nothing\nchip Broken {{{ = =` };
  const text = 'import "a.cmx"\nchip D : C { }';
  assert.equal(declaration(program(text, files), "D").sound, true);
  check("CMX252", text.replace('"a.cmx"', '⟦"a.cmx"⟧'), "in line 20: Nothing is called nothing.", files);
});
it("an error further down the way is told at the import that leads there", () =>
  check("CMX252", 'import ⟦"a.cmx"⟧', "b.cmx has an error in line 1: The divisor is zero.", {
    "a.cmx": 'import "b.cmx"',
    "b.cmx": "let x = 1 / 0",
  }));
it("names the files that it depends on", () => {
  const { dependencies } = program('import "a.cmx"\nimport "gone.cmx"', { "a.cmx": 'import "b.cmx"', "b.cmx": "" });
  assert.deepEqual([...dependencies].sort(), ["file:///work/a.cmx", "file:///work/b.cmx", "file:///work/gone.cmx"]);
});

it("a missing file", () => check("CMX228", 'import ⟦"gone.cmx"⟧', "There is no file gone.cmx."));
it("a file that imports this one", () => {
  check("CMX229", 'import ⟦"a.cmx"⟧\nlet x = 1', "plan.cmx → a.cmx → plan.cmx", { "a.cmx": 'import "plan.cmx"\nlet y = x' });
});
it("a file that imports itself", () => check("CMX229", 'import ⟦"plan.cmx"⟧', "plan.cmx → plan.cmx"));
it("circles elsewhere are not this file's business", () =>
  void clean('import "a.cmx"', { "a.cmx": 'import "b.cmx"', "b.cmx": 'import "a.cmx"' }));
it("a circle still gives its names", () => {
  const result = program('import "a.cmx"\nlet x = 1\nlet z = y', { "a.cmx": 'import "plan.cmx"\nlet y = x + 1' });
  assert.equal(result.lets[1]?.value?.value, 2);
});
it("a file outside of the workspace", () => check("CMX230", 'import ⟦"../secret.cmx"⟧'));
it("an absolute path", () => check("CMX231", 'import ⟦"/etc/passwd.cmx"⟧', "must be relative"));
it("an address", () => check("CMX231", 'import ⟦"https://example.org/a.cmx"⟧', "must be relative"));
it("a file of another sort", () => check("CMX231", 'import ⟦"a.json"⟧', "does not end in .cmx"));
it("an empty path", () => check("CMX231", 'import ⟦""⟧', "empty"));
it("of an imported file its errors are counted, not repeated", () =>
  check("CMX252", 'import ⟦"a.cmx"⟧', "a.cmx has 2 errors, the first in line 1", { "a.cmx": "let x = nothing\nlet y = void" }));
it("warnings of an imported file are its own", () => void clean('import "a.cmx"', { "a.cmx": `${machine}let H100 = 1` }));
it("a plan that uses a broken import is not sound", () => {
  const files = { "a.cmx": "chip A : H100 { power = 5 }" };
  const { declarations } = program('import "a.cmx"\nsupernode S { chip = A, node { chips = 8 } }', files);
  assert.equal(declarations[0]?.sound, false);
});
