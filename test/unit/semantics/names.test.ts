import assert from "node:assert/strict";
import { check, clean, fixes, machine, model, plan, program, values } from "./support";

it("a declaration may stand after its use", () => {
  const [first, second] = machine.split("supernode S");
  values(`supernode S${second}${first}`, { "S.chip": "C", "L.supernode": "S" });
});

it("the catalog is visible without an import", () => {
  values("supernode S { chip = Ascend910C, node { chips = 8 } }", { "S.chip": "Ascend910C" });
});

it("an own name comes before the catalog's, and says so", () => {
  check("CMX240", "chip ⟦H100⟧ { compute { bf16 = 1 PFLOPS }, hbm { capacity = 1 GB, bandwidth = 1 TB/s } }", "hides the catalog's chip");
  const text = "chip H100 { compute { bf16 = 1 PFLOPS }, hbm { capacity = 1 GB, bandwidth = 1 TB/s } }\nlet a = H100.hbm.capacity";
  assert.equal(program(text).lets[0]?.value?.value, 1e9);
});

it("an unknown kind", () => check("CMX201", "⟦chipp⟧ X { }", "Did you mean chip?"));
it("a kind that is near to none names them all", () =>
  check(
    "CMX201",
    "⟦machine⟧ X { }",
    "A declaration is one of chip, supernode, cluster, model, workload, engine, serve, train, sweep, search.",
  ));
it("names of an unknown kind are not unknown names", () => check("CMX201", "⟦chipp⟧ X { }\nsupernode S { chip = X, node { chips = 8 } }"));
it("an unknown property", () => check("CMX202", `${machine}chip D : C { ⟦powr⟧ = 5 W }`, "Did you mean power?"));
it("a block written as a property", () => check("CMX202", `${machine}chip D : C { ⟦hbm⟧ = 5 GB }`, "It is a block: hbm { … }."));
it("an unknown block", () => check("CMX203", `${machine}chip D : C { ⟦hmb⟧ { } }`, "Did you mean hbm?"));
it("a property written as a block", () => check("CMX203", `${machine}chip D : C { ⟦power⟧ { } }`, "It is a property: power = 700 W."));
it("an unknown name in a reference", () => check("CMX204", "supernode S { chip = ⟦H1000⟧, node { chips = 8 } }", "Did you mean H100"));
it("suggestions for a reference are of the kind that it wants", () => {
  check(
    "CMX204",
    `${machine}workload Cc { input = 1 token, output = 1 token }\nsupernode T { chip = ⟦Cd⟧, node { chips = 8 } }`,
    "Did you mean C?",
  );
});
it("an unknown name in an expression", () => check("CMX204", "let a = 1\nlet b = ⟦aa⟧ + 1", "Did you mean a?"));
it("a reference to something else", () =>
  check("CMX211", `${model}supernode S { chip = ⟦W⟧, node { chips = 8 } }`, "W is a workload; chip wants a chip."));
it("a let where a declaration belongs", () => check("CMX211", "let x = 5\nsupernode S { chip = ⟦x⟧, node { chips = 8 } }", "x is a let"));
it("a name twice", () => check("CMX212", "let x = 1\n\nlet ⟦x⟧ = 2", "already declared in line 1"));
it("a let and a declaration of one name", () =>
  check("CMX212", `let C = 1\n${machine.replace("chip C", "chip ⟦C⟧").split("supernode")[0]}`));
it("a fabric twice", () =>
  check("CMX212", `${machine}supernode T : S { fabric X { role = scale_out, bandwidth = 1 GB/s }, fabric ⟦X⟧ { } }`));
it("a property twice", () => check("CMX213", `${machine}chip D : C {\n  power = 5 W\n  ⟦power⟧ = 6 W\n}`, "already set in line"));
it("the first of two counts", () => {
  const result = program(`${machine}chip D : C { power = 5 W, power = 6 W }`);
  assert.equal(result.declarations.at(-1)?.values.get("power")?.type, "number");
});
it("a block twice", () => check("CMX213", `${machine}chip D : C { hbm { capacity = 5 GB }, ⟦hbm⟧ { capacity = 6 GB } }`));
it("an unknown choice", () => {
  check("CMX208", `${plan}serve Q : P { precision { weights = ⟦bf61⟧ } }`, "Did you mean bf16?");
});
it("an unknown choice in quotes", () => {
  check(
    "CMX208",
    `${model}${machine}train T { model = M, on = S, sequence = 8 tokens, batch = 8 sequences, schedule = ⟦"2f1b"⟧ }`,
    "Did you mean 1f1b?",
  );
});
it("an unknown fabric", () => check("CMX210", `${plan}serve Q : P { kv_transfer = ⟦UBB⟧ }`, "S has no fabric UBB. Did you mean UB?"));
it("a fabric of the supernodes of a cluster", () => {
  values(`${plan}serve Q : P { on = L, kv_transfer = UB, cache { fabric = WAN } }`, { "Q.kv_transfer": "UB", "Q.cache.fabric": "WAN" });
});
it("a fabric that the derived plan's machine lacks", () => {
  check("CMX210", `${plan}serve Q : P { kv_transfer = UB }\nserve ⟦R⟧ : Q { on = DGX_H100 }`, "DGX_H100 has no fabric UB");
});
it("a fabric without a name", () => check("CMX248", `${machine}supernode T : S { ⟦fabric⟧ { role = scale_up } }`));
it("a name where none belongs", () => check("CMX250", `${machine}chip D : C { hbm ⟦X⟧ { capacity = 5 GB } }`));
it("an expect in a block that has none", () =>
  check("CMX244", `${plan}workload V : W { ⟦expect⟧ 1 < 2 }`, "expect cannot stand in workload"));
it("a vary outside of a sweep", () => check("CMX244", `${plan}serve Q : P { ⟦vary⟧ decode.batch = [1] }`, "vary cannot stand in serve"));
it("a list where a name belongs", () =>
  check("CMX232", `${plan}serve Q : P { model = ⟦[M]⟧ }`, "wants the name of a model; this is a list"));

it("a misspelled name has a fix", () => {
  fixes(`${machine}chip D : C { powr = 5 W }`, `${machine}chip D : C { power = 5 W }`);
  fixes(`${machine}supernode T : S { chip = Ascend910 }`, `${machine}supernode T : S { chip = Ascend910C }`);
});

it("a catalog file does not hide itself", () => {
  const { visible } = clean("");
  const chip = visible.get("Ascend910C");
  assert.equal(chip?.uri, "cmx-catalog:/ascend-910c.cmx");
});
