/** Files beside docs/validation.md: all rows, and a picture of each figure. */

import { validatedAs } from "../../server/src/analysis/uncertainty";
import type { Prediction } from "./prediction";
import { scatter } from "./scatter";
import { percent, table } from "./tables";

/** Name (in docs/validation) and text of each file. */
export function validationFiles(serving: readonly Prediction[], training: readonly Prediction[]): ReadonlyMap<string, string> {
  return new Map([
    ["serving.md", rowsDocument("Serving rows", serving)],
    ["training.md", rowsDocument("Training rows", training)],
    ...pictures.map(([figure, title, unit]): [string, string] => [
      `${figure}.svg`,
      scatter(
        title,
        unit,
        serving.filter(({ metric }) => validatedAs[metric] === figure),
      ),
    ]),
    ...trainingPictures.map(([figure, title, unit]): [string, string] => [
      `training.${figure}.svg`,
      scatter(
        title,
        unit,
        training.filter(({ metric }) => metric === figure),
      ),
    ]),
  ]);
}

/** What is drawn: a figure by which metrics are validated, in words, with its unit. */
export const pictures = [
  ["tpot", "Time per output token", "s"],
  ["ttft", "Time to first token", "s"],
  ["throughput", "Throughput", "tokens/s"],
  ["prefill.throughput", "Prefill throughput", "tokens/s"],
] as const;

export const trainingPictures = [
  ["step", "Time of a training step", "s"],
  ["memory", "Memory of a training rank", "bytes"],
] as const;

function rowsDocument(title: string, predictions: readonly Prediction[]): string {
  return `# ${title}

Written by \`npm run validate\`: every row of docs/validation.md. SI units or tokens/s. "calibrated": the overheads of the engine were fitted to it.

${table(
  ["row", "chip", "engine", "model", "figure", "predicted", "measured", "error", "", "as the source has it"],
  predictions.map(({ id, chip, engine = "none", model, metric, predicted, measured, calibrated, printed = "", remarks }) => [
    id,
    chip,
    engine,
    model,
    metric,
    predicted.toPrecision(4),
    measured.toPrecision(4),
    percent(predicted / measured - 1),
    calibrated ? "calibrated" : "predicted",
    [printed, ...(printed ? remarks : [])].filter((part) => part !== "").join("; "),
  ]),
)}
`;
}
