import assert from "node:assert/strict";
import { countParameters, type LayerSort, type LinearAttention, type Model, type Phase } from "../../../server/src/engine";
import { cacheBytes, stateBytes } from "../../../server/src/engine/cache";
import { deviceOf } from "../../../server/src/engine/hardware";
import { layerSorts, stageSorts } from "../../../server/src/engine/layers";
import { kvBytesOfSequence, weightBytes } from "../../../server/src/engine/memory";
import { attentionParameters } from "../../../server/src/engine/model";
import { attentionOperators } from "../../../server/src/engine/time/layer";
import type { Load } from "../../../server/src/engine/time/load";
import { stepOf } from "../../../server/src/engine/time/step";
import { layerActivations } from "../../../server/src/engine/train/activations";
import { tokenFlop } from "../../../server/src/engine/train/flops";
import { layerHeld } from "../../../server/src/engine/train/parameters";
import { evaluateTrain } from "../../../server/src/engine/train/plan";
import { jobOf } from "../../../server/src/engine/train/setting";
import { answering, bf16, close, decode, dense, machineOf, mixture, prompting } from "./toys";
import { laidOut, training } from "./train/toys";

/** Four heads of 16 values, two groups, a state of 8. */
const mamba: LinearAttention = {
  kind: "linear",
  rule: "mamba2",
  heads: 4,
  keyHeads: 2,
  keyDim: 8,
  valueDim: 16,
  convolution: 4,
  gateRank: 0,
};
const recurrent: LayerSort = { attention: mamba, network: undefined };
const attending: LayerSort = { attention: dense.attention, network: undefined };
const network: LayerSort = { attention: undefined, network: "dense" };
const experts: LayerSort = { attention: undefined, network: "experts" };

/** M-M*: the experts of `sparse` take the place of its dense network. */
const hybrid: Model = { ...dense, name: "Hybrid", layers: 4, order: [recurrent, network, recurrent, attending] };
const sparse: Model = { ...mixture, name: "Sparse", layers: 4, order: [recurrent, experts, attending, experts] };

const setting = (model: Model, phase: Partial<Phase> = {}) => ({
  device: deviceOf(machineOf({})),
  model,
  phase: { ...decode, ...phase },
  precision: bf16,
});
const operators = (load: Load, phase: Partial<Phase> = {}) => attentionOperators(setting(dense, phase), load, mamba);
const total = (load: Load, name: string, of: "flop" | "bytes", phase: Partial<Phase> = {}) =>
  operators(load, phase).reduce((sum, operator) => (operator.name === name ? sum + operator[of] : sum), 0);

describe("a layer of Mamba-2", () => {
  // Gate and input of 64 values each, two groups of keys and queries, a step a head.
  const input = 64 * (64 + 64 + 2 * 2 * 8 + 4);
  const output = 64 * 64;

  it("has the parameters of its matrices, its convolution with biases, and three a head", () =>
    assert.equal(attentionParameters(mamba, 64), input + output + (4 + 1) * (64 + 2 * 2 * 8) + 3 * 4));

  it("keeps a state of 32 bits a head and the last three inputs of the convolution, whatever the length", () => {
    assert.equal(stateBytes(mamba, 1), 4 * 8 * 16 * 4 + 3 * 96 * 2);
    assert.equal(cacheBytes(mamba, 100_000, 2, 1, "bf16"), stateBytes(mamba, 1) / 2);
  });

  it("multiplies the parameters that it has", () =>
    close(total(answering(1000), "attention_projection", "flop"), 2 * 10 * (input + output)));

  it("reads a prompt in blocks of 128: two products with the state and one inside a head, and one inside a group", () =>
    assert.equal(total(prompting(1), "recurrence", "flop"), 2 * (4 * (2 * 8 * 16 + 128 * 16) + 2 * 128 * 8)));

  it("moves values thrice, states four times a block, keys and queries twice, and scores in 32 bits", () =>
    assert.equal(
      total(prompting(128), "recurrence", "bytes"),
      4 * (128 * 3 * 16 * 2 + 8 * 16 * (4 + 4 + 2 + 2)) + 2 * 128 * (2 * 2 * 8 * 2 + 128 * (4 + 4)),
    ));

  it("is split over tensor parallel ranks by heads and groups; ranks beyond the groups repeat them", () => {
    assert.equal(total(prompting(1), "recurrence", "flop", { tp: 2 }), total(prompting(1), "recurrence", "flop") / 2);
    assert.equal(total(prompting(1), "recurrence", "flop", { tp: 4 }), 2 * (2 * 8 * 16 + 128 * 16 + 128 * 8));
  });

  it("writes an answer with two products, and its state read and written, whatever the context", () => {
    assert.equal(total(answering(1000), "recurrence", "flop"), 2 * 10 * 4 * 2 * 8 * 16);
    assert.equal(total(answering(9000), "recurrence", "bytes"), 2 * 10 * stateBytes(mamba, 1));
  });
});

