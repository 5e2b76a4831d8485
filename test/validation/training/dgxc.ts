/** NVIDIA's DGX Cloud benchmarks: step times from 8 to 2,304 GPUs. Conditions beyond the printed ones: NVIDIA/dgxc-benchmarking. */

import { Unsaid } from "../serving/rows";
import type { Block } from "../serving/plan";
import { modelOf, nvidiaMachine } from "./names";
import { megatronPrecision, stages } from "./nvidia";
import { peaks, printedPlan, speed, type TrainingRun, uneven } from "./plan";
import { chipsOf, degree, measured, printed, type Row } from "./rows";

export function dgxCloud(row: Row): TrainingRun {
  const name = row.model;
  if (name.startsWith("Maxtext")) return maxText(row);
  const { model, modelClass, layers: all } = modelOf(name);
  const layers = typeof row.arch?.["layers"] === "number" ? row.arch["layers"] : all;
  const pp = degree(row, "pp");
  // Nemotron-4 340B: the release of April 2025 prints no chunks; NeMo's recommended configuration has 12, as the releases around it.
  const chunks = model === "Nemotron4_340B" ? 12 : degree(row, "vp");
  const plan = printedPlan({ ...row, parallel: { ...row.parallel, vp: chunks } });
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    ...(layers === all ? {} : { changes: { layers } }),
    modelClass,
    engine: "nemo",
    plan: {
      ...plan,
      // NeMo's pretrain_deepseek_v3.py: one layer less at the start, two at the end.
      ...(model === "DeepSeekV3" ? uneven(layers, pp, 1, 2) : stages(model, layers, pp, pp > 1 ? chunks : 1)),
      zero: 1,
      ...(modelClass === "moe" ? experts(row) : {}),
      ...recomputation(row, model),
      ...(model === "DeepSeekV3" ? { mtp_modules: 0 } : {}),
      precision: megatronPrecision(row.precision ?? ""),
    },
    compare: speed(row),
    ...(name.startsWith("Llama") ? operations(row) : {}),
    remarks: layers === all ? [] : [`${layers} layers`],
  };
}

/** Tokens over an expert's capacity are dropped and missing ones padded: perfect balance. The rows of 2024 split experts as the rest (tp). */
function experts(row: Row): Block {
  const folded = degree(row, "etp");
  return { expert_tp: row.id.includes("v25.02") ? degree(row, "tp") : folded, expert_path: "all_to_all" };
}

/** nemotron4-340b-synth.yaml of the release of February 2025; DeepSeek-V3 on GB200 (NeMo model_configs_gb200.csv): the attention core. */
function recomputation(row: Row, model: string): Block {
  const core = (model === "Nemotron4_340B" && row.id.includes("v25.02")) || (model === "DeepSeekV3" && row.device.startsWith("GB200"));
  return core ? { recompute: "selective" } : {};
}

/** From the printed MFU: its formula, with all pairs of tokens, stands in the READMEs of Llama 3.1. */
function operations(row: Row): Pick<TrainingRun, "operations"> {
  const [mfu, rate] = [measured(row, "mfu"), measured(row, "tokens_per_s_total")];
  if (mfu === undefined || rate === undefined || !row.device.startsWith("H100")) return {};
  const peak = 1e12 * (row.precision === "fp8" ? peaks.h100_fp8 : peaks.h100);
  return { operations: { perToken: (mfu * peak * chipsOf(row)) / rate, attention: "full" } };
}

/** MaxText on H100: maxtext/configure.sh saves the projections of queries, keys and values alone, and splits over 16 servers at most from 64 on. */
function maxText(row: Row): TrainingRun {
  const { model, modelClass } = modelOf(row.model);
  const split = printed(row.parallel?.["fsdp"], "over how many ranks it splits");
  if (row.precision !== "bf16" && row.precision !== "fp8") throw new Unsaid("the number type");
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "maxtext",
    plan: {
      ...printedPlan(row),
      zero: 3,
      zero_ranks: split,
      recompute: "full",
      precision: { weights: "fp32", parameters: "bf16", gradients: "fp32", ...(row.precision === "fp8" ? { activations: "fp8" } : {}) },
    },
    compare: speed(row),
    remarks: ["keeps queries, keys and values, of which the plan has no word"],
  };
}
