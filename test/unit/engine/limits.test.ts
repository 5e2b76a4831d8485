import assert from "node:assert/strict";
import { type Calibration, evaluateServe, limitsOf, type Machine, type Phase, type ServePlan, tierLoads } from "../../../server/src/engine";
import { close, decode, freeExchange, ideal, machine, machineOf, mixture, plan, prefill, scaleUp } from "./toys";

/** Losses everywhere, so that every resource counts; tensor parallel, so that a fabric does. */
const lossy: Partial<Calibration> = {
  gemm: { ...ideal.gemm, memory: 0.8, halfDepth: 100 },
  overhead: { kernel: 1e-6, step: 100e-6 },
  collective: { ...ideal.collective, latency: 5e-6, stage: 1e-6 },
  vector: { memory: 0.6, quantisation: 0.6, overhead: 2e-6 },
  lowLatency: { dispatch: { ...freeExchange, message: 1e-6 }, combine: { ...freeExchange, message: 1e-6 } },
  normal: { dispatch: { ...freeExchange, bandwidth: 1e9 }, combine: { ...freeExchange, bandwidth: 1e9 }, sending: "direct" },
};
const lossyMachine: Machine = machineOf(lossy);

function limits(phase: Phase, changes: Partial<ServePlan> = {}) {
  const whole: ServePlan = { ...plan, machine: lossyMachine, phases: [phase], ...changes };
  const [result] = evaluateServe(whole).phases;
  assert.ok(result);
  return { whole, result, all: limitsOf(whole, result) };
}

describe("elasticities", () => {
  /*
   * The time of a serial step is a sum of terms, each of which one resource alone sets: T = Σ T_r, and T_r ∝ 1 / r. With throughput
   * 1 / T, the elasticity of r is (r / X) dX/dr = T_r / T, so that they add up to 1. (Growing all by 1% makes the step 1% shorter.)
   * A finite step of 1% measures T_r / T / (1.01 − 0.01 T_r / T), at most 1% less.
   */
  const phases: readonly (readonly [string, Phase])[] = [
    ["decode", { ...decode, tp: 2, chips: 2 }],
    ["a large decode", { ...decode, tp: 2, chips: 2, batch: 100_000 }],
    ["prefill", { ...prefill, tp: 4, chips: 4 }],
    ["experts whose copies take their time", { ...decode, dp: 8, ep: 8, chips: 8, batch: 512 }],
    ["experts whose copies take their bytes", { ...decode, dp: 8, ep: 8, chips: 8, batch: 512, expertPath: "normal" }],
    ["experts over two nodes", { ...decode, dp: 16, ep: 16, redundantExperts: 8, chips: 16, batch: 1024 }],
  ];
  for (const [title, phase] of phases) {
    it(`${title}: those of a serial step add up to one`, () => {
      const { all } = limits(phase, { model: mixture });
      close(
        all.reduce((sum, { elasticity }) => sum + elasticity, 0),
        1,
        0.01,
      );
    });
  }

  it("a host that is slower than the chip is overhead, and nothing else counts", () => {
    const { runtime } = decode;
    for (const slow of [{ requestHost: 1 }, { graphs: false, launch: 1 }]) {
      const [first, ...others] = limits({ ...decode, runtime: { ...runtime, ...slow } }).all;
      assert.equal(first?.resource, "overhead");
      close(first?.elasticity ?? 0, 1, 0.01);
      for (const { elasticity } of others) assert.equal(elasticity, 0);
    }
  });

  it("the first is the largest", () => {
    const { all } = limits({ ...decode, tp: 2, chips: 2 });
    assert.deepEqual(
      all.map(({ elasticity }) => elasticity),
      all.map(({ elasticity }) => elasticity).sort((left, right) => right - left),
    );
  });

  it("a step of memory alone is the memory's", () => {
    const [first, ...others] = limits(decode, { machine }).all;
    assert.equal(first?.resource, "hbm");
    close(first?.share ?? 0, 1);
    close(first?.elasticity ?? 0, 1, 1e-9);
    for (const { elasticity } of others) assert.equal(elasticity, 0);
  });

  it("a fabric that no part of the step uses has none", () => {
    assert.ok(!limits(decode).all.some(({ resource }) => resource === "UP"));
    assert.ok(limits({ ...decode, tp: 2, chips: 2 }).all.some(({ resource }) => resource === "UP"));
  });
});

it("shares are the exposed time by what bounds it, and add up to one", () => {
  const { result } = limits({ ...decode, tp: 2, chips: 2 });
  const { step } = result.time;
  close(
    [...step.shares.values()].reduce((sum, seconds) => sum + seconds, 0),
    step.seconds,
  );
});

describe("load of a fabric", () => {
  const spread: Phase = { ...decode, dp: 16, ep: 8, chips: 16, batch: 1024 };
  const loads = (phase: Phase) => {
    const { whole, result } = limits(phase, { model: mixture });
    return { loads: tierLoads(whole.machine, result.time.step), seconds: result.time.step.interval };
  };

  it("the bytes of a step over its time and the raw capacity; near tiers carry what goes far, too", () => {
    const { loads: tiers, seconds } = loads(spread);
    const [near, far] = tiers;
    assert.ok(near && far && tiers.length === 2);
    close(far.utilization, far.bytes / (seconds * scaleUp.bandwidth));
    close(near.utilization, (near.bytes + far.bytes) / (seconds * scaleUp.bandwidth));
  });

  it("64 tokens to 2 experts in 3 layers, there and back: 3 of 8 peers are near, 4 are far", () => {
    // Each expert is split over two ranks, so that four of the eight groups lie in a node.
    const { loads: tiers } = loads(spread);
    const copies = 3 * 64 * 2 * (64 * 2 + 64 * 2);
    assert.deepEqual(
      tiers.map(({ tier, bytes }) => [tier, bytes]),
      [
        [1, (copies * 3) / 8],
        [2, (copies * 4) / 8],
      ],
    );
  });
});
