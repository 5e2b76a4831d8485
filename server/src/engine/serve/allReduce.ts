/** By which algorithm a phase's tensor parallel ranks add their results: what `auto` comes to, for the report and the checks. */

import { deviceOf } from "../hardware";
import { allReduceMethod } from "../time/collective";
import { type Load, split, tokensOf } from "../time/load";
import type { AllReduceAlgorithm, Phase, ServePlan } from "../types";
import { decodeLoad, mixedLoad, prefillLoad } from "./load";

/** For `batch` of one instance; undefined where there is nothing to add. A colocated phase: in a step that reads a chunk. */
export function allReduceOf(plan: ServePlan, phase: Phase, batch: number): AllReduceAlgorithm | undefined {
  const tokens = tokensOf(split(loadOf(plan, phase, batch), phase.microbatches)) / phase.cp;
  const bytes = tokens * plan.model.hidden * 2;
  return allReduceMethod(deviceOf(plan.machine), { size: phase.tp, stride: 1 }, bytes, phase.allReduce)?.algorithm;
}

function loadOf({ workload }: ServePlan, phase: Phase, batch: number): Load {
  switch (phase.name) {
    case "prefill":
      return prefillLoad(phase, workload, batch);
    case "decode":
      return decodeLoad(phase, workload, batch);
    case "colocated":
      return mixedLoad(phase, workload, batch, { tokens: phase.chunk, skew: 1 });
  }
}
