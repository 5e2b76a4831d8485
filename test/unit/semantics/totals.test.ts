import assert from "node:assert/strict";
import { check, clean, lets, machine, plan, program } from "./support";

const totals = (expected: Readonly<Record<string, number>>) => {
  for (const [path, value] of Object.entries(expected)) {
    it(`${path} is ${value}`, () => assert.deepEqual(lets(`${machine}let x = ${path}`), { x: value }));
  }
};

totals({
  "S.chips": 32,
  "S.ranks": 64,
  "S.nodes": 4,
  "S.cpus": 8,
  "S.hbm.capacity": 32 * 128e9,
  "S.hbm.bandwidth": 32 * 3.2e12,
  "S.compute.bf16": 32e15,
  "S.power": 32 * 500,
  "S.UB.bandwidth": 400e9,
  "S.UB.latency": 2e-6,
  "S.NET.bandwidth": 100e9,
  "S.chip.power": 500,
  "S.node.chips": 8,
  "L.chips": 96,
  "L.ranks": 192,
  "L.nodes": 12,
  "L.cpus": 24,
  "L.hbm.capacity": 96 * 128e9,
  "L.power": 3 * 32 * 500,
  "L.UB.bandwidth": 400e9,
  "L.WAN.bandwidth": 50e9,
  "C.hbm.capacity": 128e9,
  "C.ranks": 2,
  "S.hbm.capacity per chip": 128e9,
  "S.hbm.capacity per rank": 64e9,
  "S.chips per node": 8,
  "C.hbm.capacity per rank": 64e9,
  "S.UB.bandwidth per node": 3.2e12,
  "S.UB.bandwidth per link": 100e9,
  "L.power per supernode": 16000,
});

it("a cluster draws what joins its supernodes on top of theirs", () => {
  assert.deepEqual(lets(`${machine}cluster K : L { power = 1 kW }\nlet k = K.power`), { k: 3 * 32 * 500 + 1000 });
});

it("a declared power wins over the chips' together", () => {
  assert.deepEqual(lets(`${machine}supernode T : S { power = 20 kW }\ncluster K : L { supernode = T }\nlet t = T.power\nlet k = K.power`), {
    t: 20e3,
    k: 60e3,
  });
});
it("properties of other declarations", () => {
  assert.deepEqual(
    lets(`${plan}let a = W.input\nlet b = P.workload.slo.tpot\nlet c = P.decode.batch\nlet d = M.layers\nlet e = P.decode.tp`),
    {
      a: 1000,
      b: 0.05,
      c: 96,
      d: 4,
      e: 1,
    },
  );
});
it("a figure of a machine carries no scope into another", () => {
  assert.deepEqual(clean(`${machine}supernode T : S { power = 32 * C.power }`).declarations.at(-1)?.values.get("power")?.type, "number");
  assert.deepEqual(lets(`${machine}supernode T : S { power = 32 * C.power }\nlet x = T.power`), { x: 16000 });
});
it("a plan's batch carries its scope into another", () => {
  const result = clean(`${plan}serve Q : P { decode { batch = 2 * P.decode.batch } }`);
  const batch = result.declarations.at(-1)?.blocks.get("decode")?.values.get("batch");
  assert.deepEqual(batch?.type === "number" && [batch.value, batch.scope], [192, "chip"]);
});

it("a property that does not exist", () =>
  check("CMX202", `${machine}let x = C.hbm.⟦capacty⟧`, "hbm has no property capacty. Did you mean capacity?"));
it("a property that is not set", () =>
  check("CMX202", `${machine}let x = C.⟦die_link⟧`, "C has no property die_link. It is not set there."));
it("a number type that the chip lacks", () =>
  check("CMX202", `${machine}let x = S.⟦compute.fp8⟧`, "S has no property compute.fp8. It is not set there."));
it("a total that does not exist", () => check("CMX202", `${machine}let x = S.⟦chps⟧`, "Did you mean chips"));
it("a block is no number", () => check("CMX232", `${machine}let x = ⟦C.hbm⟧`, "this is a block"));
it("a choice is no number", () => check("CMX232", `${machine}let x = ⟦S.UB.role⟧`, "this is a word"));
it("a scope that the machine does not have", () => check("CMX219", `${machine}let x = C.hbm.capacity ⟦per node⟧`));
it("a measurement before it is taken", () =>
  check("CMX232", `${plan}let x = ⟦P.tpot⟧\nexpect x > 0`, "known before a plan is computed; this is a measurement of P"));
it("the machine's name is missing its end", () =>
  assert.ok(program(`${machine}let x = S.`).findings.every(({ code }) => code.startsWith("CMX1"))));

describe("power of a derived machine", () => {
  const rack = "supernode Rack { chip = H100, nodes = 8, power = 80 kW\n  node { chips = 8 }\n}\n";
  const power = (text: string, name: string) => lets(`${rack}${text}\nlet x = ${name}.power`).x;
  it("is in proportion to its chips", () => assert.equal(power("supernode Half : Rack { nodes = 4 }", "Half"), 40e3));
  it("also two steps on", () =>
    assert.equal(power("supernode Half : Rack { nodes = 4 }\nsupernode Quarter : Half { nodes = 2 }", "Quarter"), 20e3));
  it("also with smaller nodes", () => assert.equal(power("supernode Thin : Rack { node { chips = 4 } }", "Thin"), 40e3));
  it("is what it says itself, where it does", () =>
    assert.equal(power("supernode Half : Rack { nodes = 4, power = 50 kW }", "Half"), 50e3));
  it("is not scaled twice where it was written per node", () =>
    assert.equal(power("supernode Each : Rack { power = 10 kW per node }\nsupernode Fewer : Each { nodes = 4 }", "Fewer"), 40e3));
});
