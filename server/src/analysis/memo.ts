/** Results by the content of the resolved plan: an edit elsewhere in the file computes nothing again. */

import {
  evaluateServe,
  evaluateTrain,
  type Limit,
  limitsOf,
  limitsOfTraining,
  type PhaseResult,
  type ServePlan,
  type ServeResult,
  type TrainPlan,
  type TrainResult,
} from "../engine";

const limit = 256;

/** As `evaluate`, remembered by the content of the plan. The oldest of 256 results gives way. */
function remembered<Plan extends { readonly model: object; readonly machine: object }, Result>(
  evaluate: (plan: Plan) => Result,
): (plan: Plan) => Result {
  const results = new Map<string, Result>();
  return (plan) => {
    const { model, machine, ...rest } = plan;
    const key = `${contentOf(model)} ${contentOf(machine)} ${JSON.stringify(rest)}`;
    const known = results.get(key);
    if (known) return known;
    const result = evaluate(plan);
    const [oldest] = results.keys();
    if (results.size >= limit && oldest !== undefined) results.delete(oldest);
    results.set(key, result);
    return result;
  };
}

const contents = new WeakMap<object, string>();

/** As JSON. Models and machines of the catalog stay the same from one edit to the next, and writing them out would take longer than a plan. */
function contentOf(part: object): string {
  const known = contents.get(part) ?? JSON.stringify(part);
  contents.set(part, known);
  return known;
}

export const evaluateOnce = remembered((plan: ServePlan): ServeResult => evaluateServe(plan));
export const trainOnce = remembered((plan: TrainPlan): TrainResult => evaluateTrain(plan));

const limits = new WeakMap<PhaseResult | TrainResult, readonly Limit[]>();

/** As `limitsOf`, remembered as long as the phase's result is. */
export function limitsOnce(plan: ServePlan, phase: PhaseResult): readonly Limit[] {
  const known = limits.get(phase);
  if (known) return known;
  const found = limitsOf(plan, phase);
  limits.set(phase, found);
  return found;
}

/** As `limitsOfTraining`, remembered as long as the result is. */
export function trainingLimitsOnce(result: TrainResult): readonly Limit[] {
  const known = limits.get(result);
  if (known) return known;
  const found = limitsOfTraining(result.plan, result);
  limits.set(result, found);
  return found;
}
