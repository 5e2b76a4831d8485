/** Whether the ranges that reports show hold: how many rows lie in the range that the others give. */

import { validatedAs } from "../../server/src/analysis/uncertainty";
import type { Prediction } from "./prediction";
import { errorOf, isOf, kindOf, kindsFor, rangeOfKind } from "./range";

export interface Coverage {
  readonly figure: string;
  readonly rows: number;
  /** Shares of the rows in their range: without themselves, without any of their model, without any of their kind. */
  readonly row: number;
  readonly model: number;
  readonly kind: number;
}

/** Of rows that nothing was calibrated on, by figure, and all together. */
export function coverageOf(predictions: readonly Prediction[]): readonly Coverage[] {
  const byFigure = new Map<string, Prediction[]>();
  for (const prediction of predictions) {
    const figure = validatedAs[prediction.metric];
    if (figure === undefined || prediction.calibrated) continue;
    const rows = byFigure.get(figure) ?? [];
    byFigure.set(figure, rows);
    rows.push(prediction);
  }
  const parts = [...byFigure].map(([figure, rows]) => ({
    figure,
    rows: rows.length,
    row: shareInside(rows, ({ id, metric }) => `${id} ${metric}`),
    model: shareInside(rows, (row) => `${nameOf(row)} ${row.model}`),
    kind: shareInside(rows, nameOf),
  }));
  const count = parts.reduce((sum, { rows }) => sum + rows, 0);
  const mean = (of: "row" | "model" | "kind") => parts.reduce((sum, part) => sum + part[of] * part.rows, 0) / count;
  return [
    ...parts.sort((left, right) => (left.figure < right.figure ? -1 : 1)),
    { figure: "all", rows: count, row: mean("row"), model: mean("model"), kind: mean("kind") },
  ];
}

function nameOf(prediction: Prediction): string {
  return Object.values(kindOf(prediction)).join(" ");
}

/** Rows of one key are of one kind, and left out together. */
function shareInside(rows: readonly Prediction[], keyOf: (row: Prediction) => string): number {
  const groups = new Map<string, Prediction[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  let inside = 0;
  for (const group of groups.values()) {
    const rest = rows.filter((row) => !group.includes(row));
    const [first] = group;
    const nearest = first && kindsFor(kindOf(first)).find((kind) => rest.some((other) => isOf(kind, other)));
    const range = nearest && rangeOfKind(nearest, rest);
    if (range) inside += group.filter((row) => errorOf(row) >= range.low && errorOf(row) <= range.high).length;
  }
  return inside / rows.length;
}
