/** Serving plans. */

import * as d from "../dimensions";
import { allReduceAlgorithms } from "./collective";
import { degrees, expertPaths } from "./degrees";
import { precision } from "./precision";
import type { BlockSchema, KindSchema, PropertySchema } from "./types";
import { choice, count, fabricName, figure, ratio, reference, share } from "./values";

const batchWords = [{ name: "max", documentation: "As many as memory and the slo allow." }];

function phase(
  name: string,
  documentation: string,
  batchOf: d.Dimension,
  batchExample: string,
  more: readonly PropertySchema[],
  blocks: readonly BlockSchema[],
): BlockSchema {
  return {
    name,
    documentation,
    properties: [
      count("instances", "1", "Copies of the whole group.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
      count(
        "chips",
        "16",
        "Chips of one instance.",
        { min: 1, max: 1e7, integer: true },
        { default: "(tp × pp × cp × dp / ranks of a chip)" },
      ),
      ...degrees,
      figure(
        "batch",
        batchOf,
        batchExample,
        batchOf === d.tokens ? "Tokens that one prefill batch computes; cached ones come on top." : "Requests in flight.",
        {
          bounds: { min: 0, aboveMin: true },
          scope: "instance",
          scopes: ["chip", "rank", "instance"],
          required: true,
          ...(batchOf === d.requests ? { words: batchWords } : {}),
        },
      ),
      count(
        "microbatches",
        "2",
        "Parts of a batch that overlap communication with computation.",
        { min: 1, max: 64, integer: true },
        { default: "1" },
      ),
      count(
        "redundant_experts",
        "32",
        "Copies of hot experts beside the originals, over the whole group.",
        { min: 0, max: 1e5, integer: true },
        { default: "0" },
      ),
      count(
        "shared_expert_ranks",
        "32",
        "Ranks that hold nothing but the shared expert; 0: every rank has it beside its routed experts.",
        { min: 0, max: 1e6, integer: true },
        { default: "0" },
      ),
      ratio(
        "expert_spread",
        "170%",
        "How popular experts differ: standard deviation of their loads over the mean. Small batches read the fewer of them.",
        { min: 0, max: 100 },
        { default: "0" },
      ),
      ratio("imbalance", "1.1", "Expert load of the hottest rank over the mean; 1 is perfect.", { min: 1, max: 1000 }, { default: "1" }),
      choice("expert_path", expertPaths, "How tokens reach their experts.", { default: name === "decode" ? "low_latency" : "normal" }),
      choice("all_reduce", allReduceAlgorithms, "How tensor parallel ranks add their results.", { default: "auto" }),
      figure("reserve", d.information, "2 GB", "Memory that the runtime keeps: context, graphs, workspace.", {
        scope: "rank",
        scopes: ["rank", "chip"],
        bounds: { min: 0 },
        default: "(the engine's; 3 GB without one)",
      }),
      figure("step_overhead", d.time, "1 ms", "Fixed time of a step that no graph hides: scheduling, sampling, launching.", {
        bounds: { min: 0 },
        default: "(the engine's, else the chip's)",
      }),
      ...more,
    ],
    blocks,
  };
}

const speculation: BlockSchema = {
  name: "mtp",
  documentation: "Speculative decoding with the model's own multi-token prediction.",
  properties: [
    count("tokens", "1", "Draft tokens of a step.", { min: 1, max: 16, integer: true }, { default: "1" }),
    share("acceptance", "70%", "Probability that a draft token is accepted.", { required: true }),
  ],
  blocks: [],
};

const unevenPrompts = [
  ratio(
    "skew",
    "1.2",
    "Prompt tokens of the fullest data parallel group over the mean; 1: prompts of one length.",
    { min: 1, max: 1000 },
    { default: "1" },
  ),
  count(
    "attention_group",
    "8",
    "Data parallel ranks that read their prompts together, sequence parallel around the attention and tensor parallel in it: it evens out the skew.",
    { min: 1, max: 1e6, integer: true },
    { default: "1" },
  ),
];

const experts: BlockSchema = {
  name: "experts",
  documentation: "Routed experts on chips of their own, apart from the attention; microbatches go to and fro.",
  properties: [
    count(
      "chips",
      "96",
      "Of the chips of an instance, those that hold nothing but experts.",
      { min: 1, max: 1e7, integer: true },
      { required: true },
    ),
  ],
  blocks: [],
};

const draft: BlockSchema = {
  name: "draft",
  documentation: "Speculative decoding with a smaller model that drafts.",
  properties: [
    reference("model", ["model"], "Llama31_8B", "What drafts: it lies on the same ranks.", { required: true }),
    count("tokens", "4", "Draft tokens of a step.", { min: 1, max: 16, integer: true }, { default: "4" }),
    share("acceptance", "70%", "Probability that a draft token is accepted.", { required: true }),
  ],
  blocks: [],
};

const chunk = figure(
  "chunk",
  d.tokens,
  "2048 tokens",
  "Most tokens of a step, prompts and answers together, in each data parallel group.",
  {
    bounds: { min: 1 },
    default: "(the engine's; 2048 tokens without one)",
  },
);

export const serve: KindSchema = {
  name: "serve",
  allowsExpect: true,
  documentation: "A serving plan: `prefill` and `decode` on pools of their own, one of the two alone, or `colocated`.",
  properties: [
    reference("model", ["model"], "DeepSeekR1", "What is served.", { required: true }),
    reference("on", ["supernode", "cluster"], "CloudMatrix384", "Where.", { required: true }),
    reference("workload", ["workload"], "chat", "For which requests.", { required: true }),
    reference("engine", ["engine"], "vllm", "Serving software.", { default: "(none: only what the chips take)" }),
    fabricName("kv_transfer", "RDMA", "Fabric that carries the KV cache from prefill to decode.", {
      default: "(the scale-out fabric; without one, the scale-up fabric)",
    }),
    choice(
      "kv_sending",
      [
        ["prompt", "All of it, when the prompt is read."],
        ["layer", "Each layer as soon as it is computed, while the next ones are."],
      ],
      "When the KV cache of a prompt leaves for decode.",
      { default: "prompt" },
    ),
  ],
  blocks: [
    precision,
    phase("prefill", "The pool that reads prompts.", d.tokens, "16384 tokens per chip", unevenPrompts, []),
    phase("decode", "The pool that writes answers.", d.requests, "96 requests per chip", [], [speculation, draft, experts]),
    phase("colocated", "One pool that does both, with chunked prefill.", d.requests, "256 requests", [chunk], [speculation, draft]),
    {
      name: "cache",
      documentation: "The pooled prefix cache.",
      properties: [
        fabricName("fabric", "UB", "Fabric that loads cached prefixes.", { default: "(the scale-up fabric)" }),
        figure("capacity", d.information, "48 TB", "Size of the pool.", { bounds: { min: 0, aboveMin: true } }),
        figure("bandwidth", d.bandwidth, "20 GB/s per chip", "What the pool yields, where its memory is slower than the fabric.", {
          scope: "chip",
          scopes: ["chip", "rank"],
          default: "(as fast as the fabric)",
        }),
        figure("block", d.tokens, "128 tokens", "Tokens that are found, allocated and copied as one.", {
          bounds: { min: 1 },
          default: "128 tokens",
        }),
        figure("overhead", d.time, "10 us", "Time for a block: looking it up, allocating, starting the copy.", {
          bounds: { min: 0 },
          default: "0 us",
        }),
      ],
      blocks: [],
    },
  ],
};
