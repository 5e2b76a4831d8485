/** What users ask for. */

import * as d from "../dimensions";
import type { KindSchema } from "./types";
import { count, figure, ratio, share, text } from "./values";

export const workload: KindSchema = {
  name: "workload",
  documentation: "What users ask for, and how fast they want it.",
  properties: [
    figure("input", d.tokens, "4096 tokens", "Tokens of a prompt.", { bounds: { min: 1 }, default: "(from the trace)" }),
    figure("output", d.tokens, "256 tokens", "Tokens of an answer.", { bounds: { min: 1 }, default: "(from the trace)" }),
    ratio(
      "input_spread",
      "80%",
      "How prompts differ in length: standard deviation over the mean. Attention grows with the square of a prompt.",
      { min: 0, max: 10000 },
      { default: "0%" },
    ),
    ratio(
      "output_spread",
      "80%",
      "How answers differ in length: standard deviation over the mean. Long answers are in flight for longer.",
      { min: 0, max: 10000 },
      { default: "0%" },
    ),
    ratio(
      "correlation",
      "0.2",
      "How far long prompts have long answers: 1 always, 0 no more than short ones, -1 never.",
      { min: -1, max: 1 },
      { default: "0" },
    ),
    figure("rate", d.requestRate, "20 requests/s", "Requests that arrive.", { default: "(as many as the plan sustains)" }),
    ratio(
      "arrival_spread",
      "150%",
      "How the times between two requests differ: standard deviation over the mean. 100%: at random; 0%: like clockwork; more: in bursts.",
      { min: 0, max: 10000 },
      { default: "100%" },
    ),
    figure("concurrency", d.requests, "64 requests", "Clients that each send the next request when the last is answered.", {
      bounds: { min: 1 },
      default: "(as many as the plan holds)",
    }),
    count(
      "rounds",
      "10",
      "Requests that each client sends; all send the first at once, and throughput is that of the whole run: 1 for a batch job.",
      { min: 1, max: 1e9 },
      { default: "(endless)" },
    ),
    share("cached", "50%", "Share of the input that the prefix cache holds.", { default: "0%" }, { min: 0, max: 1 }),
    text(
      "trace",
      '"requests.jsonl"',
      "A file of recorded requests (JSON lines as Mooncake's, CSV as Azure's or BurstGPT's): lengths, rate and cached share are taken from it where nothing else is written.",
    ),
  ],
  blocks: [
    {
      name: "images",
      documentation: "Images of a prompt: the model's encoder makes tokens of them, beside those of `input`.",
      properties: [
        count("count", "1", "Images of each prompt.", { min: 0, max: 10000 }, { default: "1" }),
        count("width", "1024", "Pixels of a row.", { min: 1, max: 1000000, integer: true }, { required: true }),
        count("height", "1024", "Rows of pixels.", { min: 1, max: 1000000, integer: true }, { required: true }),
      ],
      blocks: [],
    },
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
