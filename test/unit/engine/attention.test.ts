import assert from "node:assert/strict";
import type { Attention, Calibration, Phase } from "../../../server/src/engine";
import { deviceOf } from "../../../server/src/engine/hardware";
import { attentionOperators } from "../../../server/src/engine/time/layer";
import { type Load } from "../../../server/src/engine/time/load";
import { secondsOf } from "../../../server/src/engine/time/operator";
import { bf16, close, decode, dense, ideal, latent, machineOf } from "./toys";

const grouped: Attention = dense.attention;
const answering: Load = { requests: 10, queries: 2, context: 1000, prompt: 0, fresh: 1, cached: 0, lengthening: 1, skew: 1 };
const prompting: Load = { requests: 0, queries: 0, context: 0, prompt: 1000, fresh: 1000, cached: 0, lengthening: 1, skew: 1 };

function operators(attention: Attention, load: Load, phase: Partial<Phase> = {}, changes: Partial<Calibration> = {}) {
  const setting = { device: deviceOf(machineOf(changes)), model: { ...dense, attention }, phase: { ...decode, ...phase }, precision: bf16 };
  return attentionOperators(setting, load);
}

function core(attention: Attention, load: Load, phase: Partial<Phase> = {}, changes: Partial<Calibration> = {}) {
  const found = operators(attention, load, phase, changes).find(({ name }) => name === "attention");
  assert.ok(found);
  return found;
}

describe("writing: ten requests, two queries each, 1,000 tokens in the cache", () => {
  it("grouped: scores and values of four heads of 16", () =>
    assert.equal(core(grouped, answering).flop, 2 * 10 * 2 * 1000 * 4 * (16 + 16)));

  it("grouped: reads the cache once for both queries", () =>
    assert.equal(core(grouped, answering).bytes, 10 * (1000 * 2 * 2 * 16 * 2 + 2 * 4 * 32 * 2)));

  it("latent, absorbed: every head scores 16 + 4 values and weighs 16", () => {
    const { flop, bytes } = core(latent, answering);
    assert.equal(flop, 2 * 10 * 2 * 1000 * 4 * (20 + 16));
    assert.equal(bytes, 10 * (1000 * 20 * 2 + 2 * 4 * 36 * 2));
  });

  it("tensor parallelism splits heads, and the cache only where it has heads", () => {
    assert.equal(core(grouped, answering, { tp: 2 }).bytes, 10 * (1000 * 2 * 16 * 2 + 2 * 2 * 32 * 2));
    assert.equal(core(latent, answering, { tp: 2 }).bytes, 10 * (1000 * 20 * 2 + 2 * 2 * 36 * 2));
    assert.equal(core(latent, answering, { tp: 2 }).flop, core(latent, answering).flop / 2);
  });

  it("context parallelism splits the cache", () =>
    assert.equal(core(grouped, answering, { cp: 4 }).flop, core(grouped, answering).flop / 4));

  it("a window reads its last tokens", () =>
    assert.equal(core({ ...latent, window: 100 }, answering).flop, core(latent, answering).flop / 10));

  it("takes the longer of its share of the peak and of the memory, and a fixed time", () => {
    const measured = { attention: { ...ideal.attention, groupedDecode: 0.5, memory: 0.8, overhead: 20e-6 } };
    const operator = core(grouped, answering, {}, measured);
    close(operator.compute, operator.flop / 0.5e15);
    close(operator.memory, operator.bytes / 0.8e12);
    close(secondsOf(operator, 1), Math.max(operator.compute, operator.memory) + 20e-6);
  });

  it("latent: a share of the peak and a fixed time of its own", () => {
    const measured = { attention: { ...ideal.attention, decode: 0.5, groupedDecode: 0.1, overhead: 20e-6, latentOverhead: 30e-6 } };
    const operator = core(latent, answering, {}, measured);
    close(operator.compute, operator.flop / 0.5e15);
    assert.equal(operator.overhead, 30e-6);
  });

  it("latent: one request walks through its cache at 100 ns a token; many wait half of that for the last one", () => {
    const walking = { attention: { ...ideal.attention, latentToken: 100e-9 } };
    close(core(latent, { ...answering, requests: 1 }, {}, walking).compute, 1000 * 100e-9);
    const many = { ...answering, requests: 1_000_000 };
    close(core(latent, many, {}, walking).compute, core(latent, many).compute + 50e-6);
    assert.equal(core(grouped, answering, {}, walking).compute, core(grouped, answering).compute);
  });

  it("a cache of 8 bits is read at the rate of unpacking it", () => {
    const setting = {
      device: deviceOf(machineOf({ attention: { ...ideal.attention, memory: 0.8, quantisedMemory: 0.5 } })),
      phase: decode,
    };
    const [packed] = attentionOperators(
      { ...setting, model: { ...dense, attention: grouped }, precision: { ...bf16, kvCache: "fp8" } },
      answering,
    ).filter(({ name }) => name === "attention");
    assert.ok(packed);
    close(packed.memory, packed.bytes / 0.5e12);
  });
});

