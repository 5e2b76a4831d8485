import assert from "node:assert/strict";
import { evaluateTrain, type TrainPlan } from "../../../../server/src/engine";
import { jobOf } from "../../../../server/src/engine/train/setting";
import { training } from "./toys";

describe("what is worked out for a training job", () => {
  const other: readonly Partial<TrainPlan>[] = [{ name: "Other" }, { chips: 5 }, { tokens: 1e12 }, { batch: training.batch * 2 }];
  for (const loads of other) {
    it(`serves it with another ${Object.keys(loads).join()}, too`, () => assert.equal(jobOf({ ...training, ...loads }), jobOf(training)));
  }

  it("is not for one microbatch, whose gradients are added to nothing", () =>
    assert.notEqual(jobOf({ ...training, batch: training.microbatch * training.layout.dp }), jobOf(training)));

  const { name: _name, chips: _chips, batch: _batch, tokens: _tokens, failures: _failures, machine: _machine, ...rest } = training;
  const fields: readonly (keyof typeof rest)[] = ["zeroRanks", "recomputeLayers", ...(Object.keys(rest) as (keyof typeof rest)[])];
  for (const key of new Set(fields)) {
    // Of each kind of value one that stands in no plan.
    const value = typeof training[key] === "object" ? { ...training[key] } : typeof training[key] === "number" ? 3.5 : "other";
    it(`is not for another ${key}`, () => {
      const job = jobOf(training);
      assert.notEqual(job, jobOf({ ...training, [key]: value }));
    });
  }

  it("is worked out again where it was not asked for in a while", () => {
    const first = evaluateTrain(training).step.seconds;
    for (let sequence = 1; sequence < 50; sequence++) evaluateTrain({ ...training, sequence });
    assert.equal(evaluateTrain(training).step.seconds, first);
  });
});
