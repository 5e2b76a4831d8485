/** What predictions of serving deployments may be off by, class by class: a little above what is reached. */

import assert from "node:assert/strict";
import { servingClasses } from "../../validation/serving/classes";
import { validateServing } from "../../validation/serving/predict";
import { readRows } from "../../validation/serving/rows";
import { spreadOf } from "../../validation/serving/spread";

const { predictions, leftOut } = validateServing();

/** Median and 90th percentile of each class. */
const bounds: Readonly<Record<string, readonly [number, number]>> = {
  // DeepSeek in 4 bits on B200, whose wider projections make the slow half slower still.
  "tpot at a given concurrency": [0.08, 0.29],
  "tpot at a given concurrency, not calibrated on": [0.08, 0.26],
  "ttft at a given concurrency": [0.17, 0.67],
  "ttft at a given concurrency, not calibrated on": [0.175, 0.67],
  "tpot at a given rate": [0.08, 0.22],
  "ttft at a given rate": [0.12, 0.75],
  "the most tokens/s of TensorRT-LLM": [0.09, 0.22],
  "the most tokens/s of TensorRT-LLM, not calibrated on": [0.09, 0.21],
  "static batches of TensorRT-LLM": [0.1, 0.55],
  "DeepSeek on many Hopper or Blackwell chips": [0.06, 0.28],
  "decode on CloudMatrix384 and Atlas A3": [0.05, 0.2],
  "decode on Ascend 950": [0.13, 0.3],
  "prefill on CloudMatrix384 and Atlas A3": [0.05, 0.3],
  "ablations: how much one plan is faster than another": [0.11, 0.6],
  "tpot on Atlas A2": [0.08, 0.2],
  "MLPerf Inference": [0.26, 0.9],
};

describe("serving deployments", () => {
  for (const { name, holds } of servingClasses) {
    const [median = 1, ninetieth = 3] = bounds[name] ?? [];
    const spread = spreadOf(predictions.filter(holds));
    if (spread.count === 0) continue;
    it(`${name}: median at most ${100 * median}%, 90th percentile at most ${100 * ninetieth}%`, () => {
      assert.ok(spread.median <= median, `median ${spread.median}`);
      assert.ok(spread.ninetieth <= ninetieth, `90th percentile ${spread.ninetieth}`);
    });
  }
  it("each published row is predicted or left out with a reason", () => {
    const known = new Set([...predictions, ...leftOut].map(({ id }) => id));
    assert.deepEqual(
      readRows().rows.filter(({ id }) => !known.has(id)),
      [],
    );
    assert.ok(leftOut.every(({ reason }) => reason.length > 0));
  });
});
