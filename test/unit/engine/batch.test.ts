import assert from "node:assert/strict";
import {
  evaluateServe,
  largestFitting,
  largestMeeting,
  largestPrompting,
  memoryOf,
  type Phase,
  type ServePlan,
  timePhase,
  totalOf,
} from "../../../server/src/engine";
import { largest } from "../../../server/src/engine/serve/batch";
import { bf16, chip, colocated, decode, dense, machine, plan, prefill, workload } from "./toys";

/** Room for the weights and a thousand whole requests, to the byte. */
const exact = (() => {
  const used = (batch: number) => totalOf(memoryOf(dense, decode, bf16, workload, batch));
  return { ...machine, chip: { ...chip, hbm: { ...chip.hbm, capacity: used(1000) } } };
})();
const small: ServePlan = { ...plan, machine: exact };

function fits(phase: Phase, batch: number): boolean {
  return totalOf(memoryOf(dense, phase, bf16, workload, batch)) <= exact.chip.hbm.capacity;
}

describe("the largest batch that fits", () => {
  it("fills the memory to the byte", () => assert.equal(largestFitting(small, decode), 1000));

  it("leaves what the engine leaves of the memory beside weights and activations: a tenth of the requests fewer", () => {
    const nine = { ...decode, runtime: { ...decode.runtime, cacheShare: 0.9 } };
    assert.ok(Math.abs(largestFitting(small, nine) - 900) <= 1);
  });

  it("keeps weights and cache in the engine's share of the memory", () => {
    const half = { ...decode, runtime: { ...decode.runtime, staticShare: 0.5 } };
    const batch = largestFitting(small, half);
    const kept = (requests: number) => {
      const { weights, kvCache, reserve } = memoryOf(dense, decode, bf16, workload, requests);
      return weights + kvCache + reserve;
    };
    assert.ok(kept(batch) <= exact.chip.hbm.capacity / 2 && kept(batch + 1) > exact.chip.hbm.capacity / 2);
  });

  it("is a multiple of the grain", () => assert.equal(largestFitting(small, decode, 64), 960));

  it("is none where the weights alone do not fit", () => {
    const tiny = { ...exact, chip: { ...chip, hbm: { ...chip.hbm, capacity: 500_000 } } };
    assert.equal(largestFitting({ ...small, machine: tiny }, decode), 0);
  });

  const phases: readonly (readonly [string, Phase])[] = [
    ["decode", decode],
    ["prefill", prefill],
    ["colocated", colocated],
    ["data parallel", { ...decode, dp: 4, chips: 4 }],
    ["a pipeline", { ...decode, pp: 2, chips: 2 }],
  ];
  for (const [title, phase] of phases) {
    it(`${title}: it fits, and one more does not`, () => {
      const batch = largestFitting(small, phase);
      assert.ok(fits(phase, batch) && !fits(phase, batch + 1), String(batch));
    });
  }
});

describe("batch = max", () => {
  const evaluate = (tpot: number | undefined, phase: Phase = decode) => {
    const [result] = evaluateServe({
      ...small,
      workload: { ...workload, slo: { ttft: undefined, tpot } },
      phases: [{ ...phase, batch: "max" }],
    }).phases;
    assert.ok(result);
    return result;
  };

  it("without a target, as many as fit", () => assert.equal(evaluate(undefined).batch, 1000));

  // Of a colocated pool only so many write at once that prompts keep up: beyond about 60 the pace stays.
  const paces = [
    [decode, 300],
    [colocated, 30],
  ] as const;
  for (const [phase, wanted] of paces) {
    it(`${phase.name}: as many as meet the target; one more does not`, () => {
      const target = timePhase(small, phase, wanted).tpot * 1.001;
      const { batch, time } = evaluate(target, phase);
      assert.ok(batch >= wanted && batch < 1000, String(batch));
      assert.ok(time.tpot <= target);
      assert.ok(timePhase(small, phase, batch + 1).tpot > target);
    });
  }

  it("none, where no batch meets the target", () => {
    const { batch, fits: fitting } = evaluate(1e-9);
    assert.equal(batch, 0);
    assert.equal(fitting, false);
  });
});

it("a smaller decode batch that meets a target is found up to a limit", () => {
  const target = timePhase(small, decode, 300).tpot;
  assert.equal(largestMeeting(small, decode, target, 1000), 300);
  assert.equal(largestMeeting(small, decode, target, 200), 200);
  assert.equal(largestMeeting(small, decode, target, 1000, 128), 256);
});

it("a smaller prefill batch that reads a prompt in time is found from above", () => {
  const target = timePhase(small, prefill, 3000).promptLatency;
  const batch = largestPrompting(small, prefill, target, 4000);
  assert.ok(timePhase(small, prefill, batch).promptLatency <= target);
  assert.ok(timePhase(small, prefill, batch + 1).promptLatency > target);
  assert.equal(largestPrompting(small, prefill, 1e-12, 4000), 0);
});

it("a bisection finds the last number that holds", () => {
  for (const limit of [1, 2, 3, 1000, 1023, 1024, 1025])
    assert.equal(
      largest(1, (batch) => batch <= limit),
      limit,
    );
  assert.equal(
    largest(7, (batch) => batch <= 1000),
    994,
  );
  assert.equal(
    largest(1, () => false),
    0,
  );
});
