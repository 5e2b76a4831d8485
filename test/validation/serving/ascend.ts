/** CloudMatrix-Infer, the recipes of CANN, vLLM-Ascend. */

import type { Block, Deployment } from "./plan";
import { contextOf, drafting, pool, spread } from "./pools";
import { figureOf, type Row, textOf, Unsaid } from "./rows";
import { promptsByEplb } from "./wide-experts";

const int8: Block = { weights: "int8", activations: "int8" };

/** Prefill of CloudMatrix-Infer: 16 chips, 10 experts a die, attention of all dies together (arXiv:2506.12708, 4.3.1 and 5.1). */
export function cloudMatrixPrefill(row: Row): Deployment {
  const perfect = /perfect/.test(textOf(row, "engine"));
  const balance: Block = perfect ? {} : { imbalance: promptsByEplb };
  return pool(
    row,
    "prefill",
    16,
    {
      ...spread(32),
      batch: `${figureOf(row, "batch_tokens_per_device")} tokens per chip`,
      microbatches: 2,
      redundant_experts: 32,
      attention_group: 32,
      ...balance,
    },
    {
      input: figureOf(row, "isl"),
      output: 256,
      precision: int8,
      remarks: perfect ? [] : ["imbalance not printed: that of SGLang's prompts stands in"],
    },
  );
}

/** Decode of CloudMatrix-Infer: one expert a die, 32 of them shared and 32 redundant. */
export function cloudMatrixDecode(row: Row): Deployment {
  const batch = figureOf(row, "batch_per_device");
  return pool(
    row,
    "decode",
    160,
    {
      ...spread(320),
      batch: `${batch} requests per chip`,
      microbatches: batch < 32 ? 1 : 2,
      redundant_experts: 32,
      shared_expert_ranks: 32,
      ...drafting(row),
    },
    {
      input: contextOf(row),
      output: 256,
      precision: int8,
      remarks: batch < 32 ? ["microbatches not printed: one, as two would only read the weights twice"] : [],
    },
  );
}

/** Steps of cann-recipes-infer: attention data parallel, experts over all dies, perfect or forced balance. */
export function cannDecode(row: Row): Deployment {
  const chips = row.devices ?? 1;
  const ranks = chips * (row.hardware.includes("A3") ? 2 : 1);
  const batch = figureOf(row, "global_batch");
  if (typeof row.config["kv_offload_pool"] === "string") throw new Unsaid("the KV cache is offloaded to the host");
  const flash = /MXFP4|FP4/.test(row.precision ?? "");
  const precision: Block | undefined = flash
    ? { weights: "fp8", activations: "fp8", experts: "fp4", kv_cache: "fp8" }
    : /W4A8/.test(row.precision ?? "")
      ? { ...int8, experts: "int4", kv_cache: "int8" }
      : undefined;
  return pool(
    row,
    "decode",
    chips,
    {
      ...spread(Math.min(ranks, batch)),
      tp: ranks > batch ? ranks / batch : undefined,
      ep: ranks,
      batch: `${batch} requests`,
      ...drafting(row),
    },
    {
      input: contextOf(row),
      ...(precision ? { precision } : {}),
      engine: "cann_recipes",
    },
  );
}

/** Prefill with perfect balance: 64 prompts at once. */
export function cannPrefill(row: Row): Deployment {
  const chips = row.devices ?? 1;
  const input = figureOf(row, "isl");
  return pool(
    row,
    "prefill",
    chips,
    { ...spread(chips * 2), batch: `${figureOf(row, "batch") * input} tokens`, microbatches: row.config["microbatch"] === true ? 2 : 1 },
    {
      input,
      engine: "cann_recipes",
    },
  );
}

/** Qwen3-32B on four chips, without the suffix drafts. */
export function ascendDense(row: Row): Deployment {
  const tp = figureOf(row, "tp");
  const input = figureOf(row, "isl_mean");
  const output = figureOf(row, "osl_mean");
  const deployment = pool(row, "decode", tp, {}, { input, output, remarks: ["lengths are means"] });
  return {
    ...deployment,
    phases: { colocated: { tp, chips: tp, batch: `${figureOf(row, "concurrency")} requests` } },
    compare: [{ metric: "tpot", measured: Number(row.metrics["tpot_ms"]) / 1000 }],
  };
}

/** A long prompt in chunks through two stages of tensor parallel dies. */
export function chunkedPipeline(row: Row): Deployment {
  const chunk = figureOf(row, "chunk");
  return pool(
    row,
    "prefill",
    row.devices ?? 8,
    { pp: 2, tp: 8, batch: `${chunk} tokens` },
    {
      input: figureOf(row, "isl"),
      precision: int8,
      compare: [{ metric: "prefill.latency", measured: Number(row.metrics["ttft_s_static"]) }],
      remarks: ["degrees of another test on the same page"],
    },
  );
}
