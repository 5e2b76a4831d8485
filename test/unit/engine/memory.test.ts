import assert from "node:assert/strict";
import type { Model, Phase, Precision } from "../../../server/src/engine";
import { memoryOf, totalOf, weightBytes } from "../../../server/src/engine";
import { kvBytesOfSequence } from "../../../server/src/engine/memory";
import { bf16, close, colocated, decode, dense, latent, mixture, prefill, workload } from "./toys";

const linear = { weights: "int8", activations: "int8" } as const;
const routed = { experts: "int8", expertActivations: "int8", dispatch: "int8" } as const;
const int8: Precision = { ...bf16, ...linear, projections: linear, output: linear, ...routed };

describe("weights of a rank", () => {
  const weights = (model: Model, phase: Partial<Phase>, precision = bf16) => weightBytes(model, { ...decode, ...phase }, precision);
  /** Two layers of 12,288 + 49,152 parameters; input and output embeddings of 64,000. */
  const layers = 2 * (12_288 + 49_152);

  it("alone: all of them", () => assert.equal(weights(dense, {}), 2 * (layers + 128_000)));
  it("tp splits them", () => assert.equal(weights(dense, { tp: 2 }), layers + 128_000));
  it("dp does not", () => assert.equal(weights(dense, { dp: 4 }), weights(dense, {})));
  it("pp splits the layers; a stage has one end of the embeddings", () => assert.equal(weights(dense, { pp: 2 }), layers + 2 * 64_000));
  it("the fullest stage of three counts two of four layers", () =>
    assert.equal(weights({ ...dense, layers: 4 }, { pp: 3 }), 2 * (layers + 64_000)));
  it("projections of the attention weigh what their types do", () => {
    const fp8 = { weights: "fp8", activations: "fp8" } as const;
    // Two layers of 64 × 16 × (4 + 2 · 2) values before the attention, 4 × 16 × 64 after it.
    const saved = (changes: Partial<Precision>) => weightBytes(dense, decode, bf16) - weightBytes(dense, decode, { ...bf16, ...changes });
    assert.equal(saved({ projections: fp8 }), 2 * 64 * 16 * (4 + 2 * 2));
    assert.equal(saved({ output: fp8 }), 2 * 4 * 16 * 64);
  });
  it("eight bits halve the layers, not the embeddings", () => assert.equal(weights(dense, {}, int8), layers + 2 * 128_000));
  it("tied embeddings are kept once", () => assert.equal(weights({ ...dense, tiedEmbeddings: true }, {}), 2 * (layers + 64_000)));

  const expert = 3 * 64 * 32;
  const gate = 8 * 64;
  /** Attention, the dense layer and the embeddings, which expert parallelism leaves alone. */
  const common = 4 * 12_288 + 49_152 + 128_000;
  const spread = { dp: 8, ep: 8 };
  it("ep spreads the experts; each rank keeps the gate and the shared expert", () =>
    assert.equal(weights(mixture, spread), 2 * (common + 3 * (expert + expert + gate))));
  it("redundant experts come on top", () =>
    assert.equal(weights(mixture, { ...spread, redundantExperts: 8 }), 2 * (common + 3 * (2 * expert + expert + gate))));
  it("ranks of the shared expert's own take it away from the others", () =>
    assert.equal(weights(mixture, { dp: 10, ep: 10, sharedExpertRanks: 2 }), 2 * (common + 3 * (expert + gate))));
  it("what ep leaves of the ranks splits each expert: two halves are one", () =>
    assert.equal(weights(mixture, { dp: 8, ep: 4 }), 2 * (common + 3 * ((2 * expert) / 2 + expert + gate))));
  it("of two stages, the one of layers with experts alone is the heavier where a rank has many experts", () =>
    assert.equal(weights(mixture, { pp: 2 }), 2 * (2 * (12_288 + 9 * expert + gate) + 64_000)));
  it("and the one with the dense layer where it has few", () =>
    assert.equal(weights(mixture, { ...spread, pp: 2 }), 2 * (2 * 12_288 + 49_152 + 2 * expert + gate + 64_000)));
  it("a phase that drafts keeps the prediction module", () => {
    const module = 12_288 + 8 * expert + expert + gate + 2 * 64 * 64;
    const speculation = { tokens: 1, acceptance: 0.5, draft: undefined };
    assert.equal(weights(mixture, { speculation }) - weights(mixture, {}), 2 * module);
  });
});

describe("KV cache of a sequence of 1,000 tokens", () => {
  const cache = (phase: Partial<Phase>, model = dense, precision = bf16) =>
    kvBytesOfSequence(model, { ...decode, ...phase }, precision, 1000);
  /** Two layers, keys and values of two heads of 16, two bytes. */
  const whole = 1000 * 2 * 2 * 2 * 16 * 2;

  it("alone: all layers and heads", () => assert.equal(cache({}), whole));
  for (const degree of ["tp", "pp", "cp"] as const) it(`${degree} splits it`, () => assert.equal(cache({ [degree]: 2 }), whole / 2));
  it("eight bits halve it", () => assert.equal(cache({}, dense, { ...bf16, kvCache: "fp8" }), whole / 2));
  it("a window keeps its last tokens", () => {
    assert.equal(cache({}, { ...dense, attention: { kind: "gqa", heads: 4, kvHeads: 2, headDim: 16, window: 100 } }), whole / 10);
  });
  it("latent: 16 + 4 values a layer, whatever tp", () => {
    assert.equal(cache({}, { ...dense, attention: latent }), 1000 * 2 * 20 * 2);
    assert.equal(cache({ tp: 4 }, { ...dense, attention: latent }), 1000 * 2 * 20 * 2);
  });
});

