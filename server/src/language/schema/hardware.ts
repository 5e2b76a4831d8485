/** Chips, supernodes and clusters. */

import * as d from "../dimensions";
import { calibration } from "./calibration";
import type { BlockSchema, KindSchema } from "./types";
import { choice, count, figure, reference, share, text } from "./values";

const computeTypes = [
  ["bf16", "PFLOPS", "bfloat16 matrix units."],
  ["fp16", "PFLOPS", "float16 matrix units."],
  ["fp8", "PFLOPS", "8-bit float matrix units. Leave out what the chip does not have."],
  ["int8", "POPS", "8-bit integer matrix units."],
  ["fp4", "PFLOPS", "4-bit float matrix units."],
  ["tf32", "PFLOPS", "TensorFloat-32 matrix units."],
  ["vector", "TFLOPS", "Vector units at 16 bits: norms, activations, softmax."],
] as const;

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
        figure("capacity", d.information, "80 GB", "Capacity, as the data sheet has it.", {
          scope: "chip",
          scopes: ["chip", "rank"],
          required: true,
        }),
        figure("addressable", d.information, "81559 MiB", "What software finds of it, where a data sheet counts binary gigabytes.", {
          scope: "chip",
          scopes: ["chip", "rank"],
          default: "(the capacity)",
        }),
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
    choice(
      "topology",
      [
        ["switch", "Over switches, in one tier or several: a port reaches every chip at its full rate."],
        ["mesh", "Each chip has a link to each other one: a group keeps only the links between its own members busy."],
        ["torus", "A grid whose axes close into rings: messages for far chips pass the ones between."],
      ],
      "How the chips are joined.",
      { default: "switch" },
    ),
    figure("dimensions", d.none, "[16, 16, 16]", "Chips along each axis of a torus.", {
      list: "axis",
      bounds: { min: 1, max: 1e6, integer: true },
    }),
    figure("bandwidth", d.bandwidth, "392 GB/s per chip", "Raw bandwidth per direction.", {
      scope: "chip",
      scopes: ["chip", "rank", "node", "supernode", "link"],
      required: true,
    }),
    figure("latency", d.time, "1.2 us", "Time of a small message; a list gives one for each tier.", { list: "tier", default: "1 us" }),
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
      { list: "tier", bounds: { min: 1, max: 1000 }, default: "1" },
    ),
    figure("efficiency", d.none, "85%", "Share of the raw bandwidth that large transfers reach; a list gives one for each tier.", {
      list: "tier",
      bounds: { min: 0, max: 1, aboveMin: true },
      default: "80%",
    }),
    share(
      "reduction",
      "58%",
      "Share of the raw bandwidth at which switches that add (NVLink SHARP) move an all-reduce's buffer, which then passes each port once.",
      { default: "(they do not add)" },
      { min: 0, max: 1, aboveMin: true },
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
    figure("power", d.power, "120 kW", "Of the switches and cables between the supernodes, on top of theirs.", {
      bounds: { min: 0 },
      default: "0 W",
    }),
  ],
  blocks: [fabric],
};
