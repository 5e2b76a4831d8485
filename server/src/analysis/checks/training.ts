/** CMX3xx to CMX7xx of training plans. */

import { type TrainResult } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatPercent } from "../../language/figures";
import type { LoweredTraining } from "../lower/train";
import { trainingLimitsOnce } from "../memo";
import { placeIn } from "./context";
import { checkTrainingAdvice } from "./training-advice";
import { checkTrainingMemory } from "./training-memory";

export { checkTrainingLayout } from "./training-layout";

/** What there is to say of a plan that was computed. */
export function checkTraining(lowered: LoweredTraining, result: TrainResult): Finding[] {
  return [...checkTrainingMemory(lowered, result), ...bottleneck(lowered, result), ...checkTrainingAdvice(lowered, result)];
}

function bottleneck({ declaration }: LoweredTraining, result: TrainResult): Finding[] {
  const [limit] = trainingLimitsOnce(result);
  if (!limit) return [];
  const values = {
    phase: declaration.name,
    resource: limit.resource,
    share: formatPercent(limit.share),
    change: limit.resource === "overhead" ? "less" : "more",
    elasticity: `${limit.elasticity.toFixed(2)}%`,
  };
  return [finding("bottleneck", placeIn(declaration), values)];
}
