import assert from "node:assert/strict";
import { evaluateTrain, stageLayers } from "../../../../server/src/engine";
import { bubbleSeconds, microbatchesHeld } from "../../../../server/src/engine/train/pipeline";
import { close, dense } from "../toys";
import { alone, laidOut, training } from "./toys";

/** Stages that take a second for each of the three passes. */
const even = (pp: number) => Array.from({ length: pp }, () => ({ forward: 1, input: 1, weight: 1, steady: 3 }));

describe("the bubble of a pipeline of even stages", () => {
  it("1f1b: (p − 1)(F + B + W)", () => close(bubbleSeconds("1f1b", even(8), 1), 7 * 3));
  it("as a share (p − 1) / (m + p − 1)", () => {
    const [pp, microbatches] = [8, 24];
    const bubble = bubbleSeconds("1f1b", even(pp), 1);
    close(bubble / (3 * microbatches + bubble), (pp - 1) / (microbatches + pp - 1));
  });
  it("interleaved: a piece of it for each chunk", () => close(bubbleSeconds("interleaved", even(8), 4), (7 * 3) / 4));
  it("zero bubble: (p − 1)(F + B − W), a third", () => close(bubbleSeconds("zero_bubble", even(8), 1), 7));
  it("DualPipe: (p / 2 − 1)(F&B + B − 3 W), B with its weights", () => close(bubbleSeconds("dualpipe", even(8), 1), 3 * (3 + 2 - 3)));
  it("one stage has none", () => {
    for (const schedule of ["1f1b", "interleaved", "zero_bubble", "dualpipe"] as const) close(bubbleSeconds(schedule, even(1), 2), 0);
  });
});

it("uneven stages wait for the slowest: all others work once", () => {
  const stages = [2, 5, 1].map((seconds) => ({ forward: seconds, input: 0, weight: 0, steady: seconds }));
  close(bubbleSeconds("1f1b", stages, 1), 3);
});

describe("microbatches that a stage holds", () => {
  it("1f1b: as many as stages behind it", () =>
    assert.deepEqual(
      [0, 1, 7].map((stage) => microbatchesHeld("1f1b", 8, stage, 1, 99)),
      [8, 7, 1],
    ));
  it("never more than there are", () => assert.equal(microbatchesHeld("1f1b", 8, 0, 1, 3), 3));
  it("interleaved, the first stage: p (1 + (p − 1) / (p v)) (Korthikanti 2022, section 4.2.3)", () =>
    close(microbatchesHeld("interleaved", 8, 0, 3, 99), 8 * (1 + 7 / (8 * 3))));
  it("DualPipe: p + 1 on every rank", () => assert.equal(microbatchesHeld("dualpipe", 8, 5, 1, 99), 9));
});

describe("layers of the stages", () => {
  it("even", () => assert.deepEqual(stageLayers(12, { ...alone, pp: 4 }), [3, 3, 3, 3]));
  it("what does not divide goes to the middle", () => assert.deepEqual(stageLayers(14, { ...alone, pp: 4 }), [3, 4, 4, 3]));
  it("with written ends", () => assert.deepEqual(stageLayers(61, { ...alone, pp: 4, firstLayers: 14, lastLayers: 15 }), [14, 16, 16, 15]));
  it("one stage has them all", () => assert.deepEqual(stageLayers(61, alone), [61]));
});

it("a step of a pipeline: all microbatches of the busiest stage, and the bubble", () => {
  const plan = laidOut({ pp: 4 }, { model: { ...dense, layers: 8 } });
  const { step, stages, busiest, bubble } = evaluateTrain(plan);
  const update = ["optimizer", "pipeline_send"].reduce(
    (sum, name) => sum + (step.parts.find((part) => part.name === name)?.exposed ?? 0),
    0,
  );
  close(step.seconds, 8 * (stages[busiest]?.steady ?? 0) + bubble + update, 1e-9);
});

it("chunks make the bubble smaller, and the memory of the first stage larger", () => {
  const model = { ...dense, layers: 16 };
  const one = evaluateTrain(laidOut({ pp: 4 }, { model }));
  const four = evaluateTrain(laidOut({ pp: 4, chunks: 4 }, { model, schedule: "interleaved" }));
  assert.ok(four.bubble < one.bubble);
  assert.ok((four.stages[0]?.memory.activations ?? 0) > (one.stages[0]?.memory.activations ?? 0));
});

it("two copies of the parameters with DualPipe", () => {
  const model = { ...dense, layers: 8 };
  const weights = (schedule: "1f1b" | "dualpipe") => evaluateTrain(laidOut({ pp: 4 }, { model, schedule })).stages[1]?.memory.weights ?? 0;
  close(weights("dualpipe"), 2 * weights("1f1b"));
  assert.equal(training.schedule, "1f1b");
});
