/** How well deployments were predicted, kind by kind: reports take the spread of their figures from it. */

import { type RecordClass, trainedAs, validatedAs } from "../../server/src/analysis/uncertainty";
import type { Prediction } from "./prediction";
import { isOf, type Kind, kindOf, kindsFor, rangeOfKind } from "./range";
import type { ServingValidation } from "./serving/predict";
import { rateOf, type TrainingValidation } from "./training/predict";

const trainedFigures = Object.values(trainedAs);

/** Everything that reports take a spread from: a step's time stands for rates, too. */
export function recorded(serving: ServingValidation, training: TrainingValidation): readonly Prediction[] {
  const steps = training.predictions.filter(({ metric }) => metric === "step");
  return [...serving.predictions, ...training.predictions, ...steps.map(rateOf)];
}

/** server/src/catalog/record.json: of rows that nothing was calibrated on, laid out as the formatter would. */
export function trackRecord(predictions: readonly Prediction[]): string {
  const byFigure = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    const { metric } = prediction;
    const figure = validatedAs[metric] ?? trainedFigures.find((name) => name === metric);
    if (figure === undefined || prediction.calibrated) continue;
    const rows = byFigure.get(figure) ?? [];
    byFigure.set(figure, rows);
    rows.push(prediction);
  }
  const records = [...byFigure].flatMap(([figure, rows]) => {
    const kinds = new Map(rows.flatMap((row) => kindsFor(kindOf(row)).map((kind) => [Object.values(kind).join("\t"), kind])));
    return [...kinds].map(([key, kind]): [string, RecordClass] => [`${figure}\t${key}`, recordOf(figure, kind, rows)]);
  });
  return `${JSON.stringify(
    records.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, kind]) => kind),
    undefined,
    2,
  )}\n`;
}

function recordOf(figure: string, kind: Kind, predictions: readonly Prediction[]): RecordClass {
  const rows = predictions.filter((each) => isOf(kind, each));
  const range = rangeOfKind(kind, predictions);
  if (!range) throw new Error(`no row of ${Object.values(kind).join(" ")}`);
  const rounded = (value: number) => Math.round(1000 * value) / 1000;
  return {
    figure,
    chip: kind.chip,
    engine: kind.engine,
    model: kind.model,
    rows: rows.length,
    low: rounded(range.low),
    median: rounded(range.median),
    high: rounded(range.high),
    context: Math.max(...rows.map((row) => row.context ?? 0)),
    chips: Math.max(...rows.map((row) => row.chips ?? 0)),
  };
}
