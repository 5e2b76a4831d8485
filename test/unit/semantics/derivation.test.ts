import assert from "node:assert/strict";
import { check, clean, declaration, machine, model, program, values } from "./support";

it("starts from all of the base and replaces what it names", () => {
  values(`${machine}chip D : C { power = 600 W }`, {
    "D.power": "600 per chip",
    "D.ranks": "2",
    "D.compute.bf16": "1000000000000000 per chip",
  });
});

it("merges sub-blocks", () => {
  values(`${machine}chip D : C { hbm { capacity = 64 GB } }`, {
    "D.hbm.capacity": "64000000000 per chip",
    "D.hbm.bandwidth": "3200000000000 per chip",
  });
});

it("merges fabrics by name and adds new ones at the end", () => {
  const result = clean(`${machine}supernode T : S { fabric NEW { role = frontend, bandwidth = 1 GB/s }, fabric UB { planes = 8 } }`);
  assert.deepEqual(
    declaration(result, "T").named.map(({ name, values: own }) => [name, own.has("role"), own.has("planes")]),
    [
      ["UB", true, true],
      ["NET", true, false],
      ["NEW", true, false],
    ],
  );
});

it("starts from a catalog entry", () => values("chip D : H100 { hbm { capacity = 96 GB } }", { "D.hbm.capacity": "96000000000 per chip" }));
it("a base may come later, and have a base itself", () => {
  values(`chip E : D { power = 1 W }\nchip D : C { ranks = 4 }\n${machine}`, { "E.power": "1 per chip", "E.ranks": "4" });
});
it("figures over ranks follow the derived layout", () => {
  const base = "chip A { ranks = 2, compute { bf16 = 1 PFLOPS per rank }, hbm { capacity = 64 GB per rank, bandwidth = 1 TB/s } }\n";
  values(`${base}chip B : A { ranks = 4 }`, { "A.hbm.capacity": "128000000000 per chip", "B.hbm.capacity": "256000000000 per chip" });
});
it("expectations are not inherited", () => {
  const result = clean(`${machine}supernode A : S { expect chips == 32 within 1% }\nsupernode B : A { }`);
  assert.deepEqual(
    ["A", "B"].map((name) => declaration(result, name).expects.length),
    [1, 0],
  );
});
it("knows its base", () => assert.equal(declaration(clean(`${machine}chip D : C { }`), "D").base?.name, "C"));

it("an unknown base", () => check("CMX224", "chip D : ⟦H1000⟧ { }", "no chip H1000 to start from. Did you mean H100"));
it("a base of another kind", () => check("CMX225", `${model}chip D : ⟦W⟧ { }`, "W is a workload, and cannot be the base of a chip"));
it("a base that is itself", () => check("CMX226", "chip D : ⟦D⟧ { }", "D → D"));
it("a circle of bases is said once", () => check("CMX226", "chip A : ⟦B⟧ { }\nchip B : C { }\nchip C : A { }", "A → B → C → A"));
it("what starts from a circle is silent", () => check("CMX226", "chip X : A { }\nchip A : ⟦A⟧ { }"));
it("a chain of bases that is too long", () => {
  const chain = Array.from({ length: 30 }, (_, index) => `chip C${index + 1} : C${index} { }`).join("\n");
  const codes = program(`${machine.replace(/\bC\b/g, "C0")}${chain}`).findings.map(({ code }) => code);
  assert.deepEqual(codes, ["CMX251"]);
});
