/** All published deployments, evaluated beside what was measured. */

import { measure } from "../../../server/src/analysis/metrics";
import { evaluateServe, type ServePlan } from "../../../server/src/engine";
import type { LeftOut, Prediction } from "../prediction";
import { type Planned, readDeployments } from "./deployments";
import { Unsaid } from "./rows";

export interface ServingValidation {
  readonly predictions: readonly Prediction[];
  readonly leftOut: readonly LeftOut[];
}

export function validateServing(): ServingValidation {
  const { planned, leftOut } = readDeployments();
  const predictions: Prediction[] = [];
  const without: LeftOut[] = [];
  for (const each of planned) {
    try {
      predictions.push(...predictionsOf(each));
    } catch (error) {
      if (!(error instanceof Unsaid)) throw error;
      without.push({ id: each.row.id, source: each.source, reason: error.message });
    }
  }
  return { predictions, leftOut: [...leftOut, ...without] };
}

/** The plans of all rows that can be said in the language, by the row's name. */
export function servingPlans(): [id: string, plan: ServePlan][] {
  return readDeployments().planned.flatMap(({ row, plan, against }) =>
    [plan, against ?? []].flat().map((each) => [row.id, each] as [string, ServePlan]),
  );
}

function predictionsOf({ row, source, deployment, plan, against, calibrated }: Planned): Prediction[] {
  const result = evaluateServe(plan);
  const figures = measure(result);
  const base = against && measure(evaluateServe(against));
  return deployment.compare.map(({ metric, measured, over = 1 }) => {
    const figure = figures[metric];
    const predicted = base && figure !== undefined ? figure / (base[metric] ?? Number.NaN) : figure;
    if (predicted === undefined) throw new Unsaid(`the plan has no ${metric}: it fits no batch`);
    return {
      id: row.id,
      source,
      chip: plan.machine.chip.name,
      engine: deployment.engine,
      modelClass: deployment.modelClass,
      model: deployment.model,
      metric: base ? `${metric}.ratio` : metric,
      predicted: predicted / over,
      measured,
      calibrated,
      context: plan.workload.input + plan.workload.output,
      chips: result.chips,
      remarks: deployment.remarks,
    };
  });
}
