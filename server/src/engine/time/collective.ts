/**
 * Collectives over the tiers that a group spans: latency × rounds + bytes / effective bandwidth; networks and tiers work at the same
 * time, the slowest bounds. What goes to a far tier passes the near ones of its network too. Volumes per rank: all-gather and reduce-scatter (n−1)/n of the whole, all-reduce twice that, all-to-all (n−1)/n
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
 * Inside a supernode every rank has its own port and sends to all peers alike; between supernodes the ranks of one share the work,
 * so that each piece crosses the scale-out fabric once.
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
  const island = islandOf(spans);
  const flows = spans.map(({ link, peers }): Flow => {
    const far = link.fabric?.role === "scale_out";
    const sent =
      kind === "all_to_all"
        ? (bytes * peers) / group.size
        : passes(kind) * (far ? crossing(bytes, group.size, island) : (bytes * peers) / island);
    return { link, bytes: sent, gain: kind === "all_reduce" ? (link.fabric?.reductionGain ?? 1) : 1 };
  });
  const { collective, stage } = device.machine.chip.calibration.overhead;
  const { transfer, fabric } = slowestOf(flows);
  return communication(name, stream, {
    transfer: pipelined(transfer, (passes(kind) * stage) / device.scales.overhead),
    fabric,
    overhead: (collective + passes(kind) * slowest.link.latency) / device.scales.overhead,
    traffic: trafficOf(flows),
  });
}

/**
 * A buffer goes through the ranks in chunks. Small chunks fill the pipeline sooner, large ones pay fewer stages; with the best size it
 * takes (√transfer + √fill)², of which the fill itself is part of the collective's fixed time (Thakur et al. 2005 have the trade-off).
 */
function pipelined(transfer: number, fill: number): number {
  return transfer + 2 * Math.sqrt(transfer * fill);
}

/** What one rank sends to the peers at the end of a link; `gain` is what the network's switches add up on the way. */
interface Flow {
  readonly link: Link;
  readonly bytes: number;
  readonly gain: number;
}

/** Seconds of the link that takes longest, and its name. Bytes for a far tier leave through the same port as those for a near one. */
function slowestOf(flows: readonly Flow[]): { readonly transfer: number; readonly fabric: string | undefined } {
  let transfer = 0;
  let fabric: string | undefined;
  let through = 0;
  for (let index = flows.length - 1; index >= 0; index--) {
    const flow = flows[index];
    if (!flow) continue;
    const { link, bytes, gain } = flow;
    through = bytes + (flows[index + 1]?.link.name === link.name ? through : 0);
    const seconds = through / (link.bandwidth * link.efficiency * gain);
    if (fabric !== undefined && seconds <= transfer) continue;
    transfer = seconds;
    fabric = link.name;
  }
  return { transfer, fabric };
}

/** Where the bytes go, for the load of each tier. The link inside a package is no network. */
function trafficOf(flows: readonly Flow[]): Traffic[] {
  return flows.flatMap(({ link, bytes }) => (link.fabric ? [{ fabric: link.name, tier: link.tier, bytes }] : []));
}

/** An all-reduce is a reduce-scatter and an all-gather. */
function passes(kind: Collective): number {
  return kind === "all_reduce" ? 2 : 1;
}

/** Bytes of one rank's piece that leave its supernode. */
function crossing(bytes: number, size: number, island: number): number {
  const islands = size / island;
  return ((islands - 1) / islands) * (bytes / island);
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
}

/** Dispatch or combine with the measured cost of a token; the links bound it too. */
export function exchangeOperator(
  device: Device,
  name: string,
  stream: Stream,
  measured: ExchangeCalibration,
  exchange: Exchange,
): Operator | undefined {
  const { group, tokens, active, message, imbalance } = exchange;
  if (group.size <= 1 || tokens <= 0) return undefined;
  const spans = spansOf(device, group);
  const slowest = spans.at(-1);
  if (!slowest) return undefined;
  const deduplicated = measured.copies === "rank";
  const copies = deduplicated ? distinct(group.size, active) : active;
  const island = islandOf(spans);
  const flows = spans.map(({ link, peers, members }): Flow => {
    const sent = copiesOver(link, { copies, active, peers, members, island, size: group.size, deduplicated });
    return { link, bytes: tokens * imbalance * message * sent, gain: 1 };
  });
  const { transfer, fabric } = slowestOf(flows);
  const { scales } = device;
  const growth = 1 + measured.growth * Math.max(0, Math.log2(group.size / 8));
  const handled = tokens * imbalance * copies * growth;
  const moving = Math.max(transfer, (handled * message) / (measured.bandwidth * (scales.fabrics[fabric ?? ""] ?? 1)));
  // Copies that take their time whatever their size keep the senders busy, not the links: a faster fabric would not help.
  const sending = (handled * measured.message) / scales.overhead;
  return communication(name, stream, {
    transfer: moving,
    overhead: (measured.latency + slowest.link.latency) / scales.overhead + Math.max(0, sending - moving),
    fabric,
    traffic: trafficOf(flows),
  });
}

/** Members of a group within one supernode. */
function islandOf(spans: readonly Span[]): number {
  return spans.findLast(({ link }) => link.fabric?.role !== "scale_out")?.members ?? 1;
}

/** Expected number of different ranks among `picks` uniform choices of `ranks`. */
function distinct(ranks: number, picks: number): number {
  return ranks * (1 - (1 - 1 / ranks) ** picks);
}

/**
 * Copies of a token that cross a tier. Over scale-out links a deduplicated token goes once to each supernode, to one rank of it, which
 * forwards it to the others over the scale-up fabric: copies for far supernodes cross a near tier too, on their arrival.
 */
function copiesOver(
  link: Link,
  way: { copies: number; active: number; peers: number; members: number; island: number; size: number; deduplicated: boolean },
): number {
  const { copies, active, peers, members, island, size, deduplicated } = way;
  if (!deduplicated) return (copies * peers) / size;
  if (link.fabric?.role !== "scale_out") return (copies * peers) / island;
  const islands = members / Math.max(1, members - peers);
  return distinct(islands, active) * ((islands - 1) / islands);
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
