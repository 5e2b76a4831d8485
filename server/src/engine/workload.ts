/** The requests of a workload as the engine counts them: by the mean, and by what their differences make of it. */

import type { Workload } from "./types";

/** Tokens of a prompt that are computed; the rest comes from the prefix cache. At least one. */
export function freshTokens(workload: Workload): number {
  return Math.max(1, workload.input * (1 - workload.cached));
}

/** How much longer than the mean prompt that of the mean prompt token is: E[L²] / E[L]². */
export function lengtheningOf({ variety: { input } }: Workload): number {
  return 1 + input ** 2;
}

/**
 * Mean tokens of a request in flight, with the share `written` of its answer. Whoever writes longer is in flight for longer, so that
 * requests count by their answers: E[O · (L + written · O)] / E[O].
 */
export function lengthInFlight({ input, output, variety }: Workload, written: number): number {
  const together = variety.correlation * variety.input * variety.output;
  return input * Math.max(0, 1 + together) + output * (1 + variety.output ** 2) * written;
}
