/** Measured parameters of collectives, and the algorithms of an all-reduce. */

import * as d from "../dimensions";
import type { BlockSchema } from "./types";
import { choice, figure, share } from "./values";

export const allReduceAlgorithms = [
  ["auto", "The quickest of those that chip and fabric have."],
  ["library", "The quickest of ring, tree and switch, as NCCL and HCCL choose."],
  ["ring", "Pieces go round all ranks, twice."],
  ["tree", "A chain inside each node, a double binary tree between the nodes."],
  ["switch", "The switches add (NVLink SHARP): the buffer passes each port once."],
  ["one_shot", "Each rank loads the whole buffer of every other one: the shortest way for small messages."],
  ["two_shot", "Each rank adds its piece from all others, then loads theirs."],
  ["multicast", "A kernel of the serving engine that lets the switches add and spread."],
] as const;

function kernel(name: string, latency: string, documentation: string): BlockSchema {
  return {
    name,
    documentation,
    properties: [
      figure("latency", d.time, latency, "Fixed time of one pass over the ranks.", { default: latency, bounds: { min: 0 } }),
      share("efficiency", "60%", "Share of the raw bandwidth that it reaches.", { default: "50%" }, { min: 0, max: 1, aboveMin: true }),
    ],
    blocks: [],
  };
}

/** Goes into a chip's calibration. */
export const collective: BlockSchema = {
  name: "collective",
  documentation: "The collective library, and kernels that serving engines bring along.",
  properties: [
    figure("latency", d.time, "5 us", "Of every collective, on top of its steps and its transfer.", {
      default: "10 us",
      bounds: { min: 0 },
    }),
    figure("hop", d.time, "0.3 us", "Of each step from rank to rank, on top of the link's latency.", {
      default: "0 s",
      bounds: { min: 0 },
    }),
    figure("network", d.time, "10 us", "Of each step over the scale-out fabric, on top of that: handing over to the network card.", {
      default: "10 us",
      bounds: { min: 0 },
    }),
    figure(
      "stage",
      d.time,
      "2 us",
      "Filling the pipeline of a collective's chunks; large buffers pay twice the root of it times the transfer.",
      { default: "0 s", bounds: { min: 0 } },
    ),
    figure("copy", d.bandwidth, "1 TB/s", "Rate at which a rank moves its own part of the buffer to the result.", {
      default: "(in no time)",
      scope: "rank",
      scopes: ["rank", "chip"],
    }),
    figure("addition", d.bandwidth, "1130 GB/s", "Rate at which a rank adds what arrives in a reduction.", {
      default: "(in no time)",
      scope: "rank",
      scopes: ["rank", "chip"],
    }),
    share(
      "efficiency",
      "95%",
      "Share of the scale-up fabric's raw bandwidth that large collectives reach, where it is not that of other transfers.",
      { default: "(the fabric's)" },
      { min: 0, max: 1, aboveMin: true },
    ),
    figure("eager", d.bandwidth, "3 GB/s", "Rate to each peer at which an all-to-all sends small pieces at once.", {
      default: "(it always agrees with the peers first)",
      scope: "rank",
      scopes: ["rank"],
    }),
    figure("rendezvous", d.time, "3 us", "Before an all-to-all sends larger pieces: agreeing with the peers.", {
      default: "0 s",
      bounds: { min: 0 },
    }),
    choice(
      "steps",
      [
        ["ring", "A message passes all ranks in turn."],
        ["direct", "A message goes to all peers at once."],
      ],
      "How small gathers and reductions reach the ranks of a switched fabric.",
      { default: "ring" },
    ),
    figure("reduction", d.time, "25 us", "Fixed time of an all-reduce that the library leaves to the switches.", {
      default: "25 us",
      bounds: { min: 0 },
    }),
  ],
  blocks: [
    kernel("direct", "5 us", "All-reduce kernels that load from all peers at once: one_shot and two_shot."),
    kernel("multicast", "9 us", "An all-reduce kernel that lets the switches add and spread."),
  ],
};
