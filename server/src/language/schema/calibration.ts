/** Measured efficiencies of a chip with its software: what docs/engine.md's formulas take from the catalog. */

import * as d from "../dimensions";
import { collective } from "./collective";
import type { BlockSchema } from "./types";
import { choice, count, figure, share } from "./values";

const overlapStyles = [
  ["communication", "Communication of one microbatch hides behind the computation of the other."],
  [
    "streams",
    "The attention of one microbatch runs beside the experts and the communication of the other, each on its share of the cores.",
  ],
  ["none", "Nothing overlaps."],
] as const;

/** Latency + copies × max(message, bytes / bandwidth); see docs/engine.md. */
function exchange(name: string, copies: "expert" | "rank", documentation: string): BlockSchema {
  return {
    name,
    documentation,
    properties: [
      figure("latency", d.time, "17 us", "Time of the operation with nothing to move.", { default: "(the latency of a collective)" }),
      figure("message", d.time, "0.12 us", "Time that a rank spends on one token for one expert, whatever its size.", {
        default: "0 s",
        bounds: { min: 0 },
      }),
      figure("bandwidth", d.bandwidth, "290 GB/s", "Rate at which a rank can pack and send, whatever the links could carry.", {
        default: "(no limit but the links)",
        scope: "rank",
        scopes: ["rank", "chip"],
      }),
      share(
        "growth",
        "7%",
        "By how much the time per token grows with each doubling of the ranks beyond 8.",
        { default: "0%" },
        { min: 0, max: 4 },
      ),
      choice(
        "copies",
        [
          ["expert", "One for each expert that it goes to."],
          ["rank", "One for each rank that holds such an expert, and one for each supernode over the scale-out fabric."],
        ],
        "How many copies of a token are sent.",
        { default: copies },
      ),
    ],
    blocks: [],
  };
}

