/** Failures, checkpoints and the share of the time that makes progress (Daly 2006, "A higher order estimate of the optimum checkpoint interval"). */

import type { Failures } from "../types";

export interface Goodput {
  /** Seconds of work from one checkpoint to the next, and the best there is. */
  readonly interval: number;
  readonly optimum: number;
  /** Young's first-order optimum √(2 · checkpoint · mtbf). */
  readonly young: number;
  /** Share of the time that makes progress. */
  readonly share: number;
  /** Shares of the time that writing checkpoints, work that failures undo, and restarts take. */
  readonly checkpoints: number;
  readonly lost: number;
  readonly restarts: number;
}

/** Daly's optimum: √(2CM) · (1 + √(C/2M)/3 + C/(18M)) − C while C < 2M, else M. */
export function optimalInterval(checkpoint: number, mtbf: number): number {
  if (checkpoint >= 2 * mtbf) return mtbf;
  const ratio = checkpoint / (2 * mtbf);
  return Math.sqrt(2 * checkpoint * mtbf) * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - checkpoint;
}

/**
 * Failures come at random (exponential times with mean M). With work τ between checkpoints of length C and restarts R, a run takes
 * M · e^(R/M) · (e^((τ+C)/M) − 1) / τ times its work (Daly 2006, equation 20). Undefined where nothing says how often the job fails.
 */
export function goodputOf(failures: Failures | undefined): Goodput | undefined {
  if (!failures || failures.mtbf === undefined) return undefined;
  const { mtbf, checkpoint, restart } = failures;
  const optimum = checkpoint > 0 ? optimalInterval(checkpoint, mtbf) : 0;
  const interval = failures.interval ?? optimum;
  const young = Math.sqrt(2 * checkpoint * mtbf);
  // Without a cost checkpoints are written all the time: only restarts are left.
  const each = interval > 0 ? (mtbf * Math.expm1((interval + checkpoint) / mtbf)) / interval : 1;
  const stretch = Math.exp(restart / mtbf) * each;
  const share = 1 / stretch;
  const checkpoints = interval > 0 ? (share * checkpoint) / interval : 0;
  const restarts = 1 - Math.exp(-restart / mtbf);
  return { interval, optimum, young, share, checkpoints, restarts, lost: Math.max(0, 1 - share - checkpoints - restarts) };
}
