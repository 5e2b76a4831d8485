/** Training plans. */

import * as d from "../dimensions";
import { allReduceAlgorithms } from "./collective";
import { degrees } from "./degrees";
import { overlap } from "./overlap";
import type { BlockSchema, KindSchema, PropertySchema } from "./types";
import { boolean, choice, count, figure, numberTypes, ratio, reference, textChoice } from "./values";

const precision: BlockSchema = {
  name: "precision",
  documentation: "Number types.",
  properties: [
    choice("weights", numberTypes, "Of the parameters that the passes read.", { default: "bf16" }),
    choice("activations", numberTypes, "In which linear layers compute, forward and backward; MFU is a share of this type's peak.", {
      default: "bf16",
    }),
    choice("attention", numberTypes, "Of the attention kernel's arithmetic.", { default: "bf16" }),
    choice("dispatch", numberTypes, "Of tokens on the way to their experts.", { default: "bf16" }),
    choice("combine", numberTypes, "Of experts' results on the way back.", { default: "bf16" }),
    choice("gradients", numberTypes, "In which gradients are kept.", { default: "fp32" }),
    choice("reduction", numberTypes, "In which gradients travel to be added up.", { default: "(as gradients)" }),
    choice("parameters", numberTypes, "In which split parameters are gathered.", { default: "(as weights)" }),
    choice("master", numberTypes, "Of the optimizer's own copy of the parameters; the same as weights: there is none.", {
      default: "fp32",
    }),
    choice("moments", numberTypes, "Of each moment of the optimizer.", { default: "fp32" }),
  ],
  blocks: [],
};

/** Degrees that mean something else than in serving. */
const trained: Readonly<Record<string, PropertySchema>> = {
  dp: count("dp", "32", "Data parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "(ranks of the job / (tp × pp × cp))" }),
  ep: count(
    "ep",
    "32",
    "Expert parallel degree; what ep × expert_tp leaves of tp × cp × dp holds further copies of the experts.",
    { min: 1, max: 1e6, integer: true },
    { default: "1" },
  ),
};

/** How copies, stages and experts lie on the ranks. */
const layout: readonly PropertySchema[] = [
  count(
    "chips",
    "1024",
    "Chips of the job.",
    { min: 1, max: 1e7, integer: true },
    { default: "(tp × pp × cp × dp, else the whole machine)" },
  ),
  ...degrees.map((degree) => trained[degree.name] ?? degree),
  count("expert_tp", "1", "Ranks that each expert is split over.", { min: 1, max: 1e4, integer: true }, { default: "1" }),
  count("first_layers", "7", "Layers of the first pipeline stage.", { min: 0, max: 1e5, integer: true }, { default: "(layers / pp)" }),
  count("last_layers", "6", "Layers of the last pipeline stage.", { min: 0, max: 1e5, integer: true }, { default: "(layers / pp)" }),
];

export const train: KindSchema = {
  name: "train",
  allowsExpect: true,
  documentation: "A training plan.",
  properties: [
    reference("model", ["model"], "Llama31_405B", "What is trained.", { required: true }),
    reference("on", ["supernode", "cluster"], "CloudMatrix384", "Where.", { required: true }),
    reference("engine", ["engine"], "megatron", "Training software.", { default: "(none: only what the chips take)" }),
    figure("sequence", d.tokens, "8192 tokens", "Tokens of a sequence.", { bounds: { min: 1, integer: true }, required: true }),
    figure("batch", d.sequences, "2048 sequences", "Global batch: sequences or tokens.", { alternatives: [d.tokens], required: true }),
    figure("microbatch", d.sequences, "1 sequence", "Sequences of one microbatch on one data parallel rank.", {
      bounds: { min: 1, integer: true },
      default: "1 sequence",
    }),
    ...layout,
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
      "ZeRO stage: what is split over the data parallel ranks. 1 optimizer states, 2 gradients too, 3 parameters too (FSDP).",
      { min: 0, max: 3, integer: true },
      { default: "0" },
    ),
    count(
      "zero_ranks",
      "8",
      "Ranks that share one copy of what is split; the others hold further copies (hybrid sharding).",
      { min: 1, max: 1e6, integer: true },
      { default: "(dp × cp)" },
    ),
    choice(
      "reshard",
      boolean,
      "With zero = 3: parameters are let go after the forward pass, and gathered again for the backward pass. false: a pipeline keeps parameters and gradients whole until the end of the step.",
      {
        default: "true",
      },
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
    count(
      "recompute_layers",
      "4",
      "Layers of a stage that recompute; the others keep all activations.",
      { min: 0, max: 1e5, integer: true },
      { default: "(all)" },
    ),
    choice("dropout", boolean, "Dropout behind attention and feed-forward network, whose masks are kept.", { default: "false" }),
    choice("sequence_parallel", boolean, "Split norms and residuals over tp too.", { default: "true" }),
    choice(
      "context",
      [
        ["ring", "Keys and values go round the ranks, beside the attention."],
        ["all_gather", "Every rank gathers them all first (Llama 3)."],
        ["all_to_all", "Ranks swap sequence for heads, and swap back (DeepSpeed Ulysses)."],
      ],
      "How context parallel ranks attend to each other's tokens.",
      { default: "ring" },
    ),
    ratio("imbalance", "1.1", "Expert load of the hottest rank over the mean; 1 is perfect.", { min: 1, max: 1000 }, { default: "1" }),
    choice(
      "expert_path",
      [
        ["all_to_all", "The collective library sends a copy of a token to each of its experts."],
        ["normal", "A token goes once to each rank or node that needs it (DeepEP, HybridEP)."],
        ["all_gather", "Every rank gets every token and keeps what is its own; results are reduce-scattered."],
      ],
      "How tokens reach their experts.",
      { default: "all_to_all" },
    ),
    choice("all_reduce", allReduceAlgorithms, "How ranks add their results and gradients.", { default: "library" }),
    choice(
      "optimizer",
      [
        ["adam", "Two moments and a master copy."],
        ["muon", "One moment and a master copy."],
        ["sgd", "A master copy."],
      ],
      "Optimizer.",
      { default: "adam" },
    ),
    count(
      "mtp_modules",
      "1",
      "Multi-token prediction modules that are trained along.",
      { min: 0, max: 16, integer: true },
      {
        default: "(the model's)",
      },
    ),
    figure("reserve", d.information, "2 GB", "Memory that the runtime keeps: context, communication buffers, workspace.", {
      scope: "rank",
      scopes: ["rank", "chip"],
      bounds: { min: 0 },
      default: "(the engine's; 3 GB without one)",
    }),
    figure("step_overhead", d.time, "10 ms", "Fixed time of a step: loading data, logging, waiting for the slowest host.", {
      bounds: { min: 0 },
      default: "(the engine's, else the chip's)",
    }),
    figure("tokens", d.tokens, "14.8e12 tokens", "Tokens of the whole run."),
  ],
  blocks: [
    precision,
    overlap,
    {
      name: "failures",
      documentation: "What goes wrong, and what it costs.",
      properties: [
        figure("mtbf", d.time, "3 h", "Mean time between failures of the whole job."),
        figure("checkpoint", d.time, "30 s", "Time that a checkpoint stops the job."),
        figure("restart", d.time, "10 min", "Time from a failure to the next step.", { bounds: { min: 0 } }),
        figure("interval", d.time, "30 min", "Time from one checkpoint to the next.", { default: "(the best: Daly's)" }),
      ],
      blocks: [],
    },
  ],
};
