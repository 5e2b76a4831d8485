/** What holds for any training plan. */

import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  evaluateTrain,
  kernelsOf,
  type Model,
  type Recompute,
  type Schedule,
  type TrainPlan,
  trainTotal,
} from "../../../../server/src/engine";
import { type Scales, unscaled } from "../../../../server/src/engine/hardware";
import { close, dense, ideal, latent, machineOf, mixture } from "../toys";
import { laidOut, training } from "./toys";

const models: readonly Model[] = [dense, mixture, { ...mixture, attention: latent }, { ...dense, layers: 16, tiedEmbeddings: true }];

interface Choices {
  readonly model: Model;
  readonly degrees: readonly [tp: number, pp: number, cp: number, dp: number];
  readonly microbatches: number;
  readonly schedule: Schedule;
  readonly recompute: Recompute;
  readonly zero: 0 | 1 | 2 | 3;
  readonly hidden: number;
  readonly split: boolean;
  readonly cores: number;
  readonly type: "bf16" | "fp8";
}

const choices: fc.Arbitrary<Choices> = fc.record({
  model: fc.constantFrom(...models),
  degrees: fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(1, 2, 4), fc.constantFrom(1, 2), fc.constantFrom(1, 2)),
  microbatches: fc.constantFrom(1, 4, 8),
  schedule: fc.constantFrom<Schedule>("1f1b", "interleaved", "zero_bubble", "dualpipe"),
  recompute: fc.constantFrom<Recompute>("none", "selective", "full"),
  zero: fc.constantFrom(0, 1, 2, 3),
  hidden: fc.constantFrom(0, 0.5, 1),
  split: fc.boolean(),
  cores: fc.constantFrom(0, 0.2),
  type: fc.constantFrom("bf16", "fp8"),
});

function planOf({
  model,
  degrees: [tp, pp, cp, dp],
  microbatches,
  schedule,
  recompute,
  zero,
  hidden,
  split,
  cores,
  type,
}: Choices): TrainPlan {
  const machine = machineOf({
    ...ideal,
    vector: { ...ideal.vector, memory: 0.7, overhead: 1e-6 },
    overhead: { kernel: 2e-6, step: 0 },
    overlap: { ...ideal.overlap, communicationCores: cores },
  });
  const overlap = {
    gradients: hidden,
    parameters: hidden,
    tensor: hidden,
    tensorGradients: hidden,
    context: hidden,
    experts: hidden,
    pipeline: hidden,
  };
  return laidOut(
    { tp, pp, cp, dp, ep: model.moe && split ? tp * cp * dp : 1 },
    {
      model,
      machine,
      schedule,
      recompute,
      zero,
      batch: microbatches * dp,
      runtime: { ...training.runtime, overlap, stepOverhead: 1e-5 },
      precision: { ...training.precision, activations: type },
    },
  );
}

/** A hundred plans. */
function always(property: (plan: TrainPlan) => void): void {
  fc.assert(
    fc.property(choices, (chosen) => property(planOf(chosen))),
    { numRuns: 100 },
  );
}

const seconds = (plan: TrainPlan, scales: Scales = unscaled) => evaluateTrain(plan, scales).step.seconds;

it("every figure is finite and positive", () =>
  always((plan) => {
    const { step, memory, flop, power } = evaluateTrain(plan);
    for (const value of [step.seconds, trainTotal(memory), flop.model, power ?? 1]) assert.ok(Number.isFinite(value) && value > 0);
  }));

it("parts and kernels add up to the step", () =>
  always((plan) => {
    const { step } = evaluateTrain(plan);
    close(
      step.parts.reduce((sum, { exposed }) => sum + exposed, 0),
      step.seconds,
      1e-9,
    );
    close(
      kernelsOf(step).reduce((sum, { exposed }) => sum + exposed, 0),
      step.seconds,
      1e-9,
    );
  }));

it("more of any resource never slows a step", () =>
  always((plan) => {
    const before = seconds(plan);
    for (const more of [{ compute: 1.5 }, { hbm: 1.5 }, { overhead: 1.5 }, { fabrics: { UP: 1.5, OUT: 1.5 } }])
      assert.ok(seconds(plan, { ...unscaled, ...more }) <= before * (1 + 1e-9), JSON.stringify(more));
  }));

it("no step beats the peak, and MFU is below HFU, which is below one", () =>
  always((plan) => {
    const { step, flop, peak } = evaluateTrain(plan);
    assert.ok(flop.model <= flop.hardware && flop.model < flop.full);
    // The head multiplies in bf16, at half the fp8 peak; the attention, too.
    assert.ok(flop.hardware / step.seconds <= peak.linear);
  }));

it("a step is at least the traffic of each fabric over its bandwidth", () =>
  always((plan) => {
    const { step } = evaluateTrain(plan);
    for (const { fabric, bytes } of step.traffic) {
      const bandwidth = plan.machine.fabrics.find(({ name }) => name === fabric)?.bandwidth ?? Number.POSITIVE_INFINITY;
      const hidden = step.parts.reduce((sum, part) => (part.fabric === fabric ? sum + part.hidden : sum), 0);
      assert.ok(bytes / bandwidth <= (step.seconds + hidden) * (1 + 1e-9));
    }
  }));

it("twice the batch takes longer, and at most twice as long", () =>
  always((plan) => {
    const [one, two] = [seconds(plan), seconds({ ...plan, batch: 2 * plan.batch })];
    assert.ok(two > one && two <= 2 * one * (1 + 1e-6), `${two / one}`);
  }));

it("computing more again never takes less time", () =>
  always((plan) => {
    const [none, selective, full] = (["none", "selective", "full"] as const).map((recompute) => evaluateTrain({ ...plan, recompute }));
    assert.ok(none && selective && full);
    assert.ok(none.step.seconds <= selective.step.seconds && selective.step.seconds <= full.step.seconds);
  }));

it("splitting states over more ranks never takes more of their memory", () =>
  always((plan) => {
    const states = ([0, 1, 2, 3] as const).map((zero) => {
      const { weights, gradients, optimizer } = evaluateTrain({ ...plan, zero }).memory;
      return weights + gradients + optimizer;
    });
    for (let stage = 1; stage < 4; stage++) assert.ok((states[stage] ?? 0) <= (states[stage - 1] ?? 0) * (1 + 1e-12));
  }));
