/** All published training runs: each row a plan of its own, evaluated through the language. */

import { join } from "node:path";
import { lowerTrain } from "../../../server/src/analysis/lower/train";
import { measure } from "../../../server/src/analysis/metrics";
import { evaluateTrain, type TrainPlan } from "../../../server/src/engine";
import { resolve } from "../../../server/src/semantics";
import { folderHost, uriOf } from "../../unit/catalog/host";
import type { LeftOut, Prediction } from "../prediction";
import { Unsaid } from "../serving/rows";
import { isCalibrated } from "./calibrated";
import { runOf } from "./kinds";
import { type Comparison, textOfRun, type TrainingRun } from "./plan";
import { readTrainingRows, type Row } from "./rows";

/** FLOP of a token: as the source counts them, and as the plan does. */
export interface CountedOperations {
  readonly id: string;
  readonly printed: number;
  readonly predicted: number;
}

export interface TrainingValidation {
  readonly predictions: readonly Prediction[];
  readonly operations: readonly CountedOperations[];
  readonly leftOut: readonly LeftOut[];
}

export function validateTraining(): TrainingValidation {
  const { sources, rows } = readTrainingRows();
  const predictions: Prediction[] = [];
  const operations: CountedOperations[] = [];
  const leftOut: LeftOut[] = [];
  for (const row of rows) {
    const source = sources[row.source] ?? "";
    try {
      const run = runOf(row);
      const plan = lowered(run);
      const result = evaluateTrain(plan);
      const figures = measure(result);
      predictions.push(...run.compare.map((comparison) => predictionOf(row, source, run, plan, figures, comparison)));
      operations.push(...operationsOf(row, run, figures));
    } catch (error) {
      if (!(error instanceof Unsaid)) throw error;
      leftOut.push({ id: row.id, source, reason: error.message });
    }
  }
  return { predictions, operations, leftOut };
}

/** A prediction of a step's time as one of the rate, of which a report speaks too. */
export function rateOf(prediction: Prediction): Prediction {
  return { ...prediction, metric: "rate", predicted: 1 / prediction.predicted, measured: 1 / prediction.measured };
}

const host = folderHost(join("test", "validation", "plans"));

/** The plan in the engine's data. */
export function lowered(run: TrainingRun): TrainPlan {
  const text = textOfRun(run);
  const program = resolve(uriOf("row.cmx"), text, host);
  const [finding] = program.findings.filter(({ severity }) => severity === "error");
  if (finding) throw new Error(`${finding.message}\n${text}`);
  const declaration = program.declarations.find(({ kind }) => kind === "train");
  const plan = declaration && lowerTrain(declaration)?.plan;
  if (!plan) throw new Error(`no plan in\n${text}`);
  return plan;
}

type Figures = Readonly<Record<string, number | undefined>>;

/** Everything but memory as the time of a step: a rate by the metric that counts as the source does. */
function predictionOf(row: Row, source: string, run: TrainingRun, plan: TrainPlan, figures: Figures, comparison: Comparison): Prediction {
  const { metric, measured, printed } = comparison;
  const direct = metric === "step" || metric === "memory" || metric === "duration";
  const value = figures[metric];
  const step = figures["step"];
  if (value === undefined || step === undefined) throw new Error(`${row.id} has no ${metric}`);
  return {
    id: row.id,
    source,
    chip: plan.machine.chip.name,
    engine: run.engine,
    modelClass: run.modelClass,
    model: plan.model.name,
    metric: metric === "memory" ? "memory" : "step",
    predicted: metric === "memory" ? value : step,
    measured: metric === "step" || metric === "memory" ? measured : step * (direct ? measured / value : value / measured),
    calibrated: isCalibrated(row),
    context: plan.sequence,
    chips: plan.chips,
    printed,
    remarks: run.remarks,
  };
}

function operationsOf(row: Row, { operations }: TrainingRun, figures: Figures): CountedOperations[] {
  const { flops, throughput, mfu } = figures;
  const full = figures["mfu.full"];
  if (!operations || flops === undefined || throughput === undefined || mfu === undefined || full === undefined) return [];
  const causal = flops / throughput;
  return [{ id: row.id, printed: operations.perToken, predicted: operations.attention === "causal" ? causal : (causal * full) / mfu }];
}
