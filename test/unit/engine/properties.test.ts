import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  type Attention,
  evaluateServe,
  type ExpertPath,
  type GroupedAttention,
  kernelsOf,
  memoryOf,
  type Model,
  type NumberType,
  type OverlapStyle,
  type Phase,
  type PhaseName,
  type ServePlan,
  timePhase,
  totalOf,
  type LayerSort,
  type LinearAttention,
} from "../../../server/src/engine";
import { type Scales, unscaled } from "../../../server/src/engine/hardware";
import { close, decode, dense, ideal, latent, machineOf, mixture, plan, workload } from "./toys";

const grouped: GroupedAttention = { kind: "gqa", heads: 4, kvHeads: 2, headDim: 16, window: undefined };
const linear: LinearAttention = {
  kind: "linear",
  rule: "kda",
  heads: 4,
  keyHeads: 4,
  keyDim: 16,
  valueDim: 16,
  convolution: 4,
  gateRank: 0,
};
const compressed: Attention = {
  kind: "compressed",
  heads: 4,
  headDim: 16,
  ropeDim: 4,
  qRank: 32,
  outputRank: 8,
  outputGroups: 4,
  window: 128,
  ratio: 4,
  indexer: { heads: 2, headDim: 8, topK: 256 },
};
const mambaLayer: LayerSort = { attention: { ...linear, rule: "mamba2", keyHeads: 2, keyDim: 8 }, network: undefined };
const between = (other: Attention) => ({ other, first: 2, every: 2, last: true, windowed: 0 });

const models: readonly Model[] = [
  dense,
  mixture,
  { ...dense, attention: latent },
  { ...mixture, attention: latent },
  { ...dense, name: "Windows", interleaving: between({ ...grouped, window: 128 }) },
  { ...dense, name: "Pieces", interleaving: between({ ...grouped, window: 4096, chunked: true }) },
  { ...mixture, name: "Linear", attention: latent, interleaving: between(linear) },
  { ...mixture, name: "Sparse", attention: { ...latent, indexer: { heads: 2, headDim: 8, topK: 256 } } },
  {
    ...mixture,
    name: "Pattern",
    order: [mambaLayer, { attention: grouped, network: undefined }, { attention: undefined, network: "experts" }, mambaLayer],
  },
  { ...mixture, name: "Compressed", attention: compressed, interleaving: between({ ...compressed, ratio: 128, indexer: undefined }) },
];
const paths: readonly ExpertPath[] = ["low_latency", "normal", "all_gather"];
const types: readonly NumberType[] = ["bf16", "fp8", "int4", "fp4"];
const styles: readonly OverlapStyle[] = ["none", "communication", "streams"];

interface Choices {
  readonly name: PhaseName;
  readonly model: Model;
  readonly degrees: readonly [tp: number, pp: number, cp: number, dp: number];
  readonly each: number;
  readonly microbatches: number;
  readonly path: ExpertPath;
  readonly style: OverlapStyle;
  readonly type: NumberType;
  readonly cores: number | undefined;
  /** By the power of the chip. */
  readonly limited: boolean;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly drafts: number;
}

/** Any plan whose degrees divide. */
function planOf(choices: Choices): ServePlan {
  const { name, model, degrees, each, type, style, input, output, cached, drafts } = choices;
  const [tp, pp, cp, dp] = degrees;
  const phase: Phase = {
    ...decode,
    name,
    tp,
    pp,
    cp,
    dp,
    chips: tp * pp * cp * dp,
    ep: model.moe ? Math.min(8, tp * cp * dp) : 1,
    batch: each * dp,
    microbatches: choices.microbatches,
    expertPath: choices.path,
    imbalance: 1.25,
    reserve: 1e9,
    chunk: name === "colocated" ? 512 : 0,
    speculation: drafts > 0 && name !== "prefill" ? { tokens: drafts, acceptance: 0.6, draft: undefined } : undefined,
  };
  const overlap = { prefill: style, decode: style, communicationCores: 0.2, attentionCores: 0.6 };
  const calibration = {
    overlap,
    ...(choices.limited && {
      powerLimit: { standing: 0.2, memory: 0.3 },
      sustained: { ...ideal.sustained, bf16: 0.7, fp16: 0.7, fp8: 0.8 },
    }),
    overhead: { kernel: 2e-6, step: 1e-4 },
    collective: { ...ideal.collective, latency: 5e-6, hop: 0.5e-6, stage: 1e-6, copy: 1e12, direct: { latency: 4e-6, efficiency: 0.6 } },
    gemm: { ...ideal.gemm, exposed: 0.3, halfDepth: 64 },
  };
  return {
    ...plan,
    model,
    // Little compute: with it even small multiplications draw what the chip may.
    machine: machineOf(calibration, { cores: choices.cores, ...(choices.limited && { compute: { bf16: 5e12, fp8: 1e13 } }) }),
    workload: { ...workload, input, output, cached },
    precision: { ...plan.precision, weights: type, experts: type, projections: { weights: type, activations: "bf16" } },
    phases: [phase],
    cacheFabric: "OUT",
  };
}

