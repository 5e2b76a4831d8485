/** Workloads, serving plans and training plans. */

import * as d from "../dimensions";
import type { BlockSchema, KindSchema, PropertySchema } from "./types";
import { boolean, choice, count, fabricName, figure, numberTypes, ratio, reference, share, text, textChoice } from "./values";

export const workload: KindSchema = {
  name: "workload",
  documentation: "What users ask for, and how fast they want it.",
  properties: [
    figure("input", d.tokens, "4096 tokens", "Tokens of a prompt.", { bounds: { min: 1 }, default: "(from the trace)" }),
    figure("output", d.tokens, "256 tokens", "Tokens of an answer.", { bounds: { min: 1 }, default: "(from the trace)" }),
    figure("rate", d.requestRate, "20 requests/s", "Requests that arrive.", { default: "(as many as the plan sustains)" }),
    share("cached", "50%", "Share of the input that the prefix cache holds.", { default: "0%" }, { min: 0, max: 1 }),
    text("trace", '"requests.jsonl"', "A file of recorded requests."),
  ],
  blocks: [
    {
      name: "slo",
      documentation: "Service level: what the latency may be.",
      properties: [
        figure("ttft", d.time, "2 s", "Time to the first token."),
        figure("tpot", d.time, "50 ms", "Time per output token after the first."),
        share("percentile", "99%", "Share of the requests that must meet it.", { default: "50%" }, { min: 0, max: 1, aboveMin: true }),
      ],
      blocks: [],
    },
  ],
};

const types = numberTypes;

const precision: BlockSchema = {
  name: "precision",
  documentation: "Number types.",
  properties: [
    choice("weights", types, "Of the weights.", { default: "bf16" }),
    choice("activations", types, "Of the inputs of matrix multiplications; the compute peak follows it.", {
      default: "(bf16; with quantised weights, their type where the chip has it)",
    }),
    choice("kv_cache", types, "Of the KV cache.", { default: "bf16" }),
    choice("attention", types, "Of the attention kernel's arithmetic.", { default: "bf16" }),
    choice("experts", types, "Of the routed experts' weights.", { default: "(as weights)" }),
    choice("dispatch", types, "Of tokens on the way to their experts.", { default: "(as activations)" }),
    choice("combine", types, "Of experts' results on the way back.", { default: "bf16" }),
  ],
  blocks: [],
};

