/** Waiting in front of the pool that reads prompts. */

import type { ServePlan } from "../types";
import { freshTokens } from "./load";
import type { PhaseTime } from "./phase";

/**
 * Mean wait of a request at the workload's rate: M/D/c with the batches of `instances` servers, by Sakasegawa's approximation
 * (1977), halved for constant service (Pollaczek–Khinchine). Without a rate there is no queue to speak of: 0.
 */
export function waitSeconds(
  plan: ServePlan,
  pool: { readonly phase: { readonly instances: number; readonly name: string }; readonly batch: number; readonly time: PhaseTime },
): number {
  const { rate } = plan.workload;
  if (rate === undefined || pool.time.requests <= 0) return 0;
  const load = rate / pool.time.requests;
  if (load >= 1) return Number.POSITIVE_INFINITY;
  const servers = pool.phase.instances;
  const requestsPerService = pool.phase.name === "prefill" ? Math.max(1, pool.batch / freshTokens(plan.workload)) : 1;
  const service = (servers * requestsPerService) / pool.time.requests;
  const queueing = (load ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - load))) * (service / 2);
  return queueing;
}
