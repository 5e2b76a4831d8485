import assert from "node:assert/strict";
import {
  type Attention,
  countParameters,
  type GroupedAttention,
  type LinearAttention,
  type Model,
  type Phase,
} from "../../../server/src/engine";
import { cacheBytes, stateBytes } from "../../../server/src/engine/cache";
import { deviceOf } from "../../../server/src/engine/hardware";
import { layerSorts, stageSorts } from "../../../server/src/engine/layers";
import { kvBytesOfSequence, weightBytes } from "../../../server/src/engine/memory";
import { attentionParameters } from "../../../server/src/engine/model";
import { attentionOperators } from "../../../server/src/engine/time/layer";
import type { Load } from "../../../server/src/engine/time/load";
import { attendedTokens, meanContext } from "../../../server/src/engine/time/prompt";
import { stepOf } from "../../../server/src/engine/time/step";
import { imageTokens } from "../../../server/src/engine/time/vision";
import { answering, bf16, close, decode, dense, latent, machineOf, mixture, prompting } from "./toys";

const linear: LinearAttention = {
  kind: "linear",
  rule: "gated_delta",
  heads: 4,
  keyHeads: 2,
  keyDim: 8,
  valueDim: 16,
  convolution: 4,
  gateRank: 0,
};
const indexer = { heads: 2, headDim: 8, topK: 100 };
const sparse: Attention = { ...latent, indexer };
const windowed: GroupedAttention = { kind: "gqa", heads: 4, kvHeads: 2, headDim: 16, window: 128 };
const compressed: Attention = {
  kind: "compressed",
  heads: 4,
  headDim: 16,
  ropeDim: 4,
  qRank: 32,
  outputRank: 8,
  outputGroups: 2,
  window: 10,
  ratio: 4,
  indexer: { heads: 2, headDim: 8, topK: 50 },
};

const between = (other: Attention, every: number): Model => ({
  ...dense,
  layers: 12,
  interleaving: { other, first: every, every, last: false, windowed: 0 },
});

function operators(attention: Attention, load: Load, phase: Partial<Phase> = {}) {
  return attentionOperators(
    { device: deviceOf(machineOf({})), model: dense, phase: { ...decode, ...phase }, precision: bf16 },
    load,
    attention,
  );
}

const total = (attention: Attention, load: Load, name: string, of: "flop" | "bytes") =>
  operators(attention, load).reduce((sum, operator) => (operator.name === name ? sum + operator[of] : sum), 0);

describe("layers of several sorts", () => {
  const counts = (model: Model) => layerSorts(model).map(({ sort, layers }) => [sort.attention?.kind, sort.network, layers]);

  it("every fourth of twelve has the model's attention", () =>
    assert.deepEqual(counts(between(linear, 4)), [
      ["linear", "dense", 9],
      ["gqa", "dense", 3],
    ]));

  it("each of them may have experts or not", () =>
    assert.deepEqual(counts({ ...between(linear, 4), moe: mixture.moe }), [
      ["linear", "dense", 1],
      ["linear", "experts", 8],
      ["gqa", "experts", 3],
    ]));

  it("the last layer may have it too, as Kimi K3's", () => {
    const model = between(linear, 4);
    const last = { ...model, layers: 13, interleaving: { other: linear, first: 4, every: 4, last: true, windowed: 0 } };
    assert.deepEqual(
      counts(last).map(([kind, , layers]) => [kind, layers]),
      [
        ["linear", 9],
        ["gqa", 4],
      ],
    );
  });

  it("stages hold their own mix", () =>
    assert.deepEqual(
      stageSorts(between(linear, 12), 2).map((stage) => stage.map(({ sort, layers }) => [sort.attention?.kind, layers])),
      [
        [["linear", 6]],
        [
          ["linear", 5],
          ["gqa", 1],
        ],
      ],
    ));
});

