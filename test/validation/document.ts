/** docs/validation.md: the same text that `npm run validate` prints. */

import { formatCount, formatTime } from "../../server/src/language/figures";
import type { ServingValidation } from "./serving/predict";
import type { Prediction } from "./prediction";
import { pictures, trainingPictures } from "./rows";
import { servingSection } from "./serving/section";
import { spreadOf } from "./serving/spread";
import { percent, share, table } from "./tables";
import type { TrainingValidation } from "./training/predict";
import { trainingSection } from "./training/section";
import type { Deployment, Family } from "./validate";
import { spread } from "./validate";

export function validationDocument(
  operators: readonly Family[],
  deployments: readonly Deployment[],
  serving: ServingValidation,
  training: TrainingValidation,
): string {
  const total = spread(operators.flatMap(({ rows }) => rows));
  const count = operators.reduce((sum, { rows }) => sum + rows.length, 0);
  const whole = spread(deployments);
  return `# Validation

Written by \`npm run validate\`. Predicted against measured; an error of +10% means that the prediction is 10% above the measurement.

## Whole deployments: predicted only

None of these figures is an input of the calibration. Conditions: test/validation/plans/serving.cmx. A row that misses is shown as it is.

${table(
  ["deployment", "figure", "predicted", "measured", "error", "source"],
  deployments.map((row) => [
    row.plan,
    row.metric,
    figure(row.predicted, row.unit),
    figure(row.measured, row.unit),
    percent(row.error),
    [row.source, ...row.remarks].join("; "),
  ]),
)}

Median absolute error ${share(whole.median)}, worst ${share(Math.max(...deployments.map(({ error }) => Math.abs(error))))}, over ${deployments.length} figures of ${new Set(deployments.map(({ plan }) => plan)).size} deployments.

${servingSection(serving)}
Every row stands in [validation/serving.md](validation/serving.md). Predicted against measured, with the band of 20%:

${pictures.map(([name, title]) => `![${title}](validation/${name}.svg)`).join("\n\n")}

### Where it is weakest

The classes of at least five rows with the largest median error, of rows that nothing was calibrated on:

${table(["engine", "chip", "figure", "figures", "median", "90th percentile", "bias"], weakest(serving.predictions))}

${trainingSection(training)}
Every row stands in [validation/training.md](validation/training.md). Predicted against measured, with the band of 20%:

${trainingPictures.map(([name, title]) => `![${title}](validation/training.${name}.svg)`).join("\n\n")}

### Where it is weakest

The classes of at least five rows with the largest median error, of rows that nothing was calibrated on:

${table(["engine", "chip", "figure", "figures", "median", "90th percentile", "bias"], weakest(training.predictions))}

## Single operators: the calibration's only input

The efficiencies in the catalog's chips are fitted to these, and to nothing else. ${count} measurements in test/validation/data/operators.json, each with
its source. \`bias\` is the median signed error.

${table(
  ["chip", "operator", "rows", "median", "90th percentile", "bias"],
  operators.map((family) => [
    family.chip,
    family.family.replaceAll("_", " "),
    String(family.rows.length),
    share(family.median),
    share(family.ninetieth),
    percent(family.bias),
  ]),
)}

All operators together: median ${share(total.median)}, 90th percentile ${share(total.ninetieth)}.
`;
}

/** The ten kinds of rows with the largest median error. */
function weakest(predictions: readonly Prediction[]): readonly (readonly string[])[] {
  const kinds = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    if (prediction.calibrated) continue;
    const key = [prediction.engine ?? "none", prediction.chip, prediction.metric].join("\t");
    kinds.set(key, [...(kinds.get(key) ?? []), prediction]);
  }
  return [...kinds]
    .map(([key, rows]) => ({ key, ...spreadOf(rows) }))
    .filter((kind) => kind.count >= 5)
    .sort((left, right) => right.median - left.median)
    .slice(0, 10)
    .map(({ key, count, median, ninetieth, bias }) => [...key.split("\t"), String(count), share(median), share(ninetieth), percent(bias)]);
}

function figure(value: number, unit: string): string {
  return unit === "s" ? formatTime(value) : `${formatCount(Math.round(value))} ${unit}`;
}
