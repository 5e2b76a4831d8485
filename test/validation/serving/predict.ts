/** All published deployments: each row a plan of its own, evaluated through the language. */

import { lowerServe } from "../../../server/src/analysis/lower/plan";
import { measure } from "../../../server/src/analysis/metrics";
import { evaluateServe, type ServePlan } from "../../../server/src/engine";
import { resolve } from "../../../server/src/semantics";
import { uriOf } from "../../unit/catalog/host";
import type { LeftOut, Prediction } from "../prediction";
import { isCalibrated } from "./calibrated";
import { deploymentOf } from "./kinds";
import { type Deployment, textOfPlan } from "./plan";
import { printedPlan } from "./silicon";
import { readRows, type Row, Unsaid } from "./rows";

export interface ServingValidation {
  readonly predictions: readonly Prediction[];
  readonly leftOut: readonly LeftOut[];
}

export function validateServing(): ServingValidation {
  const { sources, rows } = readRows();
  const predictions: Prediction[] = [];
  const leftOut: LeftOut[] = [];
  const slowest = slowestOfPlan(rows);
  rows.forEach((row, index) => {
    const source = sources[row.source] ?? "";
    try {
      const times = Number(slowest.get(printedPlan(row))) / Number(row.metrics["tpot_ms"]);
      if (times > draftsAtLeast)
        throw new Unsaid(`the same printed plan also takes ${times.toFixed(1)} times as long: drafts that the row does not print`);
      const deployment = deploymentOf(row);
      predictions.push(...predictionsOf(row, source, deployment, index));
    } catch (error) {
      if (!(error instanceof Unsaid)) throw error;
      leftOut.push({ id: row.id, source, reason: error.message });
    }
  });
  return { predictions, leftOut };
}

/** No other difference between two runs of one plan makes this much. */
const draftsAtLeast = 1.4;

/** The longest time per output token of each plan as printed, in milliseconds: of the rows measured at a given concurrency. */
function slowestOfPlan(rows: readonly Row[]): ReadonlyMap<string, number> {
  const slowest = new Map<string, number>();
  for (const row of rows) {
    const tpot = row.metrics["tpot_ms"];
    if (!row.id.startsWith("aic-") || row.config["mode"] !== "agg" || typeof tpot !== "number") continue;
    const key = printedPlan(row);
    slowest.set(key, Math.max(tpot, slowest.get(key) ?? 0));
  }
  return slowest;
}

/** The plans of all rows that can be said in the language, by the row's name. */
export function servingPlans(): [id: string, plan: ServePlan][] {
  return readRows().rows.flatMap((row, index): [string, ServePlan][] => {
    try {
      return [[row.id, lowered(deploymentOf(row), index)]];
    } catch (error) {
      if (!(error instanceof Unsaid)) throw error;
      return [];
    }
  });
}

const nothing = { read: () => ({ problem: "missing" as const }), locate: (_from: string, path: string) => path };

/** The plan in the engine's data; a name that the catalog lacks leaves the row out. */
function lowered(deployment: Deployment, index: number): ServePlan {
  const text = textOfPlan(deployment, index);
  const program = resolve(uriOf("row.cmx"), text, nothing);
  const [finding] = program.findings.filter(({ severity }) => severity === "error");
  if (finding) {
    if (finding.code.startsWith("CMX2")) throw new Unsaid(finding.message);
    throw new Error(`${finding.message}\n${text}`);
  }
  const declaration = program.declarations.find(({ kind }) => kind === "serve");
  const plan = declaration && lowerServe(declaration)?.plan;
  if (!plan) throw new Error(`no plan in\n${text}`);
  return plan;
}

function predictionsOf(row: Row, source: string, deployment: Deployment, index: number): Prediction[] {
  const plan = lowered(deployment, index);
  const result = evaluateServe(plan);
  const figures = measure(result);
  return deployment.compare.map(({ metric, measured, over = 1 }) => {
    const predicted = figures[metric];
    if (predicted === undefined) throw new Unsaid(`the plan has no ${metric}: it fits no batch`);
    return {
      id: row.id,
      source,
      chip: plan.machine.chip.name,
      engine: deployment.engine,
      modelClass: deployment.modelClass,
      model: deployment.model,
      metric,
      predicted: predicted / over,
      measured,
      calibrated: isCalibrated(row),
      context: plan.workload.input + plan.workload.output,
      chips: result.chips,
      remarks: deployment.remarks,
    };
  });
}
