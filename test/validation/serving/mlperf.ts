/**
 * MLPerf Inference, closed division. Offline: as many samples as the system can. Server and interactive: by the rules the highest rate of
 * arrivals at which 99 in 100 answers keep the limits of both times, so that what was measured is a rate: that at which answers come at the
 * measured mean pace. (The times at that rate follow from how near it is to the most, which no model of the mean knows.)
 */

import { unbalancedExperts } from "./imbalance";
import { fourBits, machineOf, modelOf } from "./names";
import type { Block, Deployment } from "./plan";
import { figureOf, type Row, textOf, Unsaid } from "./rows";

/** Mean prompt of each benchmark's data in tokens: recalled, as the results do not print it. */
const prompts: Readonly<Record<string, number>> = {
  Llama2_70B: 155, // OpenOrca, as the reference collection recalls it
  Llama31_8B: 778, // CNN/DailyMail
  Llama31_405B: 9428, // long documents
  DeepSeekR1: 800, // mathematics and code
};

export function mlperf(row: Row): Deployment {
  const { model, modelClass } = modelOf(row);
  const input = prompts[model];
  if (input === undefined) throw new Unsaid("the source prints no prompt length");
  const place = machineOf(row);
  const { tp, remarks } = degreeOf(row, model);
  const pp = figureOf(row, "pp", 1);
  const chips = row.devices ?? tp;
  const replica = tp * pp;
  const offline = textOf(row, "scenario") === "Offline";
  const spread: Block = figureOf(row, "ep", 1) > 1 ? { dp: replica, ep: replica, ...unbalancedExperts(model, replica) } : { tp, pp };
  return {
    ...place,
    model,
    modelClass,
    chips,
    engine: engineFor(row),
    options: { chunk: option(row, "max_num_tokens", "tokens"), requests: option(row, "gpu_batch_size", "requests") },
    workload: {
      input: `${input} tokens`,
      output: `${Math.round(Number(row.derived?.["osl_mean"]))} tokens`,
      ...(offline ? {} : { slo: { tpot: `${Number(row.metrics["tpot_ms_mean"])} ms` } }),
    },
    precision: precisionOf(row),
    phases: {
      colocated: { ...spread, chips: replica, instances: chips / replica, batch: "max" },
    },
    compare: [{ metric: "throughput", measured: Number(row.metrics["tokens_per_s_total"]) }],
    remarks: ["the mean prompt is recalled", ...remarks],
  };
}

/** AMD serves with vLLM; all others with the TensorRT-LLM of the time: round 4.1, of summer 2024, was before its release 1.0. */
function engineFor(row: Row): string {
  if (/AMD/.test(textOf(row, "submitter"))) return "vllm";
  return textOf(row, "benchmark").includes("v4.1") ? "tensorrt_llm_compiled" : "tensorrt_llm";
}

function option(row: Row, key: string, unit: string): string | undefined {
  const value = row.config[key];
  return typeof value === "number" ? `${value} ${unit}` : undefined;
}

/** As printed, or as NVIDIA has it for Llama 2 70B: one chip holds it, but for 80 GB. So has AMD (inference_results_v4.1, test_VllmFp8_*.sh: TP=1, DP=8). */
function degreeOf(row: Row, model: string): { readonly tp: number; readonly remarks: readonly string[] } {
  const printed = row.config["tp"];
  if (typeof printed === "number") return { tp: printed, remarks: [] };
  if (model === "Llama31_405B" || model === "DeepSeekR1") throw new Unsaid("the source does not print tp");
  return { tp: /H100/.test(row.hardware) ? 2 : 1, remarks: ["degrees not printed: as in NVIDIA's and AMD's scripts"] };
}

/** Submissions quantise to the fewest bits that their chip computes. */
function precisionOf(row: Row): Block {
  const bits = row.precision === null ? /B200|B300/.test(row.hardware) : row.precision === "FP4";
  return bits ? fourBits(row) : { weights: "fp8", activations: "fp8", kv_cache: "fp8" };
}
