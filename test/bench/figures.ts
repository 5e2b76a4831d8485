/**
 * Every figure of every plan there is (examples, validation), to the last bit: one line for each plan. A change that is meant to change no
 * result is held against the commit before it: `npm run bench -- --figures > before`, and the same after it.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lowerServe } from "../../server/src/analysis/lower/plan";
import { lowerTrain } from "../../server/src/analysis/lower/train";
import { measure } from "../../server/src/analysis/metrics";
import {
  evaluateServe,
  evaluateTrain,
  kernelsOf,
  limitsOf,
  limitsOfTraining,
  type PhaseResult,
  type ServePlan,
  tierLoads,
  type TrainPlan,
} from "../../server/src/engine";
import type { Step } from "../../server/src/engine/time/step";
import { resolve } from "../../server/src/semantics";
import type { ResolvedDeclaration } from "../../server/src/semantics/program";
import { folderHost, uriOf } from "../unit/catalog/host";
import { servingPlans } from "../validation/serving/predict";

export function printFigures(): void {
  for (const folder of ["examples", join("test", "validation", "plans")]) {
    for (const declaration of plansIn(folder)) {
      const serving = declaration.kind === "serve" ? lowerServe(declaration)?.plan : undefined;
      const training = declaration.kind === "train" ? lowerTrain(declaration)?.plan : undefined;
      if (serving) line(declaration.name, figuresOf(serving));
      if (training) line(declaration.name, figuresOfTraining(training));
    }
  }
  for (const [name, plan] of servingPlans()) line(name, figuresOf(plan));
}

function line(name: string, figures: unknown): void {
  process.stdout.write(`${name} ${JSON.stringify(figures, exactly)}\n`);
}

function plansIn(folder: string): readonly ResolvedDeclaration[] {
  return readdirSync(folder).flatMap(
    (file) => resolve(uriOf(file), readFileSync(join(folder, file), "utf8"), folderHost(folder)).declarations,
  );
}

function figuresOfTraining(plan: TrainPlan): unknown {
  const result = evaluateTrain(plan);
  const { step, ...figures } = result;
  return { ...figures, plan: undefined, step: figuresOfStep(step), limits: limitsOfTraining(plan, result) };
}

function figuresOfStep(step: Step): unknown {
  const { seconds, interval, parts, shares, traffic } = step;
  return { seconds, interval, parts, shares, traffic, kernels: kernelsOf(step) };
}

function figuresOf(plan: ServePlan): unknown {
  const result = evaluateServe(plan);
  const { requests, ttft, tpot, throughput, power, energy, cost, demands, feasible } = result;
  const limiting = result.limiting?.phase.name;
  const phases = result.phases.map((phase) => figuresOfPhase(plan, phase));
  return { metrics: measure(result), requests, limiting, ttft, tpot, throughput, power, energy, cost, demands, feasible, phases };
}

function figuresOfPhase(plan: ServePlan, result: PhaseResult): unknown {
  const { step, seconds, promptLatency, tpot, undisturbed, wait, burst, throughput, requests } = result.time;
  return {
    batch: result.batch,
    memory: result.memory,
    fits: result.fits,
    utilization: result.utilization,
    time: { seconds, promptLatency, tpot, undisturbed, wait, burst, throughput, requests },
    step: figuresOfStep(step),
    limits: limitsOf(plan, result),
    tiers: tierLoads(plan.machine, step),
  };
}

/** JSON knows neither maps nor what is not finite. */
function exactly(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? String(value) : value;
}