describe("parameters", () => {
  it("grouped with gate, biases and sinks", () => {
    const plain = attentionParameters(dense.attention, 64);
    assert.equal(attentionParameters({ ...windowed, gate: true }, 64) - plain, 64 * 4 * 16);
    assert.equal(attentionParameters({ ...windowed, bias: "all", sinks: true }, 64) - plain, (4 + 4) * 16 + 64 + 4);
  });

  it("gated delta rule: queries, keys, values, output gate, two gates a head, convolution, decay and its bias", () =>
    assert.equal(attentionParameters(linear, 64), 64 * (2 * 16 + 64) + 64 * 64 + 64 * 8 + 4 * (32 + 64) + 8 + 64 * 64));

  it("indexer: queries from the compressed ones, a key, and a weight a head", () =>
    assert.equal(attentionParameters(sparse, 64) - attentionParameters(latent, 64), 32 * 16 + 64 * 8 + 64 * 2));

  it("compressed: overlapping entries of four tokens take twice the width", () => {
    const query = 64 * 32 + 32 * 64 + 64 * 16;
    const output = 64 * 8 + 2 * 8 * 64;
    const entries = 2 * 64 * 32 + 4 * 32;
    const index = 32 * 16 + 64 * 2 + 2 * 64 * 16 + 4 * 16;
    assert.equal(attentionParameters(compressed, 64), query + output + 4 + entries + index);
  });

  it("experts on a latent width: smaller, with a way there and back", () => {
    const { moe } = mixture;
    assert.ok(moe);
    const { routed, gate } = countParameters({ ...mixture, moe: { ...moe, latent: 32 } });
    assert.equal(routed, 3 * 8 * 3 * 32 * 32);
    assert.equal(gate, 3 * (8 * 64 + 2 * 64 * 32));
  });
});

describe("what a sequence leaves in memory", () => {
  const bytes = (attention: Attention, length: number, tp = 1) => cacheBytes(attention, length, tp, 1, "bf16");

  it("a window stays as it is", () => {
    assert.equal(bytes(windowed, 128), 128 * 2 * 2 * 16 * 2);
    assert.equal(bytes(windowed, 100_000), bytes(windowed, 128));
  });

  it("a linear attention has one state whatever the length: matrices in 32 bits, three inputs of the convolution", () => {
    assert.equal(bytes(linear, 1), 4 * 8 * 16 * 4 + 3 * 96 * 2);
    assert.equal(bytes(linear, 100_000), bytes(linear, 1));
    assert.equal(stateBytes(linear, 2), stateBytes(linear, 1) / 2);
  });

  it("an indexer keeps a key of every token, 8 bits a value and a scale", () =>
    assert.equal(bytes(sparse, 1000) - bytes(latent, 1000), 1000 * (8 + 4)));

  it("compressed: the window, one entry and one index key for each four tokens", () =>
    assert.equal(bytes(compressed, 1000), (10 + 250) * 16 * 2 + 250 * 12));

  it("a model's sequence adds up its layers, by sort", () =>
    assert.equal(kvBytesOfSequence(between(linear, 4), decode, bf16, 1000), 3 * bytes(dense.attention, 1000) + 9 * bytes(linear, 1000)));
});

describe("what a token attends to", () => {
  it("chosen ones: no more than the best", () => {
    assert.equal(attendedTokens(sparse, 50), 50);
    assert.equal(attendedTokens(sparse, 5000), 100);
  });

  it("pieces: those before it in its own, half of it on the mean", () => {
    const pieces: Attention = { ...windowed, chunked: true };
    assert.equal(attendedTokens(pieces, 5000), 64);
    assert.equal(meanContext(pieces, prompting(1280)), 64);
    assert.equal(meanContext(pieces, prompting(100)), 50);
  });

  it("compressed: the window and the best entries", () => {
    assert.equal(attendedTokens(compressed, 100), 10 + 25);
    assert.equal(attendedTokens(compressed, 5000), 10 + 50);
  });
});

