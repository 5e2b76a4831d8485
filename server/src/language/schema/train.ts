/** Training plans. */

import * as d from "../dimensions";
import { degrees } from "./degrees";
import { precision } from "./precision";
import type { KindSchema } from "./types";
import { boolean, choice, count, figure, reference, textChoice } from "./values";

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
