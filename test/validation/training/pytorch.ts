/** PyTorch's own parallelism: torchtitan on H100 of 500 W, and llm-foundry's MPT. */

import { Unsaid } from "../serving/rows";
import type { Block } from "../serving/plan";
import { modelOf, nvidiaMachine } from "./names";
import { interleaved, memory, printedPlan, speed, type TrainingRun } from "./plan";
import { chipsOf, degree, printed, type Row } from "./rows";

/**
 * FSDP2 keeps parameters in fp32 and gathers them in 16 bits, or in fp8 where linear layers compute in it (benchmarks/*.md).
 * Selective checkpointing (llama3_8b.toml, "op") keeps every second matrix product: half of the layers in full. A pipeline cuts the
 * local batch into as many microbatches as it has stages (pipeline_parallel_microbatches), two chunks where interleaved.
 */
export function torchtitan(row: Row): TrainingRun {
  const { model, modelClass, layers } = modelOf(row.model);
  const pp = degree(row, "pp");
  const split = printed(row.parallel?.["fsdp"], "over how many ranks it splits") * degree(row, "cp");
  const local = printed(row.global_batch, "the batch") / printed(row.parallel?.["fsdp"], "ranks");
  const type = row.precision ?? "";
  const full = row.recompute === "full";
  const asynchronous = /async/i.test(type) || row.parallel?.["async_tp"] === true;
  if (!Number.isInteger(local / pp)) throw new Unsaid("microbatches that are no whole sequences");
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "torchtitan",
    plan: {
      ...printedPlan({ ...row, micro_batch: local / pp }),
      ...(row.parallel?.["schedule"] === "interleaved" ? interleaved(2) : {}),
      ...(pp > 1 ? { first_layers: 16, last_layers: 14 } : {}),
      zero: 3,
      zero_ranks: split,
      ...(pp > 1 ? { reshard: "false" } : {}),
      recompute: "full",
      ...(full ? {} : { recompute_layers: layers / 2 }),
      reserve: "0 GB",
      precision: {
        weights: "fp32",
        parameters: /fp8/.test(type) ? "fp8" : "bf16",
        ...(/fp8/.test(type) ? { activations: "fp8" } : {}),
      },
      ...(asynchronous ? { overlap: { tensor: "80%" } } : {}),
    },
    compare: [...speed(row), ...memory(row, "peak_memory_gib")],
    remarks: ["memory: of PyTorch's allocator alone", ...(full ? [] : ["half of the layers recomputed"])],
  };
}

/** FSDP of PyTorch 1 and 2: parameters in fp32, gathered in bf16; "PURE" reduces gradients in bf16. */
export function llmFoundry(row: Row): TrainingRun {
  const microbatch = printed(row.micro_batch, "the microbatch");
  const kept = row.parallel?.["fsdp"] === "SHARD_GRAD_OP";
  const precision: Block = {
    weights: "fp32",
    parameters: "bf16",
    ...(row.parallel?.["mp_mode"] === "PURE" ? { reduction: "bf16" } : {}),
    ...(row.precision === "amp_fp8" ? { activations: "fp8" } : {}),
  };
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: row.model.replace("-", "_"),
    modelClass: "dense",
    engine: row.device.startsWith("h100") ? "fsdp_on_hopper" : "fsdp",
    plan: {
      ...printedPlan({ ...row, parallel: {} }),
      microbatch: `${microbatch} ${microbatch === 1 ? "sequence" : "sequences"}`,
      zero: 3,
      ...(kept ? { reshard: false } : {}),
      ...(row.parallel?.["act_ckpt"] === "True" ? { recompute: "full" } : {}),
      precision,
    },
    compare: speed(row),
    ...operations(row),
    remarks: [],
  };
}

/** Six FLOP a parameter, and all pairs of tokens (README); printed as a rate with three digits. */
function operations(row: Row): Pick<TrainingRun, "operations"> {
  const [rate, tokens] = [row.measured["tflops_per_device"], row.measured["tokens_per_s_per_device"]];
  if (typeof rate !== "number" || typeof tokens !== "number") return {};
  return { operations: { perToken: (rate * 1e12) / tokens, attention: "full" } };
}
