/** Machines and models small enough to reckon with by hand. The ideal chip loses nothing: what a test takes away, it takes away itself. */

import assert from "node:assert/strict";
import { bareRuntime } from "../../../server/src/engine/serve/runtime";
import type { Load } from "../../../server/src/engine/time/load";
import type {
  Calibration,
  Chip,
  ExchangeCalibration,
  Fabric,
  Machine,
  Model,
  Phase,
  Precision,
  ServePlan,
  Workload,
} from "../../../server/src/engine";

/** Equal but for rounding of the last digits. */
export function close(actual: number, expected: number, tolerance = 1e-12): void {
  const off = Math.abs(actual - expected);
  assert.ok(off <= tolerance * Math.max(Math.abs(expected), Number.MIN_VALUE), `${actual} is not ${expected}`);
}

export const freeExchange: ExchangeCalibration = {
  latency: 0,
  message: 0,
  bandwidth: Number.POSITIVE_INFINITY,
  growth: 0,
  copies: "expert",
};

export const ideal: Calibration = {
  basis: "measured",
  gemm: {
    efficiency: { bf16: 1, fp16: 1, fp8: 1, int8: 1, fp4: 1, tf32: 1, vector: 1 },
    memory: 1,
    halfDepth: 0,
    tileM: 128,
    tileMin: 16,
    tileN: 128,
    exposed: 0,
  },
  grouped: { efficiency: undefined, memory: 1, halfDepth: 0, exposed: 0 },
  attention: {
    prefill: 1,
    softmax: 0,
    block: 0,
    backward: 1,
    decode: 1,
    groupedDecode: 1,
    memory: 1,
    quantisedMemory: 1,
    overhead: 0,
    latentOverhead: 0,
    latentToken: 0,
    prolog: "separate",
  },
  vector: { memory: 1, quantisation: 1, overhead: 0 },
  overhead: { kernel: 0, step: 0 },
  collective: {
    latency: 0,
    hop: 0,
    network: 0,
    stage: 0,
    copy: Number.POSITIVE_INFINITY,
    addition: Number.POSITIVE_INFINITY,
    efficiency: undefined,
    eager: undefined,
    rendezvous: 0,
    steps: "ring",
    reduction: 0,
    direct: undefined,
    multicast: undefined,
  },
  lowLatency: { dispatch: freeExchange, combine: freeExchange },
  normal: { dispatch: { ...freeExchange, copies: "rank" }, combine: { ...freeExchange, copies: "rank" }, sending: "direct" },
  overlap: { prefill: "none", decode: "none", communicationCores: 0, attentionCores: 0.5 },
  idlePower: 0.25,
  powerLimit: undefined,
  sustained: { bf16: 1, fp16: 1, tf32: 1, vector: 1, fp8: 1, int8: 1, fp4: 1 },
};

/** 1 PFLOPS, 1 TB/s, 80 GB; no tiles. */
export const chip: Chip = {
  name: "Toy",
  ranks: 1,
  cores: undefined,
  compute: { bf16: 1e15, fp8: 2e15 },
  hbm: { capacity: 80e9, bandwidth: 1e12 },
  dieLink: undefined,
  power: 1000,
  price: 2 / 3600,
  calibration: ideal,
};

export const scaleUp: Fabric = {
  name: "UP",
  role: "scale_up",
  topology: "switch",
  dimensions: [],
  bandwidth: 100e9,
  latency: [1e-6, 2e-6],
  tiers: 2,
  planes: 1,
  oversubscription: [1],
  efficiency: [1],
  reduction: undefined,
};

export const scaleOut: Fabric = { ...scaleUp, name: "OUT", role: "scale_out", bandwidth: 10e9, latency: [5e-6], tiers: 1 };

/** Four nodes of eight chips. */
export const machine: Machine = {
  name: "Toys",
  chip,
  chipsPerNode: 8,
  nodes: 4,
  supernodes: 1,
  cpusPerNode: 2,
  racks: { compute: 1, switch: 0 },
  fabrics: [scaleUp, scaleOut],
  power: undefined,
  price: undefined,
  networkPower: 0,
};

export function machineOf(changes: Partial<Calibration>, more: Partial<Chip> = {}): Machine {
  return { ...machine, chip: { ...chip, ...more, calibration: { ...ideal, ...changes } } };
}

export const dense: Model = {
  name: "Dense",
  layers: 2,
  hidden: 64,
  vocabulary: 1000,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 4, kvHeads: 2, headDim: 16, window: undefined },
  ffn: { intermediate: 256 },
  ffnMatrices: 3,
  moe: undefined,
  mtpModules: 0,
};

export const latent = { kind: "mla", heads: 4, qRank: 32, kvRank: 16, nopeDim: 8, ropeDim: 4, valueDim: 8, window: undefined } as const;

/** The first of four layers is dense; the others choose 2 of 8 experts and add a shared one. */
export const mixture: Model = {
  ...dense,
  name: "Mixture",
  layers: 4,
  moe: { experts: 8, active: 2, shared: 1, intermediate: 32, sharedIntermediate: 32, firstDense: 1, every: 1 },
  mtpModules: 1,
};

export const bf16: Precision = {
  weights: "bf16",
  activations: "bf16",
  kvCache: "bf16",
  attention: "bf16",
  experts: "bf16",
  expertActivations: "bf16",
  projections: { weights: "bf16", activations: "bf16" },
  output: { weights: "bf16", activations: "bf16" },
  dispatch: "bf16",
  combine: "bf16",
};

export const workload: Workload = {
  name: "chat",
  input: 1000,
  output: 100,
  variety: { input: 0, output: 0, correlation: 0, arrivals: 1 },
  rate: undefined,
  concurrency: undefined,
  rounds: undefined,
  cached: 0,
  slo: { ttft: undefined, tpot: undefined },
};

/** One chip that decodes eight requests. */
export const decode: Phase = {
  name: "decode",
  instances: 1,
  chips: 1,
  tp: 1,
  pp: 1,
  cp: 1,
  dp: 1,
  ep: 1,
  batch: 8,
  microbatches: 1,
  redundantExperts: 0,
  sharedExpertRanks: 0,
  imbalance: 1,
  expertSpread: 0,
  skew: 1,
  attentionGroup: 1,
  expertPath: "low_latency",
  allReduce: "auto",
  reserve: 0,
  chunk: 0,
  runtime: bareRuntime,
  speculation: undefined,
};

export const prefill: Phase = { ...decode, name: "prefill", batch: 4000, expertPath: "normal" };
export const colocated: Phase = { ...decode, name: "colocated", chunk: 500, expertPath: "normal" };

export const plan: ServePlan = {
  name: "Plan",
  model: dense,
  machine,
  workload,
  precision: bf16,
  phases: [decode],
  kvTransfer: undefined,
  kvSending: "prompt",
  cache: { bandwidth: undefined, block: 128, overhead: 0 },
  cacheFabric: undefined,
};

/** A step that answers ten requests, each with so many tokens before it. */
export const answering = (context: number): Load => ({
  requests: 10,
  queries: 1,
  context,
  prompt: 0,
  fresh: 1,
  cached: 0,
  lengthening: 1,
  skew: 1,
});

/** A step that reads one prompt. */
export const prompting = (fresh: number): Load => ({
  requests: 0,
  queries: 0,
  context: 0,
  prompt: fresh,
  fresh,
  cached: 0,
  lengthening: 1,
  skew: 1,
});
