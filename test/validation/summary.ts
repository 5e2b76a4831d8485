/** What the sections about serving and training have in common: errors of a group of rows, and the rows that are left out. */

import type { Prediction } from "./prediction";
import { spreadOf } from "./serving/spread";
import { percent, share, table } from "./tables";

/** Rows, median, 90th percentile and bias, as cells of a table. */
export function errorCells(predictions: readonly Prediction[]): string[] {
  const { count, median, ninetieth, bias } = spreadOf(predictions);
  return [String(count), share(median), share(ninetieth), percent(bias)];
}

/** Predictions by what `keyOf` says of each. */
export function groupsOf(
  predictions: readonly Prediction[],
  keyOf: (prediction: Prediction) => string,
): ReadonlyMap<string, readonly Prediction[]> {
  const groups = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    const key = keyOf(prediction);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(prediction);
  }
  return groups;
}

/** How many rows each reason leaves out, the most frequent first. */
export function leftOutTable(leftOut: readonly { readonly reason: string }[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const rows = [...counts].sort(([, left], [, right]) => right - left);
  return table(
    ["reason", "rows"],
    rows.map(([reason, count]) => [reason, String(count)]),
  );
}
