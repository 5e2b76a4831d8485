/** How well deployments were predicted, kind by kind: reports take the spread of their figures from it. */

import { type RecordClass, validatedAs } from "../../server/src/analysis/uncertainty";
import type { Prediction } from "./prediction";

/** server/src/catalog/record.json: of rows that nothing was calibrated on, laid out as the formatter would. */
export function trackRecord(predictions: readonly Prediction[]): string {
  const kinds = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    const figure = validatedAs[prediction.metric];
    if (figure === undefined || prediction.calibrated) continue;
    const { chip, engine = "none", modelClass } = prediction;
    for (const level of [
      [chip, engine, modelClass],
      [chip, "any", modelClass],
      ["any", engine, modelClass],
      ["any", "any", modelClass],
      ["any", "any", "any"],
    ]) {
      const key = [figure, ...level].join("\t");
      const kind = kinds.get(key) ?? [];
      kinds.set(key, kind);
      kind.push(prediction);
    }
  }
  const records = [...kinds].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, rows]) => recordOf(key, rows));
  return `${JSON.stringify(records, undefined, 2)}\n`;
}

function recordOf(key: string, rows: readonly Prediction[]): RecordClass {
  const [figure = "", chip = "", engine = "", model = ""] = key.split("\t");
  const errors = rows.map(({ predicted, measured }) => predicted / measured - 1).sort((left, right) => left - right);
  const at = (share: number) => Math.round(1000 * (errors[Math.round((errors.length - 1) * share)] ?? 0)) / 1000;
  return {
    figure,
    chip,
    engine,
    model,
    rows: rows.length,
    low: at(0.1),
    median: at(0.5),
    high: at(0.9),
    context: Math.max(...rows.map((row) => row.context ?? 0)),
    chips: Math.max(...rows.map((row) => row.chips ?? 0)),
  };
}