describe("reading a prompt of 1,000 tokens", () => {
  it("grouped: the causal half, counted once", () => assert.equal(core(grouped, prompting).flop, 2 * 1000 * 500 * 4 * (16 + 16)));

  it("latent: expanded to full heads of 12 and 8", () => assert.equal(core(latent, prompting).flop, 2 * 1000 * 500 * 4 * (12 + 8)));

  it("a window: the first 400 see all before them, the other 600 see 400", () =>
    assert.equal(core({ ...latent, window: 400 }, prompting).flop, 2 * (400 * 200 + 600 * 400) * 4 * (12 + 8)));

  it("a cached prefix is attended to, and read: expanded, where the cache is latent", () => {
    const cached = { ...prompting, cached: 3000 };
    assert.equal(core(grouped, cached).flop, 2 * 1000 * 3500 * 4 * (16 + 16));
    assert.equal(core(grouped, cached).bytes - core(grouped, prompting).bytes, 3000 * 2 * 2 * 16 * 2);
    assert.equal(core(latent, cached).bytes - core(latent, prompting).bytes, 3000 * 4 * (12 + 8) * 2);
  });

  it("in chunks of 250: each reads what those before it left, 375 tokens on the mean", () => {
    const chunk = { ...prompting, prompt: 250 };
    assert.equal(core(grouped, chunk).flop, core(grouped, prompting).flop / 4);
    assert.equal(core(grouped, chunk).bytes - core(grouped, prompting).bytes / 4, 375 * 2 * 2 * 16 * 2);
  });

  it("scores take as long for heads of 16 as for heads of 128", () => {
    const measured = { attention: { ...ideal.attention, softmax: 0.25 } };
    const plain = core(grouped, prompting).compute;
    close(core(grouped, prompting, {}, measured).compute, plain * (0.75 + 0.25 * (128 / 16)));
    const usual: Attention = { kind: "gqa", heads: 4, kvHeads: 2, headDim: 128, window: undefined };
    close(core(usual, prompting, {}, measured).compute, core(usual, prompting).compute);
  });

  it("takes its share of the peak", () => {
    const measured = { attention: { ...ideal.attention, prefill: 0.5 } };
    // Blocks of 128 rows on the diagonal are computed whole: half a block for each row more.
    close(core(grouped, prompting, {}, measured).compute, (core(grouped, prompting).flop + 2 * 1000 * 64 * 4 * (16 + 16)) / 0.5e15);
  });

  it("a core takes a while to begin each block: 1,000 tokens of 4 heads are 31.25 blocks on four cores", () => {
    const setting = { model: { ...dense, attention: grouped }, phase: decode, precision: bf16 };
    const time = (block: number) => {
      const device = deviceOf(machineOf({ attention: { ...ideal.attention, block } }, { cores: 4 }));
      return attentionOperators({ ...setting, device }, prompting).find(({ name }) => name === "attention")?.compute ?? 0;
    };
    close(time(8e-6) - time(0), (8e-6 * 31.25) / 4);
  });

  it("waits at the end for half of the longest block: 128 rows of one head on one of four cores", () => {
    const setting = { model: { ...dense, attention: grouped }, phase: decode, precision: bf16 };
    const time = (cores: number | undefined) =>
      attentionOperators({ ...setting, device: deviceOf(machineOf({}, { cores })) }, prompting).find(({ name }) => name === "attention")
        ?.compute ?? 0;
    close(time(4) - time(undefined), (0.5 * 2 * 128 * 1000 * (16 + 16)) / (1e15 / 4));
  });

  it("context parallel ranks gather the keys and values of the others: 3/4 of 1,000 tokens", () => {
    const gather = operators(grouped, prompting, { cp: 4 }).find(({ name }) => name === "all_gather");
    close(gather?.transfer ?? 0, (0.75 * 1000 * 2 * 2 * 16 * 2) / 100e9);
  });
});

