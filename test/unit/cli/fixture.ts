/** A small report of two phases, and a terminal that remembers what it was told. */

import { plain } from "../../../server/src/cli/style";
import type { Terminal } from "../../../server/src/cli/terminal";
import type { PhaseReport, PlanReport, Range, Report } from "../../../shared/report";

export const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const degrees = { tp: 1, pp: 1, cp: 1, dp: 32, ep: 32 };

export const decode: PhaseReport = {
  name: "decode",
  instances: 1,
  chips: 16,
  ranks: 32,
  degrees,
  batch: 1536,
  batch_unit: "requests",
  fits: true,
  memory: {
    capacity: 64e9,
    total: 48e9,
    parts: { weights: 16e9, kv_cache: 24e9, activations: 2e9, buffers: 0, reserve: 6e9 },
  },
  time: {
    total: 0.05,
    parts: [
      { op: "attention", seconds: 0.01, hidden_seconds: 0, bound: "hbm", flop: 2e12, bytes: 12e9 },
      { op: "expert_ffn", seconds: 0.025, hidden_seconds: 0.002, bound: "compute", flop: 8e12, bytes: 6e9 },
      { op: "dispatch", seconds: 0.015, hidden_seconds: 0.004, bound: "fabric", fabric: "UB", flop: 0, bytes: 1.5e9 },
    ],
  },
  fabrics: [
    {
      name: "UB",
      utilization: 0.41,
      bytes: 3e9,
      tiers: [
        { tier: 1, bytes: 2e9, utilization: 0.41 },
        { tier: 2, bytes: 1e9, utilization: 0.2 },
      ],
    },
  ],
  bottleneck: { resource: "compute", share: 0.5, elasticity: 0.46 },
  elasticities: { compute: 0.46, hbm: 0.2, UB: 0.001 },
  utilization: 1,
  largest_batch: 2048,
};

export const prefill: PhaseReport = { ...decode, name: "prefill", instances: 2, batch: 65536, batch_unit: "tokens", utilization: 0.72 };

export const plan: PlanReport = {
  name: "R1",
  kind: "serve",
  feasible: true,
  model: "DeepSeekR1",
  machine: "CloudMatrix384",
  workload: { input: 4096, output: 256, slo: { ttft: 3, tpot: 0.05 } },
  metrics: { ttft: 1.25, tpot: 0.0534, throughput: 24000, requests: 93.75, "decode.throughput": 31088, power: 70e3, energy: 2.9 },
  ttft_parts: { wait: 0.25, prefill: 0.9, kv_transfer: 0.05, first_step: 0.05 },
  phases: [prefill, decode],
  expectations: [
    { text: "tpot <= 50 ms", actual: 0.0534, expected: 0.05, pass: false, range: nowhere, actual_text: "53.4 ms" },
    { text: "requests > 90 requests/s", actual: 93.75, expected: 90, pass: true, range: nowhere },
  ],
  topology: {
    machine: "CloudMatrix384",
    chip: "Ascend910C",
    ranks_per_chip: 2,
    supernodes: 1,
    nodes: 48,
    chips_per_node: 8,
    cpus_per_node: 4,
    racks: { compute: 12, switch: 4 },
    fabrics: [],
    placements: [],
  },
  curve: null,
  notes: ["The efficiency of attention is estimated."],
  range: nowhere,
};

export const report: Report = {
  schema: "cmx-report/1",
  file: "a.cmx",
  plans: [plan],
  pending: [],
  sweeps: [],
  searches: [],
  expectations: [],
  diagnostics: [],
};

/** A terminal without a process. */
export function fakeTerminal(stdin = ""): Terminal & { readonly stdout: () => string; readonly stderr: () => string } {
  const written = { out: "", err: "" };
  return {
    cwd: process.cwd(),
    columns: 92,
    interactive: false,
    style: plain,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    stdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
    stdout: () => written.out,
    stderr: () => written.err,
  };
}
