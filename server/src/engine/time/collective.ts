/**
 * Collectives over the tiers that a group spans: latency × rounds + bytes / effective bandwidth; tiers work at the same time, the
 * slowest bounds. Volumes per rank: all-gather and reduce-scatter (n−1)/n of the whole, all-reduce twice that, all-to-all (n−1)/n
 * of what a rank sends (nccl-tests, PERFORMANCE.md).
 */

import type { Device, Link } from "../hardware";
import type { ExchangeCalibration } from "../types";
import { communication, type Operator, type Stream, type Traffic } from "./operator";

/** Ranks that talk to each other: `size` of them, `stride` ranks apart. */
export interface Group {
  readonly size: number;
  readonly stride: number;
}

/** A tier of the way, how many members are within it, and the share of a rank's peers that lie exactly there. */
interface Span {
  readonly link: Link;
  readonly members: number;
  readonly peers: number;
}

/** The tiers that the group spans, nearest first. Ranks are numbered through, so that members fill a chip, a node, a supernode in turn. */
export function spansOf(device: Device, group: Group): Span[] {
  const spans: Span[] = [];
  let inside = 1;
  for (const reach of device.reaches) {
    if (inside >= group.size) break;
    const members = Math.min(group.size, Math.max(inside, Math.floor(reach.ranks / group.stride)));
    if (members > inside) spans.push({ link: reach.link, members, peers: members - inside });
    inside = members;
  }
  return spans;
}

export type Collective = "all_reduce" | "all_gather" | "reduce_scatter" | "all_to_all";

/**
 * A collective over `group` on `bytes` (the whole buffer: gathered, reduced or sent by one rank).
 * Hierarchical: within each tier the members that share the links below exchange only what is left for them.
 */
export function collectiveOperator(
  device: Device,
  name: string,
  stream: Stream,
  kind: Collective,
  group: Group,
  bytes: number,
): Operator | undefined {
  if (group.size <= 1 || bytes <= 0) return undefined;
  const spans = spansOf(device, group);
  const slowest = spans.at(-1);
  if (!slowest) return undefined;
  const traffic: Traffic[] = [];
  let transfer = 0;
  let below = 1;
  for (const { link, members, peers } of spans) {
    const sent = volumeOf(kind, bytes, group.size, members, below, peers);
    const gain = kind === "all_reduce" ? (link.fabric?.reductionGain ?? 1) : 1;
    transfer = Math.max(transfer, sent / (link.bandwidth * link.efficiency * gain));
    if (link.fabric) traffic.push({ fabric: link.name, tier: link.tier, bytes: sent });
    below = members;
  }
  const { collective } = device.machine.chip.calibration.overhead;
  const rounds = kind === "all_reduce" ? 2 : 1;
  return communication(name, stream, {
    transfer,
    overhead: (collective + rounds * slowest.link.latency) / device.scales.overhead,
    fabric: slowest.link.name,
    traffic,
  });
}

/** Bytes that one rank sends over a tier: `below` members share its part of the tier's traffic after the nearer tiers have done theirs. */
function volumeOf(kind: Collective, bytes: number, size: number, members: number, below: number, peers: number): number {
  if (kind === "all_to_all") return (bytes * peers) / size;
  const groups = members / below;
  const once = ((groups - 1) / groups) * (bytes / below);
  return kind === "all_reduce" ? 2 * once : once;
}

/** Expert dispatch or combine: what each rank sends, and how. */
export interface Exchange {
  readonly group: Group;
  /** Tokens of one rank. */
  readonly tokens: number;
  /** Experts that a token goes to over the exchange. */
  readonly active: number;
  /** Bytes of one token. */
  readonly message: number;
  /** Hottest rank's load over the mean. */
  readonly imbalance: number;
  /** A token goes once to each rank (and once to each node over a farther fabric), not once to each expert. */
  readonly deduplicated: boolean;
}

/** Dispatch or combine with the measured cost of a token; the links bound it too. */
export function exchangeOperator(
  device: Device,
  name: string,
  stream: Stream,
  measured: ExchangeCalibration,
  exchange: Exchange,
): Operator | undefined {
  const { group, tokens, active, message, imbalance, deduplicated } = exchange;
  if (group.size <= 1 || tokens <= 0) return undefined;
  const spans = spansOf(device, group);
  const slowest = spans.at(-1);
  if (!slowest) return undefined;
  const copies = deduplicated ? distinct(group.size, active) : active;
  const traffic: Traffic[] = [];
  let transfer = 0;
  for (const { link, peers, members } of spans) {
    const sent = tokens * imbalance * message * copiesOver(link, { copies, active, peers, members, size: group.size, deduplicated });
    transfer = Math.max(transfer, sent / (link.bandwidth * link.efficiency));
    if (link.fabric) traffic.push({ fabric: link.name, tier: link.tier, bytes: sent });
  }
  const growth = 1 + measured.growth * Math.max(0, Math.log2(group.size / 8));
  const handling = tokens * imbalance * copies * Math.max(measured.message, message / measured.bandwidth) * growth;
  return communication(name, stream, {
    transfer: Math.max(transfer, handling),
    overhead: (measured.latency + slowest.link.latency) / device.scales.overhead,
    fabric: slowest.link.name,
    traffic,
  });
}

/** Expected number of different ranks among `picks` uniform choices of `ranks`. */
function distinct(ranks: number, picks: number): number {
  return ranks * (1 - (1 - 1 / ranks) ** picks);
}

/** Copies of a token that cross a tier. Over scale-out links a deduplicated token goes once to each supernode. */
function copiesOver(
  link: Link,
  way: { copies: number; active: number; peers: number; members: number; size: number; deduplicated: boolean },
): number {
  const share = way.peers / way.size;
  if (!way.deduplicated || link.fabric?.role !== "scale_out") return way.copies * share;
  const inside = way.members - way.peers;
  const islands = way.members / Math.max(1, inside);
  return distinct(islands, way.active) * ((islands - 1) / islands);
}

/** One rank sends `bytes` to the next pipeline stage, `stride` ranks away. */
export function sendOperator(device: Device, name: string, stream: Stream, stride: number, bytes: number): Operator | undefined {
  const reach = device.reaches.find((candidate) => candidate.ranks > stride) ?? device.reaches.at(-1);
  if (!reach || bytes <= 0) return undefined;
  const { link } = reach;
  const { collective } = device.machine.chip.calibration.overhead;
  return communication(name, stream, {
    transfer: bytes / (link.bandwidth * link.efficiency),
    overhead: (collective + link.latency) / device.scales.overhead,
    fabric: link.name,
    traffic: link.fabric ? [{ fabric: link.name, tier: link.tier, bytes }] : [],
  });
}
