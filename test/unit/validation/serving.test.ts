/** What predictions of serving deployments may be off by, class by class: a little above what is reached. */

import assert from "node:assert/strict";
import type { Prediction } from "../../validation/prediction";
import { validateServing } from "../../validation/serving/predict";
import { readRows } from "../../validation/serving/rows";
import { spreadOf } from "../../validation/serving/spread";

const { predictions, leftOut } = validateServing();

interface Class {
  readonly name: string;
  readonly holds: (prediction: Prediction) => boolean;
  readonly median: number;
  readonly ninetieth: number;
}

const concurrency = ({ id }: Prediction) => id.startsWith("aic-");

const classes: readonly Class[] = [
  { name: "tpot at a given concurrency", holds: (each) => concurrency(each) && each.metric === "tpot", median: 0.09, ninetieth: 0.3 },
  { name: "ttft at a given concurrency", holds: (each) => concurrency(each) && each.metric === "ttft", median: 0.22, ninetieth: 0.75 },
  {
    name: "tpot at a given concurrency, rows that no overhead was calibrated on",
    holds: (each) => concurrency(each) && !each.calibrated && each.metric === "tpot",
    median: 0.11,
    ninetieth: 0.32,
  },
  {
    name: "tpot at a given rate",
    holds: ({ id, metric }) => id.startsWith("trtllm-online") && metric === "tpot",
    median: 0.13,
    ninetieth: 0.3,
  },
  {
    name: "the most tokens/s of TensorRT-LLM",
    holds: ({ id, metric }) => /^trtllm-(v0\.17|v1|latest)/.test(id) && metric === "throughput",
    median: 0.115,
    ninetieth: 0.28,
  },
  {
    name: "tpot on Atlas A2",
    holds: ({ id }) => id.startsWith("vllmascend-qwen32b"),
    median: 0.08,
    ninetieth: 0.2,
  },
  {
    name: "decode on CloudMatrix384",
    holds: ({ id, metric }) => id.startsWith("cm384") && metric === "decode.throughput",
    median: 0.04,
    ninetieth: 0.2,
  },
];

describe("serving deployments", () => {
  for (const { name, holds, median, ninetieth } of classes) {
    const spread = spreadOf(predictions.filter(holds));
    it(`${name}: median at most ${100 * median}%, 90th percentile at most ${100 * ninetieth}%`, () => {
      assert.ok(spread.count > 0);
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
