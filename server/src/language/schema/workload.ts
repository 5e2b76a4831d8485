/** What users ask for. */

import * as d from "../dimensions";
import type { KindSchema } from "./types";
import { count, figure, share, text } from "./values";

export const workload: KindSchema = {
  name: "workload",
  documentation: "What users ask for, and how fast they want it.",
  properties: [
    figure("input", d.tokens, "4096 tokens", "Tokens of a prompt.", { bounds: { min: 1 }, default: "(from the trace)" }),
    figure("output", d.tokens, "256 tokens", "Tokens of an answer.", { bounds: { min: 1 }, default: "(from the trace)" }),
    figure("rate", d.requestRate, "20 requests/s", "Requests that arrive.", { default: "(as many as the plan sustains)" }),
    figure("concurrency", d.requests, "64 requests", "Clients that each send the next request when the last is answered.", {
      bounds: { min: 1 },
      default: "(as many as the plan holds)",
    }),
    count("rounds", "10", "Requests that each client sends; all send the first at once.", { min: 1, max: 1e9 }, { default: "(endless)" }),
    share("cached", "50%", "Share of the input that the prefix cache holds.", { default: "0%" }, { min: 0, max: 1 }),
    text("trace", '"requests.jsonl"', "A file of recorded requests."),
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
