import { evaluateTrain, type Model, type TrainPlan } from "../../../../server/src/engine";
import { keptActivations, layerActivations } from "../../../../server/src/engine/train/activations";
import { jobOf } from "../../../../server/src/engine/train/setting";
import { close, dense, mixture } from "../toys";
import { laidOut, training } from "./toys";

const gib = 2 ** 30;

describe("ZeRO, as its paper counts 7.5 billion parameters on 64 ranks (Rajbhandari 2020, figure 1)", () => {
  /** Bytes of weights, gradients and states for a parameter, times 7.5e9. */
  const states = (zero: TrainPlan["zero"]): number => {
    const { memory } = evaluateTrain(laidOut({ dp: 64 }, { zero, batch: 64 }));
    const [whole] = [evaluateTrain(laidOut({ dp: 64 }, { batch: 64 })).memory.weights / 2];
    return ((memory.weights + memory.gradients + memory.optimizer) / whole) * 7.5;
  };
  for (const [zero, gigabytes] of [
    [0, 120],
    [1, 31.4],
    [2, 16.6],
    [3, 1.88],
  ] as const)
    it(`stage ${zero}: ${gigabytes} GB`, () => close(states(zero), gigabytes, 0.01));
});

describe("activations, as Korthikanti 2022 has them", () => {
  const [tokens, hidden, heads, sequence] = [4 * 2048, 6144, 64, 2048];
  /** GPT 22B of the paper. */
  const gpt: Model = {
    ...dense,
    layers: 48,
    hidden,
    attention: { kind: "gqa", heads, kvHeads: heads, headDim: 96, window: undefined },
    ffn: { intermediate: 4 * hidden },
    ffnMatrices: 2,
  };
  const old = { ...training.runtime, storedScores: true, dropout: true };
  const plan = (tp: number, more: Partial<TrainPlan> = {}) =>
    laidOut({ tp }, { model: gpt, sequence, microbatch: 4, batch: 4, runtime: old, sequenceParallel: false, ...more });
  const layer = (of: TrainPlan) => layerActivations(jobOf(of), { attention: gpt.attention, network: "dense" });
  const kept = (of: TrainPlan) => keptActivations(jobOf(of), { attention: gpt.attention, network: "dense" });
  const scores = (5 * heads * sequence) / hidden;

  it("alone: sbh (34 + 5 a s / h)", () => close(layer(plan(1)), tokens * hidden * (34 + scores)));
  it("tensor parallel: sbh (10 + 24 / t + 5 a s / h t)", () => close(layer(plan(8)), tokens * hidden * (10 + 24 / 8 + scores / 8)));
  it("with sequence parallelism: sbh / t (34 + 5 a s / h)", () =>
    close(layer(plan(8, { sequenceParallel: true })), (tokens * hidden * (34 + scores)) / 8));
  it("selective recomputation besides: 34 sbh / t", () =>
    close(kept(plan(8, { sequenceParallel: true, recompute: "selective" })), (34 * tokens * hidden) / 8));
  it("full recomputation: 2 sbh", () => close(kept(plan(8, { recompute: "full" })), 2 * tokens * hidden));
  it("22B on eight ranks: 59.25 GiB, and 9.56 GiB (figure 7)", () => {
    close((48 * layer(plan(8))) / gib, 59.25, 1e-3);
    close((48 * kept(plan(8, { sequenceParallel: true, recompute: "selective" }))) / gib, 9.56, 1e-3);
  });
  it("FlashAttention keeps no scores, but one sum a row: 4 bytes a head and token", () =>
    close(layer(plan(1, { runtime: { ...old, storedScores: false } })), tokens * (34 * hidden + 4 * heads)));
});

describe("what a rank holds besides", () => {
  it("experts are copied over what ep leaves of the ranks, and split there", () => {
    const memory = (ep: number) => evaluateTrain(laidOut({ dp: 8, ep }, { model: mixture, zero: 1, batch: 8 })).memory;
    const experts = 8 * 3 * 64 * 32 * 3;
    close(memory(1).weights - memory(8).weights, 2 * (experts - experts / 8));
    // One copy on eight ranks, or eight copies of which each rank keeps the states of an eighth.
    close(memory(1).optimizer, memory(8).optimizer);
  });
  it("hybrid sharding: four ranks share a copy", () => {
    const weights = (zeroRanks: number | undefined) => evaluateTrain(laidOut({ dp: 16 }, { zero: 3, zeroRanks, batch: 16 })).memory.weights;
    close(weights(4), 4 * weights(undefined));
  });
  it("a moment in bf16, no master copy: 2 + 2 · 2 bytes less", () => {
    const { optimizer, weights } = evaluateTrain({
      ...training,
      precision: { ...training.precision, master: "bf16", moments: "bf16" },
    }).memory;
    close(optimizer, 2 * weights);
  });
  it("the first of four stages holds four microbatches, the last one", () => {
    const { stages } = evaluateTrain(laidOut({ pp: 4 }, { model: { ...dense, layers: 4 } }));
    const [first = 0, second = 0] = stages.map(({ memory }) => memory.activations);
    close(first / second, 4 / 3);
  });
});
