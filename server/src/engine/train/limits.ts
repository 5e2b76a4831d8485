/** What limits a training step: shares by resource, and what a little more of each would give. */

import { growth, grow, type Limit } from "../serve/limits";
import type { TrainPlan } from "../types";
import { evaluateTrain, type TrainResult } from "./plan";

/** All resources that the step uses, the one with the highest elasticity first. */
export function limitsOfTraining(plan: TrainPlan, { step }: TrainResult): Limit[] {
  const fabrics = plan.machine.fabrics.map(({ name }) => name).filter((name) => step.traffic.some(({ fabric }) => fabric === name));
  const limits = ["compute", "hbm", "overhead", ...fabrics].map((resource) => ({
    resource,
    share: (step.shares.get(resource) ?? 0) / step.seconds,
    elasticity: (step.seconds / evaluateTrain(plan, grow(resource)).step.seconds - 1) / growth,
  }));
  return limits.sort((left, right) => right.elasticity - left.elasticity);
}
