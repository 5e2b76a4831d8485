/** DeepSeek-V3 and its like on many Hopper or Blackwell chips: DeepSeek's profile, SGLang, vLLM, InferSim. */

import type { Block, Deployment } from "./plan";
import { contextOf, pool, spread } from "./pools";
import { figureOf, type Row, textOf, Unsaid } from "./rows";

/** Hottest rank over the mean: DeepSeek-R1 at EP32 with 9 slots a rank and balancing, TensorRT-LLM blog 4, while it writes. */
export const balancedByEplb = 1.109;

/**
 * The same for prompts, which are alike within a batch: what makes SGLang's prefill at EP32 with balancing 15.2% slower than with perfect
 * balance (50,302 against 59,337 tokens/s). Of that pair, the unbalanced row is calibrated.
 */
export const promptsByEplb = 1.325;

export function widePrefill(row: Row): Deployment {
  const { ep, remarks } = ranksOf(row);
  const printed = figureOf(row, "tokens_per_device", figureOf(row, "batch_tokens_per_device", 0));
  const perfect = /perfect|profile/i.test(`${textOf(row, "eplb")} ${textOf(row, "engine")}`);
  const balance: Block = perfect ? {} : { imbalance: promptsByEplb };
  // llm-d's recipe leaves it at vLLM's default.
  const usual = /^vllm/i.test(textOf(row, "engine")) ? 8192 : 16384;
  const batch = printed > 0 ? [] : [`batch not printed: ${usual.toLocaleString("en")} tokens a chip, as the engine's default or its peers`];
  return pool(
    row,
    "prefill",
    ep,
    {
      ...spread(ep),
      batch: `${printed > 0 ? printed : usual} tokens per chip`,
      microbatches: overlapped(row) ? 2 : 1,
      redundant_experts: ep === 32 ? 32 : undefined,
      ...balance,
    },
    {
      input: figureOf(row, "isl", 4096),
      remarks: [...remarks, ...batch, ...(perfect ? [] : ["imbalance not printed: that of SGLang's prompts stands in"])],
    },
  );
}

export function wideDecode(row: Row): Deployment {
  const { ep, remarks } = ranksOf(row);
  const batch = row.config["batch_per_device"] ?? row.config["concurrency_per_rank"] ?? row.config["batch_per_rank"];
  if (typeof batch !== "number") throw new Unsaid("the source prints no batch");
  const drafts = textOf(row, "mtp");
  // The source's table: only one run has it on.
  if (row.id.startsWith("sglang-h200-mtp") && !drafts.includes("overlap"))
    throw new Unsaid("overlapped scheduling is off, which the catalog's SGLang has");
  const output = figureOf(row, "osl", 1);
  return pool(
    row,
    "decode",
    ep,
    {
      ...spread(ep),
      batch: `${batch} requests per chip`,
      microbatches: overlapped(row) && batch >= 32 ? 2 : 1,
      // SGLang's instructions have them on 16 ranks, too (issue 7998).
      redundant_experts: ep > 32 || /sglang/i.test(textOf(row, "engine")) ? 32 : undefined,
      imbalance: /profile/i.test(textOf(row, "engine")) ? undefined : balancedByEplb,
      ...accepted(`${textOf(row, "engine")} ${drafts}`),
    },
    { input: contextOf(row), output, remarks },
  );
}

/** DeepSeek's profile and SGLang's large deployments run two microbatches; vLLM's rows do not say so. */
function overlapped(row: Row): boolean {
  return !/^vllm/i.test(textOf(row, "engine"));
}

/** SGLang simulates one draft of which it takes 60% to be accepted (its text on 96 H100). */
function accepted(printed: string): Block {
  return /simulated/i.test(printed) ? { mtp: { tokens: 1, acceptance: "60%" } } : {};
}

function ranksOf(row: Row): { readonly ep: number; readonly remarks: readonly string[] } {
  const printed = row.config["ep"];
  if (typeof printed === "number") return { ep: printed, remarks: [] };
  // The paper's table repeats rows of DeepSeek's profile and of SGLang, whose own texts print the ranks.
  if (/profile/i.test(textOf(row, "engine"))) return { ep: row.kind === "prefill" ? 32 : 128, remarks: ["ranks from DeepSeek's profile"] };
  if (/sglang/i.test(textOf(row, "engine")) && row.devices === null)
    return { ep: row.kind === "prefill" ? 32 : 72, remarks: ["ranks from SGLang's text"] };
  if (row.devices) return { ep: row.devices, remarks: ["attention and experts over all chips, which is not printed"] };
  throw new Unsaid("the source prints no ranks");
}

/** One chip, or four with data parallel attention, of Qwen3 on H20. */
export function inferSim(row: Row): Deployment {
  const chips = row.devices ?? 1;
  const degrees: Block = chips > 1 ? spread(chips) : { tp: 1 };
  if (row.kind === "prefill") {
    const batch = figureOf(row, "max_prefill_tokens");
    return pool(
      row,
      "prefill",
      chips,
      { ...degrees, batch: `${batch} tokens per chip` },
      { input: 4096, remarks: ["prompt length not printed: 4,096 tokens"] },
    );
  }
  const batch = figureOf(row, "batch_per_device");
  const remarks = row.config["isl"] === undefined ? ["lengths not printed: 4,096 and 2,048 tokens, as in its peer"] : [];
  return pool(
    row,
    "decode",
    chips,
    { ...degrees, batch: `${batch} requests per chip` },
    {
      input: figureOf(row, "isl", 4096),
      output: figureOf(row, "osl", 2048),
      remarks,
    },
  );
}
