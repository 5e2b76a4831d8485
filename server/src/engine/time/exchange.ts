/** Expert dispatch and combine: what the links carry, and what the senders can handle. */

import type { Device, Link } from "../hardware";
import type { ExchangeCalibration } from "../types";
import { type Flow, slowestOf, trafficOf } from "./flow";
import { type Group, type Route, routeOf } from "./group";
import { idle, type Kernel, listed } from "./kernel";
import type { Operator, Stream, Traffic } from "./operator";

/** What each rank sends, and how. */
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

/** Dispatch or combine with the measured cost of a token, prepared for any number of tokens of a rank; the links bound it too. */
export function exchangeKernel(
  device: Device,
  name: string,
  stream: Stream,
  measured: ExchangeCalibration,
  { group, active, message, imbalance }: Omit<Exchange, "tokens">,
): Kernel {
  const carriage = group.size > 1 ? carriageOf(device, routeOf(device, group), active, measured.copies === "rank") : undefined;
  if (!carriage) return idle;
  const { copies, perByte, fabric, scale, traffic, latency, doublings } = carriage;
  const { scales } = device;
  const handledOfToken = copies * (1 + measured.growth * doublings);
  const bandwidth = measured.bandwidth * scale;
  const fixed = (measured.latency + latency) / scales.overhead;
  const way = { name, stream, fabric, traffic };
  return (tokens, to) => {
    if (tokens <= 0) return;
    const sent = tokens * imbalance;
    const handled = sent * handledOfToken;
    const moving = Math.max(sent * message * perByte, (handled * message) / bandwidth);
    // Copies that take their time whatever their size keep the senders busy, not the links: a faster fabric would not help.
    const sending = (handled * measured.message) / scales.overhead;
    to.sent(way, moving, fixed + Math.max(0, sending - moving), sent * message);
  };
}

export function exchangeOperator(
  device: Device,
  name: string,
  stream: Stream,
  measured: ExchangeCalibration,
  exchange: Exchange,
): Operator | undefined {
  return listed((to) => exchangeKernel(device, name, stream, measured, exchange)(exchange.tokens, to))[0];
}

/** What an exchange of one byte from each rank to `active` experts comes to. */
export interface Carriage {
  readonly copies: number;
  /** Seconds of the link that takes longest. */
  readonly perByte: number;
  readonly fabric: string | undefined;
  /** Of the fabric's bandwidth over that of the machine as declared. */
  readonly scale: number;
  readonly traffic: readonly Traffic[];
  /** Seconds of the farthest link. */
  readonly latency: number;
  /** How often the ranks double beyond 8. */
  readonly doublings: number;
}

/** Worked out once for a route. */
function carriageOf({ scales }: Device, route: Route, active: number, deduplicated: boolean): Carriage | undefined {
  const key = deduplicated ? -active : active;
  const known = route.carriages.get(key);
  if (known) return known;
  const slowest = route.spans.at(-1);
  if (!slowest) return undefined;
  const { group, spans, island } = route;
  const copies = deduplicated ? distinct(group.size, active) : active;
  const flows = spans.map(({ link, peers, members, wiring }): Flow => {
    const bytes = copiesOver(link, { copies, active, peers, members, island, size: group.size, deduplicated });
    return { link, bytes, carried: bytes * wiring.detour, share: wiring.exchange, efficiency: link.efficiency };
  });
  const { seconds, fabric } = slowestOf(flows);
  const carriage = {
    copies,
    perByte: seconds,
    fabric,
    scale: scales.fabrics[fabric ?? ""] ?? 1,
    traffic: trafficOf(flows),
    latency: slowest.link.latency,
    doublings: Math.max(0, Math.log2(group.size / 8)),
  };
  route.carriages.set(key, carriage);
  return carriage;
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