const degrees: readonly PropertySchema[] = [
  count("tp", "8", "Tensor parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
  count("pp", "1", "Pipeline parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
  count("cp", "1", "Context parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
  count(
    "dp",
    "32",
    "Data parallel degree of the attention.",
    { min: 1, max: 1e6, integer: true },
    { default: "(ranks of an instance / (tp × pp × cp))" },
  ),
  count(
    "ep",
    "32",
    "Expert parallel degree; what it leaves of tp × cp × dp splits each expert.",
    { min: 1, max: 1e6, integer: true },
    { default: "1" },
  ),
];

const paths = [
  ["low_latency", "Every copy of a token goes straight to its expert's rank (DeepEP low-latency, CANN fused dispatch)."],
  ["normal", "A token goes once to each rank or node that needs it (DeepEP normal)."],
  ["all_gather", "Every rank gets every token and keeps what is its own; results are reduce-scattered."],
] as const;

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
      ratio("imbalance", "1.1", "Expert load of the hottest rank over the mean; 1 is perfect.", { min: 1, max: 1000 }, { default: "1" }),
      choice("expert_path", paths, "How tokens reach their experts.", { default: name === "decode" ? "low_latency" : "normal" }),
      figure("reserve", d.information, "2 GB", "Memory that the runtime keeps: context, graphs, workspace.", {
        scope: "rank",
        scopes: ["rank", "chip"],
        bounds: { min: 0 },
        default: "3 GB",
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

const chunk = figure("chunk", d.tokens, "2048 tokens", "Tokens of a chunked prefill in each step.", {
  bounds: { min: 1 },
  default: "2048 tokens",
});

export const serve: KindSchema = {
  name: "serve",
  allowsExpect: true,
  documentation: "A serving plan: `prefill` and `decode` on pools of their own, one of the two alone, or `colocated`.",
  properties: [
    reference("model", ["model"], "DeepSeekR1", "What is served.", { required: true }),
    reference("on", ["supernode", "cluster"], "CloudMatrix384", "Where.", { required: true }),
    reference("workload", ["workload"], "chat", "For which requests.", { required: true }),
    fabricName("kv_transfer", "RDMA", "Fabric that carries the KV cache from prefill to decode.", {
      default: "(the scale-out fabric; without one, the scale-up fabric)",
    }),
  ],
  blocks: [
    precision,
    phase("prefill", "The pool that reads prompts.", d.tokens, "16384 tokens per chip", [], []),
    phase("decode", "The pool that writes answers.", d.requests, "96 requests per chip", [], [speculation]),
    phase("colocated", "One pool that does both, with chunked prefill.", d.requests, "256 requests", [chunk], [speculation]),
    {
      name: "cache",
      documentation: "The pooled prefix cache.",
      properties: [
        fabricName("fabric", "UB", "Fabric that loads cached prefixes.", { default: "(the scale-up fabric)" }),
        figure("capacity", d.information, "48 TB", "Size of the pool.", { bounds: { min: 0, aboveMin: true } }),
      ],
      blocks: [],
    },
  ],
};

export const train: KindSchema = {
  name: "train",
  allowsExpect: true,
  documentation: "A training plan.",
  properties: [
    reference("model", ["model"], "Llama31_405B", "What is trained.", { required: true }),
    reference("on", ["supernode", "cluster"], "CloudMatrix384", "Where.", { required: true }),
    figure("sequence", d.tokens, "8192 tokens", "Tokens of a sequence.", { bounds: { min: 1, integer: true }, required: true }),
    figure("batch", d.sequences, "2048 sequences", "Global batch: sequences or tokens.", { alternatives: [d.tokens], required: true }),
    figure("microbatch", d.sequences, "1 sequence", "Sequences of one microbatch.", {
      bounds: { min: 1, integer: true },
      default: "1 sequence",
    }),
    ...degrees,
    textChoice(
      "schedule",
      [
        ["1f1b", "One forward, one backward."],
        ["interleaved", "Several chunks of layers on each stage."],
        ["zero_bubble", "Weight gradients fill the bubble."],
        ["dualpipe", "Two directions at once (DeepSeek-V3)."],
      ],
      "Pipeline schedule.",
      { default: '"1f1b"' },
    ),
    count("chunks", "2", "Model chunks of a stage (interleaved).", { min: 1, max: 1000, integer: true }, { default: "1" }),
    count(
      "zero",
      "1",
      "ZeRO stage: what is split over dp. 1 optimizer states, 2 gradients too, 3 parameters too.",
      { min: 0, max: 3, integer: true },
      { default: "0" },
    ),
    choice(
      "recompute",
      [
        ["none", "Keep all activations."],
        ["selective", "Recompute the attention core."],
        ["full", "Keep a layer's input alone."],
      ],
      "What is computed again in the backward pass.",
      { default: "none" },
    ),
    choice("sequence_parallel", boolean, "Split norms and residuals over tp too.", { default: "true" }),
    choice(
      "optimizer",
      [
        ["adam", "Two moments and a master copy in fp32."],
        ["muon", "One moment and a master copy."],
        ["sgd", "A master copy."],
      ],
      "Optimizer.",
      { default: "adam" },
    ),
    figure("tokens", d.tokens, "14.8e12 tokens", "Tokens of the whole run."),
  ],
  blocks: [
    precision,
    {
      name: "failures",
      documentation: "What goes wrong, and what it costs.",
      properties: [
        figure("mtbf", d.time, "3 h", "Mean time between failures of the whole job."),
        figure("checkpoint", d.time, "30 s", "Time that a checkpoint stops the job."),
        figure("restart", d.time, "10 min", "Time from a failure to the next step."),
      ],
      blocks: [],
    },
  ],
};