const degree = fc.constantFrom(1, 2, 4);
const choices: fc.Arbitrary<Choices> = fc.record({
  name: fc.constantFrom<PhaseName>("prefill", "decode", "colocated"),
  model: fc.constantFrom(...models),
  degrees: fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(1, 2, 4), fc.constantFrom(1, 2), degree),
  each: fc.integer({ min: 1, max: 20_000 }),
  microbatches: fc.integer({ min: 1, max: 3 }),
  path: fc.constantFrom(...paths),
  style: fc.constantFrom(...styles),
  type: fc.constantFrom(...types),
  cores: fc.constantFrom(undefined, 4, 24, 132),
  limited: fc.boolean(),
  input: fc.integer({ min: 1, max: 100_000 }),
  output: fc.integer({ min: 1, max: 10_000 }),
  cached: fc.constantFrom(0, 0.5, 0.9, 1),
  drafts: fc.integer({ min: 0, max: 2 }),
});

/** For any plan; the seed makes a failure come back. */
function always(title: string, holds: (plan: ServePlan, phase: Phase, batch: number) => void): void {
  it(title, () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const whole = planOf(chosen);
        const [phase] = whole.phases;
        assert.ok(phase && phase.batch !== "max");
        holds(whole, phase, phase.batch);
      }),
      { seed: 384, numRuns: 500 },
    );
  });
}

describe("for any plan whose degrees divide", () => {
  always("all figures are finite and positive", (whole, phase, batch) => {
    const { seconds, throughput, requests, tpot, promptLatency } = timePhase(whole, phase, batch);
    for (const figure of [seconds, throughput, requests]) assert.ok(Number.isFinite(figure) && figure > 0);
    for (const figure of [tpot, promptLatency]) assert.ok(Number.isFinite(figure) && figure >= 0);
    for (const part of Object.values(memoryOf(whole.model, phase, whole.precision, whole.workload, batch))) assert.ok(part >= 0);
  });

  always("the exposed parts add up to the step, and so do the shares", (whole, phase, batch) => {
    const { step } = timePhase(whole, phase, batch);
    close(
      step.parts.reduce((sum, { exposed }) => sum + exposed, 0),
      step.seconds,
      1e-9,
    );
    close(
      [...step.shares.values()].reduce((sum, seconds) => sum + seconds, 0),
      step.seconds,
      1e-9,
    );
  });

  const more: readonly (readonly [string, Scales])[] = [
    ["compute", { ...unscaled, compute: 1.5 }],
    ["memory bandwidth", { ...unscaled, hbm: 1.5 }],
    ["fabric", { ...unscaled, fabrics: { UP: 1.5, OUT: 1.5 } }],
    ["speed of launches", { ...unscaled, overhead: 1.5 }],
  ];
  for (const [resource, scales] of more) {
    always(`more ${resource} never lowers the throughput`, (whole, phase, batch) => {
      const before = timePhase(whole, phase, batch).throughput;
      // The pace under a power limit is found to ten digits.
      assert.ok(timePhase(whole, phase, batch, scales).throughput >= before * (1 - 1e-9));
    });
  }

  always("a larger batch never needs less memory, and never has a shorter step", (whole, phase, batch) => {
    const memory = (size: number) => totalOf(memoryOf(whole.model, phase, whole.precision, whole.workload, size));
    assert.ok(memory(batch + phase.dp) >= memory(batch));
    if (phase.name === "decode")
      assert.ok(timePhase(whole, phase, 2 * batch).seconds >= timePhase(whole, phase, batch).seconds * (1 - 1e-12));
  });

  always("more context never shortens a decode step or a prompt", (whole, phase, batch) => {
    // A batch holds fewer prompts of twice the length, and so fewer states and windows to load; pieces begin anew.
    if (whole.model.interleaving ?? whole.model.order) return;
    const longer = { ...whole, workload: { ...whole.workload, input: whole.workload.input * 2 } };
    if (phase.name === "decode") assert.ok(timePhase(longer, phase, batch).seconds >= timePhase(whole, phase, batch).seconds * (1 - 1e-12));
    if (phase.name === "prefill")
      assert.ok(timePhase(longer, phase, batch).promptLatency >= timePhase(whole, phase, batch).promptLatency * (1 - 1e-12));
  });

  always("prices, powers and waits stay within their bounds", (whole, phase) => {
    const { phases, power, cost } = evaluateServe(whole);
    const full = phase.chips * 1000;
    assert.ok(power !== undefined && power > 0 && power <= full * (1 + 1e-12));
    assert.ok(cost === undefined || cost > 0);
    for (const { utilization } of phases) assert.ok(utilization > 0 && utilization <= 1 + 1e-12);
  });

  always("no rank does more FLOP in a step than its peak, nor moves more bytes than its HBM", (whole, phase, batch) => {
    const { step } = timePhase(whole, phase, batch);
    const { chip } = whole.machine;
    const peak = Math.max(...Object.values(chip.compute)) / chip.ranks;
    const total = (value: (part: (typeof step.parts)[number]) => number) => step.parts.reduce((sum, part) => sum + value(part), 0);
    assert.ok(total(({ flop }) => flop) <= peak * step.seconds * (1 + 1e-9));
    assert.ok(total(({ bytes }) => bytes) <= (chip.hbm.bandwidth / chip.ranks) * step.seconds * (1 + 1e-9));
  });

  always("the kernels of a step add up to its parts", (whole, phase, batch) => {
    const { step } = timePhase(whole, phase, batch);
    const kernels = kernelsOf(step);
    for (const part of step.parts) {
      const own = kernels.filter((kernel) => kernel.part === part.name);
      if (own.length === 0) continue;
      const exposed = own.reduce((sum, kernel) => sum + kernel.exposed, 0);
      assert.ok(Math.abs(exposed - part.exposed) <= 1e-9 * part.exposed, part.name);
    }
  });

  always("the same input gives the same output", (whole) => assert.deepEqual(evaluateServe(whole), evaluateServe(structuredClone(whole))));
});
