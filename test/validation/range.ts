/** Where a measurement would lie, eight times of ten, beside a prediction of some kind of plans. */

import type { Prediction } from "./prediction";

/** Errors, predicted over measured less one: their 10th percentile, median and 90th percentile. */
export interface Range {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/**
 * Rows that those of other kinds count as, all together. A kind of few rows, or of many of one model and benchmark, says little of the
 * next plan of its sort; with thirty, more than three rows in four lie in the range of their kind when their model is left out of it, and with none three in five.
 */
const rowsOfOthers = 30;

/** Of the errors of a kind, and of those of other kinds. */
export function rangeOf(own: readonly number[], others: readonly number[]): Range {
  const weight = Math.min(1, rowsOfOthers / others.length);
  const points = [...own.map((error) => ({ error, weight: 1 })), ...others.map((error) => ({ error, weight }))];
  points.sort((left, right) => left.error - right.error);
  return { low: percentile(points, 0.1), median: percentile(points, 0.5), high: percentile(points, 0.9) };
}

interface Point {
  readonly error: number;
  readonly weight: number;
}

/** Between the middles of the points' weights, in a straight line. */
function percentile(points: readonly Point[], share: number): number {
  const wanted = share * points.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  let last = { error: points[0]?.error ?? Number.NaN, middle: 0 };
  for (const { error, weight } of points) {
    const middle = before + weight / 2;
    if (middle >= wanted)
      return last.middle === 0 ? error : last.error + ((error - last.error) * (wanted - last.middle)) / (middle - last.middle);
    last = { error, middle };
    before += weight;
  }
  return last.error;
}

/** What a prediction is one of: chip, engine and class of models. */
export interface Kind {
  readonly chip: string;
  readonly engine: string;
  readonly model: string;
}

export function kindOf({ chip, engine = "none", modelClass }: Prediction): Kind {
  return { chip, engine, model: modelClass };
}

/** The kinds to ask, the nearest first: the same, those of any engine, on any chip, of the class of models, and all. */
export function kindsFor({ chip, engine, model }: Kind): readonly Kind[] {
  return [
    { chip, engine, model },
    { chip, engine: "any", model },
    { chip: "any", engine, model },
    { chip: "any", engine: "any", model },
    { chip: "any", engine: "any", model: "any" },
  ];
}

export function isOf(kind: Kind, prediction: Prediction): boolean {
  const own = kindOf(prediction);
  return (["chip", "engine", "model"] as const).every((part) => kind[part] === "any" || kind[part] === own[part]);
}

/** The range of a kind, from the predictions of one figure. The others are those of its class of models, or all. */
export function rangeOfKind(kind: Kind, predictions: readonly Prediction[]): Range | undefined {
  const own = predictions.filter((each) => isOf(kind, each));
  if (own.length === 0) return undefined;
  const wider: Kind = { chip: "any", engine: "any", model: kind.chip === "any" && kind.engine === "any" ? "any" : kind.model };
  const others = predictions.filter((each) => isOf(wider, each) && !isOf(kind, each));
  return rangeOf(own.map(errorOf), others.map(errorOf));
}

export function errorOf({ predicted, measured }: Prediction): number {
  return predicted / measured - 1;
}
