/** Waiting in front of the pool that reads prompts. */

import type { ServePlan } from "../types";
import { freshTokens } from "../workload";
import type { PhaseTime } from "./phase";

/**
 * Mean wait of a request at the workload's rate: G/G/c with the batches of `instances` servers, by Sakasegawa's approximation (1977) for
 * M/M/c, times the mean of the squared variations of arrivals and services (Allen and Cunneen 1990): a half for random arrivals and prompts
 * of one length (Pollaczek–Khinchine). A batch of several prompts varies less than one. Without a rate there is no queue to speak of: 0.
 */
export function waitSeconds(
  plan: ServePlan,
  pool: { readonly phase: { readonly instances: number; readonly name: string }; readonly batch: number; readonly time: PhaseTime },
): number {
  const { rate, variety } = plan.workload;
  if (rate === undefined || pool.time.requests <= 0) return 0;
  const load = rate / pool.time.requests;
  if (load >= 1) return Number.POSITIVE_INFINITY;
  const servers = pool.phase.instances;
  const requestsPerService = pool.phase.name === "prefill" ? Math.max(1, pool.batch / freshTokens(plan.workload)) : 1;
  const service = (servers * requestsPerService) / pool.time.requests;
  const variation = variety.arrivals ** 2 + variety.input ** 2 / requestsPerService;
  return (load ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - load))) * service * (variation / 2);
}
