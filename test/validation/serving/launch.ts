/**
 * Options with which InferenceMAX launches the engines, as its scripts have them: jyothisambolu/InferenceMAX benchmarks/*_slurm.sh
 * (autumn 2025), SemiAnalysisAI/InferenceX benchmarks/single_node/*.sh (since). Those that the catalog's engines have already are left out.
 */

import type { Block } from "./plan";
import { figureOf, type Row, textOf } from "./rows";

/** What the script for this row says of the engine; nothing where the row is not InferenceMAX's or the script unknown. */
export function launchOptions(row: Row): Block {
  if (!isInferenceMax(row) || textOf(row, "mode") !== "agg") return {};
  const llama = /Llama/i.test(row.model);
  switch (textOf(row, "engine").split(" ")[0]) {
    case "trtllm":
      return llama ? llamaOnTensorRt(row) : deepSeekOnTensorRt(row);
    case "sglang":
      return deepSeekOnSglang(row);
    default:
      return {};
  }
}

export function isInferenceMax({ id }: Row): boolean {
  return /dsr1|deepseek|llama_3_1_70b/.test(id);
}

/** 70b_*_trt_slurm.sh: batch_wait_timeout_iters on fewer than eight chips with lengths of 1,024. */
function llamaOnTensorRt(row: Row): Block {
  const waits = figureOf(row, "isl") === 1024 && figureOf(row, "osl") === 1024 && figureOf(row, "tp_size") < 8;
  return { chunk: "16384 tokens", batching: waits ? 20 : 0 };
}

/** dsr1_*_trt*.sh: max_num_tokens by the lengths, and since version 1.2 at least 8,192; prompts wait for all data parallel groups. */
function deepSeekOnTensorRt(row: Row): Block {
  const newer = textOf(row, "engine").includes(" 1.2");
  const clients = figureOf(row, "concurrency");
  const tokens = Math.ceil((clients + figureOf(row, "isl") + 64) / 64) * 64;
  const short = figureOf(row, "isl") === 1024 && figureOf(row, "osl") === 1024;
  return {
    chunk: `${newer ? Math.max(8192, tokens) : tokens} tokens`,
    cache: row.hardware.includes("H200") ? "75%" : "80%",
    gathering: 60,
    batching: newer && row.precision === "FP8" && short && clients >= 64 ? 40 : 0,
  };
}

/** dsr1_*.sh: on B200 the scheduler looks for requests every 10 steps, with 16 clients and more every 30. */
function deepSeekOnSglang(row: Row): Block {
  if (!row.hardware.includes("B200")) return { chunk: "32768 tokens", static: "82%" };
  const polling = figureOf(row, "concurrency") >= 16 ? 30 : 10;
  return row.precision === "FP4" ? { chunk: "16384 tokens", static: "85%", polling } : { chunk: "32768 tokens", static: "82%", polling };
}
