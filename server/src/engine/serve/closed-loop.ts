/** Clients that each send the next request when the last is answered. */

import type { Phase, ServePlan, Workload } from "../types";
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
  const first = firstShare(workload);
  return (1 - first) * wait + first * Math.max(wait, burst - promptLatency);
}

/** Seconds per output token: in the first round an answer waits once, for the prompts that are read after its own, later for all that come. */
export function roundsPace({ workload }: ServePlan, { tpot, undisturbed, pause }: PhaseTime): number {
  const first = firstShare(workload);
  return first === 0 ? tpot : (1 - first) * tpot + first * Math.min(tpot, undisturbed + pause / workload.output);
}

function firstShare({ rounds }: Workload): number {
  return rounds === undefined ? 0 : 1 / rounds;
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
