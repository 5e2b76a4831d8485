/** Errors of predictions, summed up. */

import type { Prediction } from "../prediction";

export interface Spread {
  readonly count: number;
  /** Of the absolute relative errors. */
  readonly median: number;
  readonly ninetieth: number;
  /** Median of the signed ones. */
  readonly bias: number;
}

export function spreadOf(predictions: readonly Pick<Prediction, "predicted" | "measured">[]): Spread {
  const signed = predictions.map(({ predicted, measured }) => predicted / measured - 1).sort((left, right) => left - right);
  const sizes = signed.map(Math.abs).sort((left, right) => left - right);
  const at = (sorted: readonly number[], share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { count: signed.length, median: at(sizes, 0.5), ninetieth: at(sizes, 0.9), bias: at(signed, 0.5) };
}