describe("projections", () => {
  const flop = (attention: Attention, load: Load) =>
    operators(attention, load).reduce((sum, operator) => (operator.name === "attention_projection" ? sum + operator.flop : sum), 0);

  it("grouped: twice the parameters for each token", () => assert.equal(flop(grouped, answering), 2 * 20 * 12_288));

  it("latent, writing: both expansions are absorbed, and cost the same", () => assert.equal(flop(latent, answering), 2 * 20 * 7936));

  it("latent, reading: keys and values are expanded", () => assert.equal(flop(latent, prompting), 2 * 1000 * 7936));

  it("latent, reading: cached tokens are expanded too", () =>
    assert.equal(flop(latent, { ...prompting, cached: 3000 }), 2 * 1000 * 7936 + 2 * 3000 * 16 * 4 * (8 + 8)));

  it("latent, reading: the expansion is in 16 bits where the weights are in int8", () => {
    const types = (type: "fp8" | "int8") =>
      attentionOperators(
        {
          device: deviceOf(machineOf({})),
          model: { ...dense, attention: latent },
          phase: decode,
          precision: { ...bf16, projections: { weights: type, activations: type } },
        },
        prompting,
      ).flatMap(({ shape }) => (shape?.depth === latent.kvRank ? [shape.activations] : []));
    assert.deepEqual([types("fp8"), types("int8")], [["fp8"], ["bf16"]]);
  });

  it("take their own types, the last of them yet another", () => {
    const fp8 = { weights: "fp8", activations: "fp8" } as const;
    const fp4 = { weights: "fp4", activations: "fp4" } as const;
    const types = (attention: Attention) =>
      attentionOperators(
        {
          device: deviceOf(machineOf({})),
          model: { ...dense, attention },
          phase: decode,
          precision: { ...bf16, projections: fp8, output: fp4 },
        },
        answering,
      ).flatMap(({ shape }) => (shape ? [`${shape.weights} ${shape.activations}`] : []));
    assert.deepEqual(types(grouped), ["fp8 fp8", "fp4 fp4"]);
    // The absorbed expansions stay in 16 bits.
    assert.deepEqual(types(latent), ["fp8 fp8", "fp8 fp8", "bf16 bf16", "bf16 bf16", "fp4 fp4"]);
  });

  it("latent, reading in chunks: those before it are expanded again", () =>
    assert.equal(flop(latent, { ...prompting, prompt: 250 }), 2 * 250 * 7936 + 2 * 375 * 16 * 4 * (8 + 8)));

  it("a fused prolog is one launch, without vector work", () => {
    const fused = { attention: { ...ideal.attention, prolog: "fused" }, overhead: { ...ideal.overhead, kernel: 3e-6 } } as const;
    const launches = (changes: Partial<Calibration>) => operators(latent, answering, {}, changes).length;
    // Norm, query and key down, query up, rotary, absorbed keys: five kernels become one.
    assert.equal(launches({}) - launches(fused), 4);
    assert.equal(
      operators(latent, answering, {}, fused).reduce((sum, { flop: each }) => sum + each, 0),
      operators(latent, answering).reduce((sum, { flop: each }) => sum + each, 0),
    );
  });
});

it("tensor parallel ranks add up their results: twice 3/4 of the residual", () => {
  const reduce = operators(grouped, answering, { tp: 4 }).at(-1);
  assert.equal(reduce?.name, "all_reduce");
  close(reduce?.transfer ?? 0, (2 * 0.75 * 20 * 64 * 2) / 100e9);
});
