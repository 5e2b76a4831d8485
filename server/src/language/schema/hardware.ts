/** Chips, supernodes and clusters. */

import * as d from "../dimensions";
import type { BlockSchema, KindSchema } from "./types";
import { choice, count, figure, ratio, reference, share, text } from "./values";

const computeTypes = [
  ["bf16", "PFLOPS", "bfloat16 matrix units."],
  ["fp16", "PFLOPS", "float16 matrix units."],
  ["fp8", "PFLOPS", "8-bit float matrix units. Leave out what the chip does not have."],
  ["int8", "POPS", "8-bit integer matrix units."],
  ["fp4", "PFLOPS", "4-bit float matrix units."],
  ["tf32", "PFLOPS", "TensorFloat-32 matrix units."],
  ["vector", "TFLOPS", "Vector units at 16 bits: norms, activations, softmax."],
] as const;

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
      figure("latency", d.time, "17 us", "Time of the operation with nothing to move.", { default: "the collective latency" }),
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

const calibration: BlockSchema = {
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
          "decode",
          "54%",
          "Share of the bf16 peak in decode when compute bounds it (MLA).",
          { default: "50%" },
          { min: 0, max: 1, aboveMin: true },
        ),
        share(
          "memory",
          "85%",
          "Share of the HBM bandwidth in decode when the KV cache bounds it.",
          { default: "80%" },
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
      ],
      blocks: [],
    },
    {
      name: "vector",
      documentation: "Norms, activations, rotary embedding, quantisation, permutation: bound by memory.",
      properties: [
        share("memory", "60%", "Share of the HBM bandwidth that they reach.", { default: "60%" }, { min: 0, max: 1, aboveMin: true }),
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
        figure("collective", d.time, "10 us", "Of every collective, on top of link latency and transfer.", {
          default: "10 us",
          bounds: { min: 0 },
        }),
        figure(
          "stage",
          d.time,
          "2 us",
          "Filling the pipeline of a collective's chunks; large buffers pay twice the root of it times the transfer.",
          {
            default: "0 s",
            bounds: { min: 0 },
          },
        ),
      ],
      blocks: [],
    },
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
      properties: [],
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
      name: "power",
      documentation: "How the power draw follows the load.",
      properties: [share("idle", "30%", "Share of the full power that an idle machine draws.", { default: "30%" })],
      blocks: [],
    },
  ],
};

export const chip: KindSchema = {
  name: "chip",
  documentation: "An accelerator: its peak rates, memory and measured efficiencies. All figures are dense and per package.",
  allowsExpect: true,
  properties: [
    text("vendor", '"Huawei"', "Who makes it."),
    count(
      "ranks",
      "2",
      "Devices that a parallel degree counts: the dies of a package that is programmed die by die.",
      { min: 1, max: 64, integer: true },
      { default: "1" },
    ),
    count(
      "cores",
      "132",
      "Matrix cores or streaming multiprocessors of the whole chip, for tile and wave quantisation.",
      { min: 1, max: 4096, integer: true },
      { default: "(no quantisation)" },
    ),
    figure("die_link", d.bandwidth, "270 GB/s", "Between the dies of one package, per direction.", { scope: "chip", scopes: ["chip"] }),
    figure("power", d.power, "700 W", "Nameplate power of one chip.", { scope: "chip", scopes: ["chip", "rank"] }),
    figure("price", d.moneyRate, "2.0 USD/h", "Price of one chip for an hour, with its share of the machine.", {
      scope: "chip",
      scopes: ["chip", "rank", "node"],
    }),
  ],
  blocks: [
    {
      name: "compute",
      documentation: "Dense peak rates.",
      required: true,
      properties: computeTypes.map(([name, unit, documentation]) =>
        figure(name, d.operationRate, `1 ${unit}`, documentation, { scope: "chip", scopes: ["chip", "rank"] }),
      ),
      blocks: [],
    },
    {
      name: "hbm",
      documentation: "Device memory.",
      required: true,
      properties: [
        figure("capacity", d.information, "80 GB", "Capacity.", { scope: "chip", scopes: ["chip", "rank"], required: true }),
        figure("bandwidth", d.bandwidth, "3.35 TB/s", "Bandwidth.", { scope: "chip", scopes: ["chip", "rank"], required: true }),
      ],
      blocks: [],
    },
    calibration,
  ],
};