describe("a decode rank with eight requests", () => {
  const memory = memoryOf(dense, { ...decode, reserve: 3e9 }, bf16, workload, 8);
  it("admits them at full length, input and output", () => assert.equal(memory.kvCache, 8 * 1100 * 256));
  it("keeps the residual, its norm, and the network's inner values; logits in 32 bits", () =>
    assert.equal(memory.activations, 2 * 8 * 64 * 2 + 8 * 256 * (2 * 2 + 2) + 8 * 1000 * 4));
  it("exchanges nothing", () => assert.equal(memory.buffers, 0));
  it("keeps the reserve to the byte: 3 GB are 3 × 1000³", () => assert.equal(memory.reserve, 3_000_000_000));
  it("is the sum of its parts", () =>
    assert.equal(totalOf(memory), memory.weights + memory.kvCache + memory.activations + memory.buffers + memory.reserve));
});

describe("buffers of the exchange", () => {
  const spread: Phase = { ...decode, dp: 8, ep: 8 };
  it("low latency: room for a token from every rank, there and back, twice", () =>
    assert.equal(memoryOf(mixture, spread, bf16, workload, 8).buffers, 2 * 8 * 1 * (64 * 2 + 64 * 2)));
  it("a microbatch is all that is on the way", () =>
    assert.equal(memoryOf(mixture, { ...spread, microbatches: 2 }, bf16, workload, 16).buffers, 2 * 8 * 1 * (64 * 2 + 64 * 2)));
  it("tokens of eight bits bring their scales along", () =>
    close(memoryOf(mixture, spread, int8, workload, 8).buffers, 2 * 8 * (64 * 1 + (64 / 56) * 4 + 64 * 2)));
  it("normal: room for what arrives, twice", () =>
    assert.equal(memoryOf(mixture, { ...spread, expertPath: "normal" }, bf16, workload, 8).buffers, 2 * 2 * 1 * (64 * 2 + 64 * 2)));
});

describe("a prefill rank", () => {
  it("holds the KV cache of the prompts in its batch", () =>
    assert.equal(memoryOf(dense, prefill, bf16, workload, 4000).kvCache, 4 * 1000 * 256));
  it("holds a whole prompt, even where a batch is a part of one", () =>
    assert.equal(memoryOf(dense, prefill, bf16, workload, 100).kvCache, 1000 * 256));
  it("holds the cached part of each prompt too", () =>
    assert.equal(memoryOf(dense, prefill, bf16, { ...workload, cached: 0.75 }, 4000).kvCache, 16 * 1000 * 256));
});

it("a colocated pipeline stage keeps the chunk whole, and its share of the requests", () => {
  const tokens = 8 / 2 + 500;
  const { activations } = memoryOf(dense, { ...colocated, pp: 2 }, bf16, workload, 8);
  assert.equal(activations, 2 * tokens * 64 * 2 + tokens * 256 * 6 + (8 / 2) * 1000 * 4);
});

describe("a decode rank of DeepSeek-R1 on CloudMatrix384, as in arXiv:2506.12708", () => {
  const r1: Model = {
    name: "DeepSeekR1",
    layers: 61,
    hidden: 7168,
    vocabulary: 129_280,
    tiedEmbeddings: false,
    attention: { kind: "mla", heads: 128, qRank: 1536, kvRank: 512, nopeDim: 128, ropeDim: 64, valueDim: 128, window: undefined },
    ffn: { intermediate: 18_432 },
    ffnMatrices: 3,
    moe: { experts: 256, active: 8, shared: 1, intermediate: 2048, sharedIntermediate: 2048, firstDense: 3, every: 1 },
    mtpModules: 1,
  };
  const phase: Phase = {
    ...decode,
    chips: 160,
    dp: 320,
    ep: 320,
    microbatches: 2,
    redundantExperts: 32,
    sharedExpertRanks: 32,
    speculation: { tokens: 1, acceptance: 0.7, draft: undefined },
    reserve: 3e9,
  };
  const memory = memoryOf(r1, phase, int8, { ...workload, input: 4096, output: 256 }, 96 * 160);

  it("weights 20.45 GB: attention, dense layers, one expert a layer, gates, embeddings, draft module", () => {
    // The expansions that decode absorbs are in 16 bits.
    const attention = 7168 * 1536 + 1536 * 128 * 192 + 7168 * 576 + 2 * 512 * 128 * 256 + 128 * 128 * 7168;
    const expert = 3 * 7168 * 2048;
    const gate = 256 * 7168 * 2;
    const embeddings = 2 * 129_280 * 7168 * 2;
    const draft = attention + expert + gate + 2 * 7168 * 7168;
    const expected = 61 * attention + 3 * (3 * 7168 * 18_432) + 58 * (expert + gate) + embeddings + draft;
    assert.equal(expected, 20_454_178_816);
    close(memory.weights, expected);
  });

  it("KV cache 14.92 GB: 48 requests × 4,352 tokens × 62 layers × 576 values of two bytes", () => {
    assert.equal(memory.kvCache, 48 * 4352 * 62 * 576 * 2);
  });

  it("buffers: the paper's 225 MB to dispatch and 420 MB to combine, which are powers of 1024", () => {
    const dispatch = 320 * 96 * 7.5 * 1024;
    const combine = 320 * 96 * 14 * 1024;
    assert.equal(Math.round(dispatch / 1024 ** 2), 225);
    assert.equal(Math.round(combine / 1024 ** 2), 420);
    assert.equal(memory.buffers, dispatch + combine);
  });
});
