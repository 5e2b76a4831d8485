/** Ranges in which eight measurements in ten lie. */

import assert from "node:assert/strict";
import { coverageOf } from "../../validation/coverage";
import type { Prediction } from "../../validation/prediction";
import { rangeOf, rangeOfKind } from "../../validation/range";
import { validateServing } from "../../validation/serving/predict";

const one: Prediction = {
  id: "a",
  source: "",
  chip: "H100",
  engine: "vllm",
  modelClass: "dense",
  model: "Llama31_8B",
  metric: "tpot",
  predicted: 1.1,
  measured: 1,
  calibrated: false,
  remarks: [],
};
const spread = Array.from({ length: 101 }, (_, index) => index / 100 - 0.5);

describe("the range of a kind of plans", () => {
  it("of many rows is that of their own percentiles", () => {
    const { low, median, high } = rangeOf(spread, []);
    for (const [value, expected] of [
      [low, -0.4],
      [median, 0],
      [high, 0.4],
    ] as const)
      assert.ok(Math.abs(value - expected) < 0.02, `${value}`);
  });
  it("of one row is nearly that of the others: its own is one in thirty-one", () => {
    const { low, high } = rangeOf([0], spread);
    assert.ok(low < -0.35 && high > 0.35);
  });
  it("of a thousand rows hardly knows the others", () => {
    const { low, high } = rangeOf(
      Array.from({ length: 1000 }, () => 0.1),
      spread,
    );
    assert.deepEqual([low, high], [0.1, 0.1]);
  });
  it("mixes in other chips and engines, but no other class of models while there is one", () => {
    const other: Prediction = { ...one, chip: "B200", predicted: 2 };
    const moe: Prediction = { ...one, modelClass: "moe", predicted: 9 };
    const kind = { chip: "H100", engine: "vllm", model: "dense" };
    assert.ok(Math.abs((rangeOfKind(kind, [one, other, moe])?.high ?? 0) - 1) < 1e-9);
    assert.equal(rangeOfKind({ ...kind, chip: "A100_80GB" }, [one]), undefined);
  });
});

describe("the ranges that reports show", () => {
  const coverage = coverageOf(validateServing().predictions);
  const all = coverage.find(({ figure }) => figure === "all");
  it("hold for about eight rows in ten that they were not made of, and hardly fewer of a model left out", () => {
    assert.ok(all && all.rows > 900);
    assert.ok(all.row > 0.77 && all.row < 0.88, `${all.row}`);
    assert.ok(all.model > 0.75 && all.model < 0.88, `${all.model}`);
  });
  it("hold for three in four of a kind left out", () => assert.ok(all && all.kind > 0.72, `${all?.kind}`));
});
