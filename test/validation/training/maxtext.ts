/** MaxText on TPUs: AI-Hypercomputer/maxtext MaxText/configs/{v4,v5e,v5p} and the recipes of Trillium in tpu-recipes. */

import { Unsaid } from "../serving/rows";
import type { Block } from "../serving/plan";
import { peaks, type TrainingRun } from "./plan";
import { measured, printed, type Row } from "./rows";

/** Sequences of each chip, tensor parallel degree, and what is recomputed ("minimal" keeps all matrix products). */
interface Script {
  readonly batch: number;
  readonly tp: number;
  readonly recompute: "full" | "selective";
}

const full = (batch: number, tp = 1): Script => ({ batch, tp, recompute: "full" });
const minimal = (batch: number, tp: number): Script => ({ batch, tp, recompute: "selective" });

const scripts: Readonly<Record<string, Script>> = {
  "TPU v4 22B": full(13),
  "TPU v4 52B": full(7),
  "TPU v5e 16B": full(6),
  "TPU v5e 32B": full(4),
  "TPU v5e 64B": full(2),
  "TPU v5e 128B": minimal(1, 16),
  "TPU v5p 32B": minimal(7, 4),
  "TPU v5p 64B": minimal(3, 4),
  "TPU v5p 128B": minimal(1, 8),
  "TPU v5p 256B": minimal(1, 8),
  "TPU v5p 512B": full(2, 8),
  "TPU v5p 1024B": full(2, 8),
};

/** Parameters and optimizer in fp32, split over one slice; slices hold copies. */
function splitPlan(script: Script, sequence: number, chips: number, slice: number): Block {
  return {
    sequence: `${sequence} tokens`,
    batch: `${script.batch * chips} sequences`,
    microbatch: `${script.batch * script.tp} sequences`,
    tp: script.tp,
    zero: 3,
    zero_ranks: slice / script.tp,
    recompute: script.recompute,
    precision: { weights: "fp32", parameters: "bf16" },
  };
}

/** Weak scaling over slices. Operations count all pairs of tokens, as MaxText's formula did before 2025. */
export function weakScaling(row: Row): TrainingRun {
  const [, count = "1", kind = "", cores = "0"] = /^(\d+)x (v\w+)-(\d+)$/.exec(row.system ?? "") ?? [];
  const size = row.model.replace(" model", "");
  const script = scripts[`${row.device} ${size}`];
  if (!script) throw new Unsaid("no launch script");
  const slice = kind === "v5e" ? Number(cores) : Number(cores) / 2;
  const chips = Number(count) * slice;
  const peak = kind === "v4" ? peaks.tpuv4 : kind === "v5e" ? peaks.tpuv5e : peaks.tpuv5p;
  const rate = printed(measured(row, "tflops_per_device"), "a rate");
  return {
    machine: kind === "v5e" ? "TPUv5e_Pod" : `${kind}_${cores}`,
    machineSize: slice,
    chips,
    model: `MaxText_${size}`,
    modelClass: "dense",
    engine: "maxtext",
    plan: splitPlan(script, 2048, chips, slice),
    compare: [{ metric: "mfu.full", measured: rate / peak, printed: `${rate} TFLOP/s per chip` }],
    remarks: [],
  };
}

/** Recipes that print their batch: Trillium offloads layer inputs and projections to the host and recomputes the rest. */
export function recipe(row: Row): TrainingRun {
  const [device, name] = [row.device, row.model];
  const found = recipes[`${device} ${name}`];
  if (!found) throw new Unsaid("the batch or the slices are not printed");
  const { script, sequence, chips, machine, model, moe } = found;
  return {
    machine,
    machineSize: chips,
    chips,
    model,
    modelClass: moe ? "moe" : "dense",
    engine: "maxtext",
    plan: { ...splitPlan(script, sequence, chips, chips), ...(moe ? { imbalance: 1.25 } : {}) },
    compare: [
      {
        metric: "throughput",
        measured: printed(measured(row, "tokens_per_s_per_device"), "a rate") * chips,
        printed: `${measured(row, "tokens_per_s_per_device")} tokens/s per chip`,
      },
    ],
    remarks: moe ? ["experts padded to 1.25 of their share"] : [],
  };
}

const recipes: Readonly<
  Record<
    string,
    {
      readonly script: Script;
      readonly sequence: number;
      readonly chips: number;
      readonly machine: string;
      readonly model: string;
      readonly moe?: boolean;
    }
  >
> = {
  "TPU v6e Llama-2-70B": { script: full(3), sequence: 4096, chips: 256, machine: "TPUv6e_Pod", model: "Llama2_70B" },
  "TPU v6e Llama-3.1-70B": { script: full(5), sequence: 8192, chips: 256, machine: "TPUv6e_Pod", model: "Llama31_70B" },
  "TPU v6e Mixtral-8x7B": { script: full(12), sequence: 4096, chips: 256, machine: "TPUv6e_Pod", model: "Mixtral_8x7B", moe: true },
  "TPU v6e Mixtral-8x22B": { script: full(8), sequence: 4096, chips: 256, machine: "TPUv6e_Pod", model: "Mixtral_8x22B", moe: true },
  // v5p-512 has 256 chips; keeps all but one product of the network: nearly "minimal".
  "TPU v5p Llama-2-70B": { script: minimal(4, 1), sequence: 4096, chips: 256, machine: "v5p_512", model: "Llama2_70B" },
};
