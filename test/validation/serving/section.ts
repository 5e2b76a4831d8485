/** The part of docs/validation.md about serving deployments, each of which is a plan of its own. */

import { coverageOf } from "../coverage";
import type { Prediction } from "../prediction";
import { errorCells, groupsOf, leftOutTable } from "../summary";
import { share, table } from "../tables";
import { servingClasses } from "./classes";
import type { ServingValidation } from "./predict";

export function servingSection({ predictions, leftOut }: ServingValidation): string {
  const rows = new Set(predictions.map(({ id }) => id)).size;
  return `## Serving deployments

${rows} published deployments, each turned into a plan (test/validation/serving), give ${predictions.length} figures beside the measured ones. The overheads of the
serving engines were calibrated on half of those at a given concurrency or rate and of CANN's recipes, and on nothing else; the lines that say so
leave that half out.

${table(
  ["class", "figures", "median", "90th percentile", "bias"],
  servingClasses.map(({ name, holds }) => [name, ...errorCells(predictions.filter(holds))]).filter(([, count]) => count !== "0"),
)}

By engine, chip and figure:

${table(
  ["engine", "chip", "figure", "figures", "median", "90th percentile", "bias"],
  [...groupsOf(predictions, kindOf)]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, group]) => [...key.split(" "), ...errorCells(group)]),
)}

Reports show a range in which a measurement would lie eight times of ten: percentiles of the errors of the plan's kind (chip, engine, class of models)
that nothing was calibrated on, where the other kinds count as thirty rows. How many of those rows lie in the range that the others give, without the row
itself, without all rows of its kind that are of its model, and without all of its kind:

${table(
  ["figure", "rows", "without the row", "without its model", "without its kind"],
  coverageOf(predictions).map((each) => [each.figure, String(each.rows), share(each.row), share(each.model), share(each.kind)]),
)}

${leftOut.length} rows of the collection are left out:

${leftOutTable(leftOut)}
`;
}

function kindOf({ engine, chip, metric }: Prediction): string {
  return `${engine ?? "none"} ${chip} ${metric}`;
}