/** Goes into a chip. */
export const calibration: BlockSchema = {
  name: "calibration",
  documentation:
    "Measured efficiencies of the chip with its software stack. Each one names the published operator measurement that it comes from.",
  properties: [
    choice(
      "basis",
      [
        ["measured", "Fitted to published measurements of operators on this chip."],
        ["estimated", "Taken over from a related chip; no operator of this one has been measured."],
      ],
      "Where the efficiencies come from; an estimated one is said in every report.",
      { default: "estimated" },
    ),
  ],
  blocks: [
    {
      name: "gemm",
      documentation: "Dense matrix multiplications.",
      properties: [
        ...(["bf16", "fp16", "fp8", "int8", "fp4"] as const).map((type) =>
          share(
            type,
            "80%",
            `Share of the ${type} peak that a large multiplication reaches.`,
            { default: "(the efficiency of bf16)" },
            { min: 0, max: 1, aboveMin: true },
          ),
        ),
        share(
          "memory",
          "76%",
          "Share of the HBM bandwidth that a memory-bound multiplication reaches.",
          { default: "75%" },
          { min: 0, max: 1, aboveMin: true },
        ),
        count(
          "half_depth",
          "500",
          "Inner dimension K at which half of that efficiency is reached: the price of filling and draining a tile.",
          { min: 0 },
          { default: "0" },
        ),
        count("tile_min", "16", "Rows of the smallest tile, for few tokens.", undefined, { default: "64" }),
        share("exposed", "30%", "Share of the shorter of computation and memory traffic that does not hide behind the longer.", {
          default: "0%",
        }),
        count("tile_m", "128", "Rows of a tile.", undefined, { default: "128" }),
        count("tile_n", "128", "Columns of a tile.", undefined, { default: "128" }),
      ],
      blocks: [],
    },
    {
      name: "grouped",
      documentation: "Grouped multiplications of the routed experts.",
      properties: [
        share(
          "efficiency",
          "70%",
          "Share of the peak that large groups reach.",
          { default: "(as gemm)" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "memory",
          "84%",
          "Share of the HBM bandwidth when the experts' weights bound the time.",
          { default: "(as gemm)" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share("exposed", "30%", "As for gemm.", { default: "(as gemm)" }),
        count("half_depth", "200", "As for gemm.", { min: 0 }, { default: "(as gemm)" }),
      ],
      blocks: [],
    },
    {
      name: "attention",
      documentation: "Attention kernels.",
      properties: [
        share(
          "prefill",
          "62%",
          "Share of the bf16 peak in prefill, counting the causal half once.",
          { default: "60%" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "softmax",
          "32%",
          "Share of the time of prefill with heads of 128 that goes with the scores, whatever the width of a head: narrower heads reach less of the peak.",
          { default: "0%" },
        ),
        figure(
          "block",
          d.time,
          "8 us",
          "Time that a core takes to begin a block of 128 query rows in prefill, before its units work side by side.",
          { default: "0 s", bounds: { min: 0 } },
        ),
        share(
          "backward",
          "52%",
          "Share of the bf16 peak in the backward pass of training, counting five products where the forward pass has two.",
          { default: "(80% of prefill)" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "decode",
          "54%",
          "Share of the bf16 peak in decode when compute bounds it (MLA).",
          { default: "50%" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "grouped_decode",
          "45%",
          "The same for grouped queries, whose few rows for one key leave tiles half empty.",
          { default: "(as decode)" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "memory",
          "85%",
          "Share of the HBM bandwidth in decode when the KV cache bounds it.",
          { default: "80%" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "quantised_memory",
          "50%",
          "The same where the KV cache is in 8 or 4 bits, which decode unpacks.",
          { default: "(as memory)" },
          { min: 0, max: 1, aboveMin: true },
        ),
        choice(
          "prolog",
          [
            ["separate", "Each is a kernel of its own."],
            ["fused", "One kernel."],
          ],
          "Norms, projections and rotary embedding before the decode attention of mla.",
          { default: "separate" },
        ),
        figure("overhead", d.time, "18 us", "Fixed time of one decode attention call.", {
          default: "(the kernel overhead)",
          bounds: { min: 0 },
        }),
        figure("latent_overhead", d.time, "21 us", "Fixed time of one decode attention call of mla.", {
          default: "(as overhead)",
          bounds: { min: 0 },
        }),
        figure(
          "latent_token",
          d.time,
          "0.7 ns",
          "Time of mla decode for each token in the cache of a request, however few requests there are.",
          {
            default: "0 s",
            bounds: { min: 0 },
          },
        ),
      ],
      blocks: [],
    },
    {
      name: "vector",
      documentation: "Norms, activations, rotary embedding, quantisation, permutation: bound by memory.",
      properties: [
        share("memory", "60%", "Share of the HBM bandwidth that they reach.", { default: "60%" }, { min: 0, max: 1, aboveMin: true }),
        share(
          "quantisation",
          "40%",
          "Share of the HBM bandwidth that kernels reach that quantise.",
          { default: "(as memory)" },
          { min: 0, max: 1, aboveMin: true },
        ),
        figure("overhead", d.time, "3 us", "Fixed time of one such kernel.", { default: "3 us", bounds: { min: 0 } }),
      ],
      blocks: [],
    },
    {
      name: "overhead",
      documentation: "Fixed times.",
      properties: [
        figure("kernel", d.time, "3 us", "Of every matrix or attention kernel, on top of its roofline time.", {
          default: "3 us",
          bounds: { min: 0 },
        }),
        figure("step", d.time, "1 ms", "Of every step: scheduling, sampling, graph launch.", { default: "1 ms", bounds: { min: 0 } }),
      ],
      blocks: [],
    },
    collective,
    {
      name: "low_latency",
      documentation: "Expert dispatch and combine for small batches: every copy of a token goes straight to its expert's rank.",
      properties: [],
      blocks: [exchange("dispatch", "expert", "Tokens to their experts."), exchange("combine", "expert", "Experts' results back.")],
    },
    {
      name: "normal",
      documentation:
        "Expert dispatch and combine for large batches: a token goes once to each rank, and once to each node over the slower fabric.",
      properties: [
        choice(
          "sending",
          [
            ["direct", "From where the tokens are."],
            ["sorted", "From a buffer of their copies in the order of the experts, which a kernel writes before."],
          ],
          "What a dispatch sends from.",
          { default: "direct" },
        ),
      ],
      blocks: [exchange("dispatch", "rank", "Tokens to their experts."), exchange("combine", "rank", "Experts' results back.")],
    },
    {
      name: "overlap",
      documentation: "What runs at once when microbatches overlap.",
      properties: [
        choice("prefill", overlapStyles, "In prefill.", { default: "communication" }),
        choice("decode", overlapStyles, "In decode.", { default: "communication" }),
        share("communication_cores", "18%", "Share of the cores that communication kernels take away in prefill.", { default: "0%" }),
        share(
          "attention_cores",
          "67%",
          "Share of the cores of the attention stream; the expert stream has the rest.",
          { default: "67%" },
          { min: 0, max: 1, aboveMin: true },
        ),
      ],
      blocks: [],
    },
    {
      name: "sustained",
      documentation:
        "Share of the matrix units' pace that the power limit leaves, by type, where they work without pause: in training. Kernels that are timed alone run at a higher clock.",
      properties: [
        share("bf16", "80%", "In bf16 and fp16.", { default: "100%" }, { min: 0, max: 1, aboveMin: true }),
        share("fp8", "87%", "In fp8 and int8.", { default: "(as bf16)" }, { min: 0, max: 1, aboveMin: true }),
        share("fp4", "75%", "In fp4.", { default: "(as fp8)" }, { min: 0, max: 1, aboveMin: true }),
      ],
      blocks: [],
    },
    {
      name: "power",
      documentation: "How the power draw follows the load.",
      properties: [
        share("idle", "30%", "Share of the full power that an idle machine draws.", { default: "30%" }),
        share(
          "standing",
          "20%",
          "Share of the full power that the chip draws without work. With `memory`: the power limit slows serving, too.",
          {},
          { min: 0, max: 0.9 },
        ),
        share(
          "memory",
          "23%",
          "Share of the full power that goes into memory traffic at full bandwidth. With `standing`: the power limit slows serving, too.",
        ),
      ],
      blocks: [],
    },
  ],
};
