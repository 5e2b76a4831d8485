/** Results by plan, for expectations that measure: those of the file itself, and of imported plans those that are asked for. */

import type { ServeResult, TrainResult } from "../engine";
import type { Finding } from "../language/diagnostics";
import type { ResolvedDeclaration } from "../semantics/program";
import { checkLayout } from "./checks/layout";
import { checkTrainingLayout } from "./checks/training";
import type { Results } from "./expectations";
import { lowerServe } from "./lower/plan";
import { lowerTrain } from "./lower/train";
import { evaluateOnce, trainOnce } from "./memo";
import type { PlanResult } from "./metrics";

/** `own` are the plans of the file at `uri` that could be computed. */
export function resultsFor(uri: string, own: ReadonlyMap<ResolvedDeclaration, { readonly result: PlanResult }>): Results {
  const foreign = new Map<ResolvedDeclaration, PlanResult | undefined>();
  return {
    get(plan) {
      if (plan.uri === uri) return own.get(plan)?.result;
      if (!foreign.has(plan)) foreign.set(plan, plan.sound ? resultOf(plan) : undefined);
      return foreign.get(plan);
    },
  };
}

function resultOf(plan: ResolvedDeclaration): PlanResult | undefined {
  if (plan.kind === "serve") return servingResult(plan);
  return plan.kind === "train" ? trainingResult(plan) : undefined;
}

function servingResult(plan: ResolvedDeclaration): ServeResult | undefined {
  const lowered = lowerServe(plan);
  return lowered && isSound(checkLayout(lowered)) ? evaluateOnce(lowered.plan) : undefined;
}

function trainingResult(plan: ResolvedDeclaration): TrainResult | undefined {
  const lowered = lowerTrain(plan);
  return lowered && isSound(checkTrainingLayout(lowered)) ? trainOnce(lowered.plan) : undefined;
}

function isSound(layout: readonly Finding[]): boolean {
  return !layout.some(({ severity }) => severity === "error");
}