describe("layers that are one block each", () => {
  const attention = attentionParameters(dense.attention, 64);
  const recurrence = attentionParameters(mamba, 64);
  const ffn = 3 * 64 * 256;

  it("are counted by sort, in all and in a stage", () => {
    assert.deepEqual(layerSorts(hybrid), [
      { sort: recurrent, layers: 2 },
      { sort: network, layers: 1 },
      { sort: attending, layers: 1 },
    ]);
    assert.deepEqual(stageSorts(hybrid, 2)[1], [
      { sort: recurrent, layers: 1 },
      { sort: attending, layers: 1 },
    ]);
  });

  it("have one norm each; Mamba-2 has one of its result besides", () => {
    const counted = countParameters(hybrid);
    assert.equal(counted.attention, 2 * recurrence + attention);
    assert.equal(counted.dense, ffn);
    assert.equal(counted.norms, 4 * 64 + 2 * 64 + 64);
    assert.equal(countParameters(sparse).routed, 2 * 8 * 3 * 64 * 32);
  });

  it("lie in memory with what they have", () => {
    assert.equal(weightBytes(hybrid, decode, bf16), 2 * (2 * recurrence + attention + ffn + 2 * 64 * 1000));
    assert.equal(kvBytesOfSequence(hybrid, decode, bf16, 1000), 2 * stateBytes(mamba, 1) + 1000 * 2 * 2 * 16 * 2);
  });

  it("take the work of their block alone", () => {
    const flop = (model: Model, name: string) =>
      stepOf(setting(model), answering(1000)).parts.reduce((sum, part) => (part.name === name ? sum + part.flop : sum), 0);
    close(flop(hybrid, "ffn"), 2 * 10 * ffn);
    close(flop(hybrid, "attention"), flop({ ...dense, layers: 1 }, "attention"));
    close(flop(hybrid, "recurrence"), 2 * total(answering(1000), "recurrence", "flop"));
    close(flop(sparse, "experts"), (2 / 3) * flop({ ...mixture, layers: 4 }, "experts"));
  });
});

describe("training layers that are one block each", () => {
  const { layout } = training;
  const tokens = 1024;
  const job = jobOf({ ...training, model: hybrid });

  it("holds the parameters of each sort", () => {
    assert.deepEqual(layerHeld(hybrid, layout, network), { dense: 3 * 64 * 256 + 64, experts: 0 });
    assert.deepEqual(layerHeld(hybrid, layout, recurrent), { dense: attentionParameters(mamba, 64) + 2 * 64, experts: 0 });
  });

  it("keeps of Mamba-2 its inputs, those of the convolution, gate, result and what the output multiplies, in 16 bits", () =>
    assert.equal(layerActivations(job, recurrent), tokens * 2 * (2 * 64 + 96 + 3 * 64)));

  it("an attention and a network alone keep what a layer of both does", () =>
    close(
      layerActivations(job, attending) + layerActivations(job, network),
      layerActivations(job, { attention: dense.attention, network: "dense" }),
    ));

  it("does the recurrence twice and a half backward", () => {
    const { parts } = evaluateTrain(laidOut({}, { model: hybrid, batch: 8 })).step;
    const flop = (name: string) => parts.find((part) => part.name === name)?.flop ?? 0;
    close(flop("recurrence"), 2 * 8 * total(prompting(1024), "recurrence", "flop"));
    close(flop("recurrence_backward"), 2.5 * flop("recurrence"));
  });

  it("takes as long as the kernels of the software do, however fast the chip", () => {
    const seconds = (recurrenceRate: number, name: string) =>
      evaluateTrain(laidOut({}, { model: hybrid, batch: 8, runtime: { ...training.runtime, recurrenceRate } })).step.parts.find(
        (part) => part.name === name,
      )?.exposed ?? 0;
    const flop = 2 * 8 * total(prompting(1024), "recurrence", "flop");
    close(seconds(1e9, "recurrence"), flop / 1e9);
    close(seconds(1e9, "recurrence_backward"), (2.5 * flop) / 1e9);
    close(seconds(1e9, "ffn"), seconds(Number.POSITIVE_INFINITY, "ffn"));
  });

  it("counts of a token what it passes: attention alone sees the others", () => {
    const { linear, core } = tokenFlop(job);
    const parameters = 2 * attentionParameters(mamba, 64) + attentionParameters(dense.attention, 64) + 3 * 64 * 256 + 64 * 1000;
    assert.equal(linear, 2 * parameters);
    assert.equal(core, (4 * 4 * 16 * 1024) / 2 + 2 * 4 * 4 * 8 * 16);
  });
});
