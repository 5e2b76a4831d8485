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

/** Results that are kept though nobody holds them: a plan that is typed and taken back again. */
const kept = 256;

let evaluations = 0;

/** How many plans have been evaluated so far, for the bench: a key press should evaluate one. */
export function evaluationsSoFar(): number {
  return evaluations;
}

/**
 * As `evaluate`, remembered by the content of the plan. A result lives as long as an analysis holds it, however many plans its file has;
 * of the others the last 256 stay.
 */
function remembered<Plan extends ServePlan | TrainPlan, Result extends object>(evaluate: (plan: Plan) => Result): (plan: Plan) => Result {
  const living = new Map<string, WeakRef<Result>>();
  const recent = new Map<string, Result>();
  const swept = new FinalizationRegistry<string>((key) => {
    if (living.get(key)?.deref() === undefined) living.delete(key);
  });
  return (plan) => {
    const key = keyOf(plan);
    const known = living.get(key)?.deref();
    if (known) return known;
    evaluations++;
    const result = evaluate(plan);
    living.set(key, new WeakRef(result));
    swept.register(result, key);
    const [oldest] = recent.keys();
    if (recent.size >= kept && oldest !== undefined) recent.delete(oldest);
    recent.set(key, result);
    return result;
  };
}

/** The content of the plan; machine and model, which are most of it and the same for many plans, by a number. */
function keyOf(plan: ServePlan | TrainPlan): string {
  return JSON.stringify({ ...plan, machine: numberOf(plan.machine), model: numberOf(plan.model) });
}

const numbers = new WeakMap<object, number>();
const contents = new Map<string, number>();
let count = 0;

/** The same number for the same content. */
function numberOf(part: object): number {
  const known = numbers.get(part);
  if (known !== undefined) return known;
  const content = JSON.stringify(part);
  const number = contents.get(content) ?? ++count;
  const [oldest] = contents.keys();
  if (contents.size >= kept && oldest !== undefined) contents.delete(oldest);
  contents.set(content, number);
  numbers.set(part, number);
  return number;
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
