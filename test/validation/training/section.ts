/** The part of docs/validation.md about training runs, each of which is a plan of its own. */

import type { Prediction } from "../prediction";
import { errorCells, groupsOf, leftOutTable } from "../summary";
import { share, table } from "../tables";
import { trainingClasses } from "./classes";
import type { TrainingValidation } from "./predict";

export function trainingSection({ predictions, operations, leftOut }: TrainingValidation): string {
  const rows = new Set(predictions.map(({ id }) => id)).size;
  const counted = operations.map(({ predicted, printed }) => Math.abs(predicted / printed - 1)).sort((left, right) => left - right);
  return `## Training runs

${rows} published runs, each turned into a plan (test/validation/training), give ${predictions.length} figures beside the measured ones. Where a source prints a rate
(tokens/s, FLOP/s, MFU) the time of a step follows from it by the source's own definition; an error of +10% is a step that is predicted 10% too
long. What training engines overlap and add, and the pace that a chip keeps up for hours, were calibrated on a declared part of the runs
(test/validation/training/calibrated.ts); the lines that say so leave that part out.

${table(
  ["class", "figures", "median", "90th percentile", "bias"],
  trainingClasses.map(({ name, holds }) => [name, ...errorCells(predictions.filter(holds))]).filter(([, count]) => count !== "0"),
)}

By engine, chip, class of models and figure:

${table(
  ["engine", "chip", "models", "figure", "figures", "median", "90th percentile", "bias"],
  [...groupsOf(predictions, kindOf)]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, group]) => [...key.split(" "), ...errorCells(group)]),
)}

FLOP of a token as the sources count them, without any time, against the plan's (\`mfu\`, or \`mfu.full\` where a source counts all pairs of
tokens): ${operations.length} rows, median ${share(counted[Math.floor(counted.length / 2)] ?? Number.NaN)}, 90th percentile ${share(counted[Math.floor(counted.length * 0.9)] ?? Number.NaN)}.

${leftOut.length} rows of the collection are left out:

${leftOutTable(leftOut)}
`;
}

function kindOf({ engine, chip, modelClass, metric }: Prediction): string {
  return `${engine ?? "none"} ${chip} ${modelClass} ${metric}`;
}
