/** Clients that each send the next request when the last is answered. */

import type { Phase, ServePlan } from "../types";
import type { PhaseTime } from "./phase";

/** Requests that the clients keep at one instance of a pool; Infinity without clients. */
export function concurrencyOf(plan: ServePlan, phase: Phase): number {
  return (plan.workload.concurrency ?? Number.POSITIVE_INFINITY) / phase.instances;
}

/**
 * Mean seconds before a prompt is read: in the first round all clients send at once (`burst` until the last is read on the mean), in
 * the later ones each waits for the steps before its own (`wait`).
 */
export function roundsWait({ workload }: ServePlan, { wait, burst, promptLatency }: PhaseTime): number {
  const first = workload.rounds === undefined ? 0 : 1 / workload.rounds;
  return (1 - first) * wait + first * Math.max(wait, burst - promptLatency);
}

/** Seconds per output token: in the first round, answers wait for half of the other prompts on the mean, later for all. */
export function roundsPace({ workload }: ServePlan, { tpot, undisturbed }: PhaseTime): number {
  return workload.rounds === undefined ? tpot : tpot - (tpot - undisturbed) / 2 / workload.rounds;
}

/**
 * Mean seconds that requests queue because `batch` of the `clients` are in flight: whoever is not waits for the others' answers, which
 * take a `cycle` for each batch; half of that in the first round, where everybody comes at once.
 */
export function queueFor(clients: number, batch: number, cycle: number, rounds: number | undefined): number {
  if (clients <= batch) return 0;
  const first = rounds === undefined ? 0 : 1 / rounds;
  return (clients / batch - 1) * cycle * (1 - first / 2);
}

/** Smallest x between 0 and `most` at which the rising `amount` reaches `wanted`, to a thousandth. */
export function whereReached(wanted: number, most: number, amount: (x: number) => number): number {
  if (amount(most) <= wanted) return most;
  let low = 0;
  let high = most;
  while (high - low > 1e-3 * high) {
    const middle = (low + high) / 2;
    if (amount(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}
