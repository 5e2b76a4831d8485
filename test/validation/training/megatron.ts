/** Megatron-LM on A100 and H100 as papers and its README print it, MegaScale's comparison, ZeRO's memory, and DeepSeek-V3. */

import { Unsaid } from "../serving/rows";
import type { Block } from "../serving/plan";
import { nvidiaMachine } from "./names";
import { interleaved, peaks, printedPlan, speed, type TrainingRun } from "./plan";
import { chipsOf, measured, printed, type Row } from "./rows";

/** Megatron-LM of 2021 and 2022: all-reduce after the backward pass, nothing hidden, gradients in fp32 (18 bytes a parameter). */
const unhidden: Block = { gradients: "0%", parameters: "0%", tensor: "0%", pipeline: "0%" };

/** Nor were reductions of tensor parallel gradients before --async-tensor-model-parallel-allreduce. */
const first: Block = { ...unhidden, tensor_gradients: "0%" };

/** examples/sc21/run_table_1.sh: microbatch, layers of a chunk. */
const sc21: Readonly<Record<string, readonly [number, number]>> = {
  "3.6B": [16, 0],
  "7.5B": [16, 0],
  "39.1B": [4, 0],
  "76.1B": [2, 5],
  "145.6B": [2, 5],
  "529.6B": [1, 1],
  "1008.0B": [1, 0],
};

/** SC21, table 1. Its rate counts the recomputed forward pass, and all pairs of tokens: the step's time follows from its formula. */
export function megatronTable1(row: Row): TrainingRun {
  const size = row.model.replace("GPT-", "");
  const [microbatch, chunk] = sc21[size] ?? [1, 0];
  const [layers, pp] = [printed(row.arch?.["layers"], "layers"), printed(row.parallel?.["pp"], "stages")];
  const chunks = chunk === 0 ? 1 : layers / pp / chunk;
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: `Megatron_${size.replace("1008.0B", "1008B").replace(".", "_")}`,
    modelClass: "dense",
    engine: "megatron_2022",
    plan: {
      ...printedPlan({ ...row, micro_batch: microbatch }),
      ...(chunks > 1 ? interleaved(chunks) : {}),
      recompute: "full",
      sequence_parallel: false,
      precision: { weights: "fp16", activations: "fp16" },
      dropout: true,
      overlap: first,
    },
    compare: sc21Step(row, printed(row.arch?.["hidden"], "hidden"), layers),
    remarks: ["microbatch and chunks: examples/sc21/run_table_1.sh"],
  };
}

/** SC21, table 2: 175B and 530B. */
export function megatronTable2(row: Row): TrainingRun {
  const large = row.model.includes("529");
  const [layers, hidden] = large ? [105, 20480] : [96, 12288];
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: large ? "Megatron_529_6B" : "Megatron_174_6B",
    modelClass: "dense",
    engine: "megatron_2022",
    plan: {
      ...printedPlan({ ...row, parallel: { tp: 8, pp: large ? 35 : 12 } }),
      recompute: "full",
      sequence_parallel: false,
      precision: { weights: "fp16", activations: "fp16" },
      dropout: true,
      overlap: first,
    },
    compare: sc21Step(row, hidden, layers),
    remarks: ["no chunks"],
  };
}

/** 96 B s l h² (1 + s/6h + V/16lh). */
function sc21Step(row: Row, hidden: number, layers: number): TrainingRun["compare"] {
  const rate = printed(measured(row, "tflops_per_device"), "a rate");
  const [sequence, batch, vocabulary] = [printed(row.seq_len, "lengths"), printed(row.global_batch, "the batch"), 51200];
  const operations = 96 * batch * sequence * layers * hidden ** 2 * (1 + sequence / (6 * hidden) + vocabulary / (16 * layers * hidden));
  return [{ metric: "step", measured: operations / (rate * 1e12 * chipsOf(row)), printed: `${rate} TFLOP/s per chip` }];
}

