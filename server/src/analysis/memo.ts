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

/**
 * How many results are kept: imported plans that every look measures, what is typed and taken back again. Few, and by no weak references, as
 * those hold young objects until all old ones are looked through; what an edit has left as it was takes its results along anyway.
 */
const kept = 16;

/** Machines and models whose content is known by a number. */
const keptContents = 256;

let evaluations = 0;

/** How many plans have been evaluated so far, for the bench: a key press should evaluate one. */
export function evaluationsSoFar(): number {
  return evaluations;
}

/** As `evaluate`, and the results that were asked for last remembered by the content of their plans. */
function remembered<Plan extends ServePlan | TrainPlan, Result extends object>(evaluate: (plan: Plan) => Result): (plan: Plan) => Result {
  // No map: the tables that it outgrows would keep what was in them.
  const recent: { readonly key: string; readonly result: Result }[] = [];
  return (plan) => {
    const key = keyOf(plan);
    const at = recent.findIndex((each) => each.key === key);
    const [known] = at < 0 ? [] : recent.splice(at, 1);
    if (!known) evaluations++;
    const latest = known ?? { key, result: evaluate(plan) };
    if (recent.length >= kept) recent.shift();
    recent.push(latest);
    return latest.result;
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
  if (contents.size >= keptContents && oldest !== undefined) contents.delete(oldest);
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
