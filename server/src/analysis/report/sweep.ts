/** A sweep: the plan once for every combination of the varied values. */

import type { SweepReport } from "../../../../shared/report";
import { evaluateServe, evaluateTrain, type ServeResult, type TrainResult } from "../../engine";
import { type Dimension, sameDimension } from "../../language/dimensions";
import * as d from "../../language/dimensions";
import { withValue } from "../../semantics";
import type { ResolvedDeclaration, ResolvedNumber, ResolvedVary } from "../../semantics/program";
import { checkLayout } from "../checks/layout";
import { checkTrainingLayout } from "../checks/training";
import { checkPrecision } from "../checks/precision";
import { lowerServe } from "../lower/plan";
import { lowerTrain } from "../lower/train";
import { type Measured, measure } from "../metrics";

/** Nothing for declarations that are no sound sweep of a plan. A step for each point: there may be thousands. */
export function* reportSweep(declaration: ResolvedDeclaration): Generator<void, SweepReport[]> {
  const reference = declaration.values.get("plan");
  if (declaration.kind !== "sweep" || !declaration.sound || reference?.type !== "reference") return [];
  const plan = reference.target;
  if (!plan.sound || declaration.varies.length === 0) return [];
  const points: SweepReport["points"][number][] = [];
  for (const numbers of combinations(declaration.varies)) {
    const { feasible, metrics } = evaluatePoint(pointOf(plan, declaration.varies, numbers));
    points.push({ values: numbers.map(({ value }) => value), feasible, metrics });
    yield;
  }
  return [{ name: declaration.name, plan: plan.name, axes: axesOf(declaration.varies), points }];
}

/** The plan with the numbers of one point. */
export function pointOf(
  plan: ResolvedDeclaration,
  varies: readonly ResolvedVary[],
  numbers: readonly ResolvedNumber[],
): ResolvedDeclaration {
  return numbers.reduce((current, number, axis) => withValue(current, varies[axis]?.path ?? [], number), plan);
}

export function axesOf(varies: readonly ResolvedVary[]): SweepReport["axes"] {
  return varies.map(({ path, values }) => ({ path: path.join("."), unit: unitOf(values[0]), values: values.map(({ value }) => value) }));
}

export function combinations(varies: readonly ResolvedVary[]): ResolvedNumber[][] {
  return varies.reduce<ResolvedNumber[][]>((heads, { values }) => heads.flatMap((head) => values.map((value) => [...head, value])), [[]]);
}

/** What a point comes to; without a result where its degrees make no plan. */
export interface Evaluated {
  readonly feasible: boolean;
  readonly metrics: Measured;
  readonly result?: ServeResult | TrainResult;
}

export function evaluatePoint(plan: ResolvedDeclaration): Evaluated {
  return plan.kind === "train" ? evaluateTraining(plan) : evaluateServing(plan);
}

function evaluateTraining(plan: ResolvedDeclaration): Evaluated {
  const lowered = lowerTrain(plan);
  const errors = lowered ? checkTrainingLayout(lowered).filter(({ severity }) => severity === "error") : [];
  if (!lowered || errors.some(({ key }) => key !== "too-many-chips")) return { feasible: false, metrics: {} };
  const result = evaluateTrain(lowered.plan);
  return { feasible: result.fits && errors.length === 0, metrics: measure(result), result };
}

function evaluateServing(plan: ResolvedDeclaration): Evaluated {
  const lowered = lowerServe(plan);
  if (!lowered) return { feasible: false, metrics: {} };
  const errors = [...checkLayout(lowered), ...checkPrecision(plan, lowered.plan.precision, lowered.plan.machine.chip)].filter(
    ({ severity }) => severity === "error",
  );
  if (errors.some(({ key }) => key !== "too-many-chips")) return { feasible: false, metrics: {} };
  const result = evaluateServe(lowered.plan);
  return { feasible: result.feasible && errors.length === 0, metrics: measure(result), result };
}

const siNames: readonly (readonly [Dimension, string])[] = [
  [d.information, "B"],
  [d.time, "s"],
  [d.bandwidth, "B/s"],
  [d.tokens, "tokens"],
  [d.requests, "requests"],
  [d.requestRate, "requests/s"],
  [d.sequences, "sequences"],
  [d.operationRate, "FLOPS"],
  [d.power, "W"],
];

/** The SI unit of an axis with its scope: "requests per chip"; "" for plain numbers. */
function unitOf(number: ResolvedNumber | undefined): string {
  if (!number) return "";
  const name = siNames.find(([dimension]) => sameDimension(dimension, number.dimension))?.[1] ?? "";
  return number.scope ? `${name} per ${number.scope}`.trim() : name;
}
