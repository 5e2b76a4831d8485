import assert from "node:assert/strict";
import { inEnglish } from "../../../server/src/language/phrase";
import { definition } from "../../../server/src/features/definition";
import { references } from "../../../server/src/features/references";
import { prepareRename, rename } from "../../../server/src/features/rename";
import { catalogFiles } from "../../../server/src/catalog";
import { flagship } from "../../texts";
import { applyEdits, hostOf, open, uri } from "./helpers";
import { analyse } from "../../../server/src/analysis";

describe("go to definition", () => {
  /** The line that the definition leads to. */
  function check(name: string, marked: string, expected: string, files: Readonly<Record<string, string>> = {}) {
    it(name, () => {
      const { analysis, offset, text } = open(marked, files);
      const target = definition(analysis, offset)?.to;
      assert.ok(target);
      const catalog = catalogFiles.find((file) => file.uri === target.uri)?.text;
      const other = files[target.uri.slice("file:///workspace/".length)];
      const source = target.uri === uri ? text : (catalog ?? other ?? "");
      const start = source.lastIndexOf("\n", target.start - 1) + 1;
      assert.equal(source.slice(start).split("\n")[0]?.trim(), expected);
    });
  }
  check("of a declaration of this file", flagship.replace("= chat", "= cha|t"), "workload chat {");
  check("of a declaration further down", "serve A { workload = w| }\nworkload w { }", "workload w { }");
  check("of a chip of the catalog", "supernode S { chip = Ascend|910C }", "chip Ascend910C {");
  check("of a base", "chip X : H1|00 { }", "chip H100 {");
  check("of a let", "let x = 3 GB\nchip X { hbm { capacity = x| } }", "let x = 3 GB");
  check("of a name in an imported file", 'import "c.cmx"\nsupernode S { chip = C| }', "chip C { }", { "c.cmx": "// mine\nchip C { }" });
  check("of a property behind a path", "workload w {\n  input = 3 tokens\n}\nlet x = w.in|put", "input = 3 tokens");
  it("of nothing", () => {
    const { analysis, offset } = open("chip X { ran|ks = 2 }");
    assert.equal(definition(analysis, offset), undefined);
  });
});

describe("references and rename", () => {
  const text = "let x = 3 GB\nchip A { hbm { capacity = x| } }\nchip B : A { hbm { capacity = 2 * x } }\n";

  it("finds the declaration and every use", () => {
    const { analysis, offset } = open(text);
    assert.equal(references(analysis, offset, []).length, 3);
  });
  it("finds uses in other open files", () => {
    const { analysis, offset } = open("chip C|1 { }");
    const importer = 'import "main.cmx"\nsupernode S { chip = C1 }';
    const other = analyse("file:///workspace/other.cmx", importer, hostOf({ "main.cmx": "chip C1 { }" }));
    assert.deepEqual(
      references(analysis, offset, [other.program]).map((place) => place.uri),
      [uri, "file:///workspace/other.cmx"],
    );
  });
  it("renames everywhere", () => {
    const { analysis, offset, text: before } = open(text);
    const result = rename(analysis, offset, "memory", []);
    assert.ok("edits" in result);
    assert.equal(
      applyEdits(before, result.edits),
      before.replace("let x", "let memory").replaceAll(/= x|\* x/g, (use) => use.replace("x", "memory")),
    );
  });
  it("renames from the declaration as well", () => {
    const { analysis, offset } = open("chip A| { }\nchip B : A { }");
    const result = rename(analysis, offset, "C", []);
    assert.equal("edits" in result && result.edits.length, 2);
  });

  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ["serve A { model = DeepSeek|R1 }", "X", /catalog/],
    ["chip A| { }\nchip B { }", "B", /already declared/],
    ["chip A| { }", "3x", /letters/],
    ["chip A| { }", "serve", /serve is a word of the language/],
    ["chip A| { }\nsupernode S { chip = H100 }", "H100", /H100 is already a chip of the catalog/],
    ["supernode S { fabric UB { } }\nexpect S.U|B.bandwidth > 1 GB/s", "X", /Declarations and lets can be renamed; UB is neither/],
    ["chip A { ran|ks = 2 }", "x", /no name/],
  ];
  for (const [marked, name, reason] of refusals) {
    it(`${JSON.stringify(marked)} cannot become ${name}`, () => {
      const { analysis, offset } = open(marked);
      const result = rename(analysis, offset, name, []);
      assert.match("problem" in result ? inEnglish(result.problem) : "", reason);
    });
  }
  it("a file is called what its author calls it", () => {
    const { analysis, offset } = open('import "m%C3%A4chte.cmx"\nchip A| { }\nsupernode S { chip = B }', {
      "m%C3%A4chte.cmx": "chip B { }",
    });
    const result = rename(analysis, offset, "B", []);
    assert.match("problem" in result ? inEnglish(result.problem) : "", /chip of mächte\.cmx/);
  });
  it("says so before asking for a name", () => {
    const { analysis, offset } = open("serve A { model = DeepSeek|R1 }");
    assert.ok("problem" in prepareRename(analysis, offset, []));
  });
});
