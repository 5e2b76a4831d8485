/** What a rank sends over the links of its way, and which of them takes longest. */

import type { Link } from "../hardware";
import type { Route } from "./group";
import type { Traffic } from "./operator";

/** Bytes of one rank for the peers at the end of a link. */
export interface Flow {
  readonly link: Link;
  readonly bytes: number;
  /** Bytes on the ports of the tier, those that are passed on for others too. */
  readonly carried: number;
  /** Share of the port that the group gets. */
  readonly share: number;
  /** Share of the bandwidth that is reached. */
  readonly efficiency: number;
}

/**
 * A buffer of one byte that passes all ranks. Inside a supernode every rank sends to all peers alike. A ring crosses each boundary
 * between supernodes with the whole buffer less one piece, over the ports of all ranks that the supernode has in the group: the busbw
 * that NCCL reaches across nodes is the sum of the ports (stas00/ml-engineering: 382 GB/s of 8 × 400 Gbps).
 */
export function ringFlows({ group, spans, island }: Route, passes: number): Flow[] {
  return spans.map(({ link, peers, wiring, efficiency }) => {
    const far = link.fabric?.role === "scale_out";
    const bytes = passes * (far ? (1 - 1 / group.size) / island : peers / island);
    return { link, bytes, carried: bytes, share: wiring.share, efficiency };
  });
}

/** A buffer of one byte with a piece for each other rank; nothing is shared, and what is far is passed on where the wiring wants it. */
export function allToAllFlows({ group, spans }: Route): Flow[] {
  return spans.map(({ link, peers, wiring, efficiency }) => {
    const bytes = peers / group.size;
    return { link, bytes, carried: bytes * wiring.detour, share: wiring.exchange, efficiency };
  });
}

/** Seconds of the link that takes longest, and its name. Bytes for a far tier leave through the same port as those for a near one. */
export function slowestOf(flows: readonly Flow[]): { readonly seconds: number; readonly fabric: string | undefined } {
  let longest = 0;
  let fabric: string | undefined;
  let through = 0;
  for (let index = flows.length - 1; index >= 0; index--) {
    const flow = flows[index];
    if (!flow) continue;
    const { link, bytes, share, efficiency } = flow;
    through = bytes + (flows[index + 1]?.link.name === link.name ? through : 0);
    const seconds = through / (link.bandwidth * efficiency * share);
    if (fabric !== undefined && seconds <= longest) continue;
    longest = seconds;
    fabric = link.name;
  }
  return { seconds: longest, fabric };
}

/** Where the bytes go, for the load of each tier. The link inside a package is no network. */
export function trafficOf(flows: readonly Flow[]): Traffic[] {
  return flows.flatMap(({ link, carried }) => (link.fabric ? [{ fabric: link.name, tier: link.tier, bytes: carried }] : []));
}