/** Reducing Activation Recomputation: one copy of the model, but for 2,240 GPUs. */
export function korthikanti(row: Row): TrainingRun {
  if (row.id.endsWith("-layer")) throw new Unsaid("times of one layer, no run");
  if (/-mem-/.test(row.id)) throw new Unsaid("activations of the first stage alone, and of four kinds of recomputation: see the operators");
  const size = row.model === "GPT-530B" ? "529_6B" : row.model === "GPT-1T" ? "1008B" : row.model === "GPT-175B" ? "174_6B" : "22B";
  const scaled = /2240/.test(row.id);
  const full = row.recompute === "full";
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: `Megatron_${size}`,
    modelClass: "dense",
    engine: "megatron_2022",
    plan: {
      ...printedPlan(scaled ? { ...row, parallel: { ...row.parallel, vpp: 3 } } : row),
      recompute: full ? "full" : "selective",
      sequence_parallel: !full,
      precision: { weights: "fp16", activations: "fp16" },
      dropout: true,
      overlap: unhidden,
    },
    compare: speed(row, { metric: "mfu.full", peak: peaks.a100 }),
    remarks: scaled ? ["chunks as with 280 GPUs"] : [],
  };
}

/** Megatron-Core r0.8 on H100 with all overlaps. Pipelines overlap only when interleaved; 23 and 7 layers of a stage leave one a chunk. */
export function megatronCore(row: Row): TrainingRun {
  if (/strong/.test(row.id)) throw new Unsaid("two ends of a curve: the layout is not printed");
  const [layers, pp] = [printed(row.arch?.["layers"], "layers"), printed(row.parallel?.["pp"], "stages")];
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: `MegatronCore_${row.model.replace("GPT-", "").replace(".", "_")}`,
    modelClass: "dense",
    engine: "megatron",
    plan: {
      ...printedPlan(row),
      ...(pp > 1 ? interleaved(layers / pp) : {}),
      zero: 1,
      overlap: { tensor: "40%" },
    },
    compare: speed(row, { metric: "mfu.full", peak: peaks.h100 }),
    remarks: ["microbatch not printed: one sequence", ...(pp > 1 ? ["one layer a chunk"] : [])],
  };
}

/** MegaScale's paper: Megatron-LM beside it. MegaScale's own runs have another transformer block. */
export function megaScale(row: Row): TrainingRun {
  if (row.system !== "Megatron-LM") throw new Unsaid("attention and network in parallel and a window that is not printed: another model");
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: "MegaScale_175B",
    modelClass: "dense",
    engine: "megatron",
    plan: { ...printedPlan(row), zero: 1 },
    compare: speed(row),
    remarks: ["microbatch not printed: one sequence", "ZeRO 1 and no recomputation, as not printed"],
  };
}

/** DeepSeek-V3: FP8, experts in BF16 on their way back, DualPipe, moments in BF16 (report, section 3.3). */
export function deepSeek(row: Row): TrainingRun {
  const cost = row.id === "deepseek-v3-cost";
  const hours = measured(row, "pretrain_gpu_hours") ?? 0;
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: "DeepSeekV3",
    modelClass: "moe",
    engine: "hai_llm",
    plan: {
      ...printedPlan({ ...row, seq_len: 4096, global_batch: 15360, parallel: { pp: 16, ep: 64 } }),
      schedule: '"dualpipe"',
      first_layers: 4,
      last_layers: 1,
      zero: 1,
      mtp_modules: 1,
      expert_path: "normal",
      ...(cost ? { tokens: "14.8e12 tokens" } : {}),
      precision: { weights: "fp8", activations: "fp8", dispatch: "fp8", combine: "bf16", gradients: "fp32", moments: "bf16" },
    },
    compare: cost ? [{ metric: "duration", measured: (hours / chipsOf(row)) * 3600, printed: `${hours} GPU hours` }] : speed(row),
    remarks: cost ? ["the layout of the other row; time lost to failures is in the measurement"] : [],
  };
}
