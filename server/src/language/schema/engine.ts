/** Serving and training engines: what their software adds to the chips' work. */

import * as d from "../dimensions";
import { overlap } from "./overlap";
import type { KindSchema } from "./types";
import { choice, count, figure, ratio, share } from "./values";

/** How prompts and answers share a pool. */
export const prefillPolicies = [
  ["mixed", "A step carries answers and chunks of prompts together."],
  ["prefill_first", "Waiting prompts are read in steps of their own, while answers wait."],
] as const;

export const engine: KindSchema = {
  name: "engine",
  documentation: "Serving or training software: what it adds to the time and memory of the chips, and what it hides.",
  properties: [
    figure("step_overhead", d.time, "1 ms", "Fixed time of a step that no graph hides: scheduling, sampling, launching.", {
      bounds: { min: 0 },
      default: "(the chip's)",
    }),
    figure("request_overhead", d.time, "10 us", "Time of a step for each request of a data parallel group: sampling, sending tokens.", {
      bounds: { min: 0 },
      default: "0 us",
    }),
    figure(
      "request_host",
      d.time,
      "30 us",
      "The host's time for each request of a data parallel group in a step, while the chips work: no step is shorter than that of all.",
      { bounds: { min: 0 }, default: "0 us" },
    ),
    figure(
      "admission",
      d.time,
      "20 ms",
      "What the time to first token has beside waiting and reading: tokenising, scheduling, transport.",
      {
        bounds: { min: 0 },
        default: "0 ms",
      },
    ),
    figure("chunk", d.tokens, "8192 tokens", "Most tokens of a step, prompts and answers together, in each data parallel group.", {
      bounds: { min: 1 },
      default: "2048 tokens",
    }),
    figure("requests", d.requests, "256 requests", "Most requests in flight in each data parallel group.", {
      bounds: { min: 1 },
      default: "(as many as fit)",
    }),
    share("memory", "90%", "Share of the HBM that it uses.", { default: "100%" }, { min: 0, max: 1, aboveMin: true }),
    figure("reserve", d.information, "3 GB", "What the runtime keeps of it: context, graphs, workspace.", {
      scope: "rank",
      scopes: ["rank", "chip"],
      bounds: { min: 0 },
      default: "3 GB",
    }),
    share(
      "cache",
      "90%",
      "Share of the memory that weights, activations and reserve leave that the KV cache takes.",
      { default: "100%" },
      { min: 0, max: 1, aboveMin: true },
    ),
    share(
      "static",
      "84%",
      "Share of the HBM that weights, the KV cache and the reserve may take; the rest is for activations.",
      { default: "100%" },
      { min: 0, max: 1, aboveMin: true },
    ),
    share("answer_room", "50%", "Share of an answer for which a request must find room in the KV cache when it starts.", {
      default: "100%",
    }),
    choice("policy", prefillPolicies, "How prompts and answers share a pool.", { default: "mixed" }),
    choice(
      "windows",
      [
        ["kept", "The cache of layers with a window keeps the window alone."],
        ["read", "It keeps every token, of which the kernels read the window."],
        ["ignored", "All layers attend to every token."],
      ],
      "What the software makes of a model's attention windows.",
      { default: "kept" },
    ),
    choice(
      "quantisation",
      [
        ["separate", "A kernel of its own before each multiplication."],
        ["fused", "Part of the norm, activation or attention before it."],
      ],
      "How activations are brought to 8 or 4 bits.",
      { default: "separate" },
    ),
    choice(
      "graphs",
      [
        ["answers", "Steps of answers alone are captured, and start as one."],
        ["none", "The host launches every kernel of every step."],
      ],
      "Which steps are launched as a graph.",
      { default: "answers" },
    ),
    figure("launch", d.time, "40 us", "The host's time to launch an operator of a step that is no graph.", {
      bounds: { min: 0 },
      default: "0 us",
    }),
    figure(
      "expert_launch",
      d.time,
      "1 ms",
      "What a layer with experts takes the host beside that: routing, permuting, choosing kernels; in training forward and backward.",
      {
        bounds: { min: 0 },
        default: "0 us",
      },
    ),
    count(
      "gathering",
      "50",
      "Most steps that a prompt waits until all data parallel groups have one.",
      { min: 0, max: 1e6 },
      { default: "0" },
    ),
    count(
      "batching",
      "20",
      "Most steps that a prompt waits for others, to be read with them; without data parallel groups.",
      { min: 0, max: 1e6 },
      { default: "0" },
    ),
    count("polling", "30", "Steps between two looks for new requests.", { min: 1, max: 1e6 }, { default: "1" }),
    share(
      "fixed_times",
      "60%",
      "Share of a kernel's fixed time that remains in a step: graphs launch without the host and let kernels overlap.",
      {
        default: "100%",
      },
    ),
    share(
      "microbatch_overlap",
      "80%",
      "Share of what overlapping microbatches could hide from each other that the software hides: streams wait for each other, and what runs at once shares caches and memory.",
      {
        default: "100%",
      },
    ),
    ratio(
      "vector_traffic",
      "2",
      "HBM traffic of norms, residuals, activations and rotary embedding in training, over that of fused kernels.",
      { min: 1, max: 10 },
      { default: "1" },
    ),
    share(
      "attention_pace",
      "50%",
      "Pace of the attention kernels of training software over that of the kernels that the chip was measured with.",
      { default: "100%" },
      { min: 0, max: 1, aboveMin: true },
    ),
    figure(
      "recurrence_rate",
      d.operationRate,
      "25 TFLOPS",
      "Most that its kernels of recurrences over prompts (Mamba-2, delta rules) reach, whatever the peak.",
      { scope: "rank", scopes: ["rank", "chip"], default: "(what the attention kernels reach)" },
    ),
    choice(
      "attention_scores",
      [
        ["recomputed", "The backward pass of attention computes them again, block by block (FlashAttention)."],
        ["stored", "Scores and softmax are kernels of their own, and stay in memory for the backward pass."],
      ],
      "What training software does with the scores of attention.",
      { default: "recomputed" },
    ),
    choice(
      "loss",
      [
        ["fused", "One kernel on 16-bit logits, which leaves the gradient in their place."],
        ["separate", "Kernel by kernel, in 32 bits."],
      ],
      "How training software computes the loss over the vocabulary.",
      { default: "fused" },
    ),
  ],
  blocks: [overlap],
};