describe("time", () => {
  it("the indexer's scores grow with the context, attention stays at the best", () => {
    assert.equal(total(sparse, answering(2000), "attention", "flop"), total(sparse, answering(1000), "attention", "flop"));
    const scores = (context: number) => total(sparse, answering(context), "indexer", "flop");
    assert.equal(scores(2000) - scores(1000), 2 * 10 * 1000 * 2 * 8);
  });

  it("long prompts of chosen tokens are read in latent space, short ones expanded", () => {
    assert.equal(total(sparse, prompting(100), "attention", "flop"), total(latent, prompting(100), "attention", "flop"));
    // The first 100 tokens see all before them, the other 900 a hundred.
    assert.equal(total(sparse, prompting(1000), "attention", "flop"), 2 * (100 * 50 + 900 * 100) * 4 * (20 + 16));
  });

  it("a linear attention reads and writes its state, whatever the context", () => {
    assert.equal(total(linear, answering(1000), "recurrence", "bytes"), 2 * 10 * stateBytes(linear, 1));
    assert.equal(total(linear, answering(9000), "recurrence", "bytes"), total(linear, answering(1000), "recurrence", "bytes"));
  });

  it("a linear attention reads a prompt in time that grows with it alone", () =>
    assert.equal(total(linear, prompting(2000), "recurrence", "flop"), 2 * total(linear, prompting(1000), "recurrence", "flop")));

  it("context parallel ranks gather each other's states: 3/4 of four", () => {
    const gather = operators(linear, prompting(1000), { cp: 4 }).find(({ name }) => name === "all_gather");
    close(gather?.transfer ?? 0, (0.75 * 4 * stateBytes(linear, 1)) / 100e9);
  });

  it("a delta rule of four heads: three products with the state and five inside a block of 64 tokens", () =>
    assert.equal(total(linear, prompting(1), "recurrence", "flop"), 2 * 4 * (3 * 8 * 16 + 64 * (3 * 8 + 2 * 16))));

  it("projections multiply the parameters that they have", () => {
    const { convolution, ...rest } = linear;
    const matrices = attentionParameters({ ...rest, convolution: 0 }, 64) - 8;
    close(total(linear, answering(1000), "attention_projection", "flop"), 2 * 10 * matrices);
    assert.equal(convolution, 4);
  });

  it("a step adds up its layers, by sort", () => {
    const setting = (model: Model) => ({ device: deviceOf(machineOf({})), model, phase: decode, precision: bf16 });
    const flop = (model: Model) => stepOf(setting(model), answering(1000)).parts.reduce((sum, part) => sum + part.flop, 0);
    const head = 2 * 10 * 64 * 1000;
    const all = (attention: Attention) => flop({ ...dense, layers: 12, attention }) - head;
    close(flop(between(linear, 4)) - head, (3 * all(dense.attention) + 9 * all(linear)) / 12);
  });
});

describe("images", () => {
  const vision = { layers: 3, hidden: 32, intermediate: 64, heads: 2, patch: 14, merge: 2, projectors: 1 };
  const seeing: Model = { ...dense, vision };
  const setting = { device: deviceOf(machineOf({})), model: seeing, phase: decode, precision: bf16 };
  const seen = (images: Load["images"]) =>
    stepOf(setting, { ...prompting(1000), images }).parts.find(({ name }) => name === "vision")?.flop ?? 0;

  it("an image of 280 × 140 pixels has 10 by 5 tokens, a started one counts", () => {
    assert.equal(imageTokens(vision, 280, 140), 50);
    assert.equal(imageTokens(vision, 281, 140), 55);
  });

  it("the encoder's blocks, patches and projector count as parameters", () =>
    assert.equal(
      countParameters(seeing).total - countParameters(dense).total,
      3 * (4 * 32 * 32 + 2 * 32 * 64) + 3 * 14 * 14 * 32 + 128 * (128 + 64),
    ));

  it("its weights lie where prompts are read", () => {
    const weights = (name: Phase["name"]) => weightBytes(seeing, { ...decode, name }, bf16) - weightBytes(dense, { ...decode, name }, bf16);
    assert.equal(weights("decode"), 0);
    assert.equal(weights("prefill"), 2 * countParameters(seeing).vision);
  });

  it("two images of 50 tokens: 400 patches, each attends to the 200 of its image", () => {
    const patches = 2 * 50 * 4;
    const layer = 2 * patches * (4 * 32 * 32 + 2 * 32 * 64) + 4 * patches * 200 * 32;
    const ends = 2 * patches * 3 * 14 * 14 * 32 + 2 * 100 * 128 * (128 + 64);
    close(seen({ count: 2, tokens: 50 }), 3 * layer + ends);
  });

  it("no images, no work", () => assert.equal(seen(undefined), 0));
});