const fabric: BlockSchema = {
  name: "fabric",
  named: true,
  documentation: "A network. Bandwidths are per direction.",
  properties: [
    choice(
      "role",
      [
        ["scale_up", "Inside the supernode: load/store or low-latency links."],
        ["scale_out", "Between supernodes."],
        ["frontend", "To storage and users."],
      ],
      "What the fabric is for.",
      { required: true },
    ),
    figure("bandwidth", d.bandwidth, "392 GB/s per chip", "Raw bandwidth per direction.", {
      scope: "chip",
      scopes: ["chip", "rank", "node", "supernode", "link"],
      required: true,
    }),
    figure("latency", d.time, "1.2 us", "Time of a small message; a list gives one for each tier.", { perTier: true, default: "1 us" }),
    count(
      "tiers",
      "2",
      "Levels of switches: the first joins the chips of a node, the second the nodes.",
      { min: 1, max: 4, integer: true },
      { default: "1" },
    ),
    count("planes", "7", "Parallel planes that share the traffic.", { min: 1, max: 1024, integer: true }, { default: "1" }),
    figure(
      "oversubscription",
      d.none,
      "1",
      "Bandwidth below over bandwidth above a tier; 1 is non-blocking. A list gives one for each tier.",
      { perTier: true, bounds: { min: 1, max: 1000 }, default: "1" },
    ),
    figure("efficiency", d.none, "85%", "Share of the raw bandwidth that large transfers reach; a list gives one for each tier.", {
      perTier: true,
      bounds: { min: 0, max: 1, aboveMin: true },
      default: "80%",
    }),
    ratio(
      "reduction_gain",
      "1.3",
      "By how much reduction inside the switches speeds up an all-reduce.",
      { min: 1, max: 2 },
      { default: "1" },
    ),
  ],
  blocks: [],
};

export const supernode: KindSchema = {
  name: "supernode",
  documentation: "One scale-up domain: a rack-scale machine, or a server of eight chips.",
  allowsExpect: true,
  properties: [
    reference("chip", ["chip"], "Ascend910C", "The accelerator.", { required: true }),
    count("nodes", "48", "Servers in it.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
    figure("power", d.power, "559 kW", "Of the whole machine, all in; a derived machine of another size draws in proportion.", {
      scope: "supernode",
      scopes: ["supernode", "node", "chip"],
    }),
    figure("price", d.moneyRate, "16 USD/h", "Of the whole machine for an hour; instead of the chips' prices.", {
      scope: "supernode",
      scopes: ["supernode", "node", "chip"],
    }),
  ],
  blocks: [
    {
      name: "node",
      documentation: "One server.",
      required: true,
      properties: [
        count("chips", "8", "Accelerators.", { min: 1, max: 1024, integer: true }, { required: true }),
        count("cpus", "4", "Processors.", { min: 0, max: 1024, integer: true }, { default: "0" }),
        text("cpu", '"Kunpeng 920"', "Their name."),
        figure("memory", d.information, "1.5 TB", "Main memory.", { scope: "node", scopes: ["node"] }),
      ],
      blocks: [],
    },
    {
      name: "racks",
      documentation: "How the machine stands on the floor; for the drawing.",
      properties: [
        count("compute", "12", "Racks with nodes.", { min: 1, max: 1e5, integer: true }, { default: "1" }),
        count("switch", "4", "Racks with switches alone.", { min: 0, max: 1e5, integer: true }, { default: "0" }),
      ],
      blocks: [],
    },
    fabric,
  ],
};

export const cluster: KindSchema = {
  name: "cluster",
  documentation: "Several supernodes and the fabrics between them.",
  allowsExpect: true,
  properties: [
    reference("supernode", ["supernode"], "DGX_H100", "What it is made of.", { required: true }),
    count("count", "16", "How many.", { min: 1, max: 1e6, integer: true }, { required: true }),
  ],
  blocks: [fabric],
};
