/** The part of docs/validation.md about serving deployments, each of which is a plan of its own. */

import { coverageOf } from "../coverage";
import type { Prediction } from "../prediction";
import { percent, share, table } from "../tables";
import { servingClasses } from "./classes";
import type { ServingValidation } from "./predict";
import { spreadOf } from "./spread";

export function servingSection({ predictions, leftOut }: ServingValidation): string {
  const rows = new Set(predictions.map(({ id }) => id)).size;
  return `## Serving deployments

${rows} published deployments, each turned into a plan (test/validation/serving), give ${predictions.length} figures beside the measured ones. The overheads of the
serving engines were calibrated on half of those at a given concurrency or rate and of CANN's recipes, and on nothing else; the lines that say so
leave that half out.

${table(
  ["class", "figures", "median", "90th percentile", "bias"],
  servingClasses.map(({ name, holds }) => [name, ...cells(predictions.filter(holds))]).filter(([, count]) => count !== "0"),
)}

By engine, chip and figure:

${table(
  ["engine", "chip", "figure", "figures", "median", "90th percentile", "bias"],
  [...groupsOf(predictions)]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, group]) => [...key.split(" "), ...cells(group)]),
)}

Reports show a range in which a measurement would lie eight times of ten: percentiles of the errors of the plan's kind (chip, engine, class of models)
that nothing was calibrated on, where the other kinds count as thirty rows. How many of those rows lie in the range that the others give, without the row
itself, without all rows of its kind that are of its model, and without all of its kind:

${table(
  ["figure", "rows", "without the row", "without its model", "without its kind"],
  coverageOf(predictions).map((each) => [each.figure, String(each.rows), share(each.row), share(each.model), share(each.kind)]),
)}

${leftOut.length} rows of the collection are left out:

${table(
  ["reason", "rows"],
  [...countsOf(leftOut.map(({ reason }) => reason))]
    .sort(([, left], [, right]) => right - left)
    .map(([reason, count]) => [reason, String(count)]),
)}
`;
}

function cells(predictions: readonly Prediction[]): string[] {
  const { count, median, ninetieth, bias } = spreadOf(predictions);
  return [String(count), share(median), share(ninetieth), percent(bias)];
}

function groupsOf(predictions: readonly Prediction[]): ReadonlyMap<string, readonly Prediction[]> {
  const groups = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    const key = `${prediction.engine ?? "none"} ${prediction.chip} ${prediction.metric}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(prediction);
  }
  return groups;
}

function countsOf(reasons: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
