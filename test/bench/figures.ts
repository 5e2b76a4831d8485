/**
 * Every figure of every plan there is (examples, validation), to the last bit: one line for each plan. A change that is meant to change no
 * result is held against the commit before it: `npm run bench -- --figures > before`, and the same after it.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lowerServe } from "../../server/src/analysis/lower/plan";
import { measure } from "../../server/src/analysis/metrics";
import { evaluateServe, kernelsOf, limitsOf, type PhaseResult, type ServePlan, tierLoads } from "../../server/src/engine";
import { resolve } from "../../server/src/semantics";
import { folderHost, uriOf } from "../unit/catalog/host";
import { servingPlans } from "../validation/serving/predict";

export function printFigures(): void {
  for (const [name, plan] of [...plansIn("examples"), ...plansIn(join("test", "validation", "plans")), ...servingPlans()])
    process.stdout.write(`${name} ${JSON.stringify(figuresOf(plan), exactly)}\n`);
}

function plansIn(folder: string): [name: string, plan: ServePlan][] {
  return readdirSync(folder).flatMap((file) => {
    const { declarations } = resolve(uriOf(file), readFileSync(join(folder, file), "utf8"), folderHost(folder));
    return declarations.flatMap((declaration): [string, ServePlan][] => {
      const plan = declaration.kind === "serve" ? lowerServe(declaration)?.plan : undefined;
      return plan ? [[`${file}:${declaration.name}`, plan]] : [];
    });
  });
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
    step: { seconds: step.seconds, interval: step.interval, parts: step.parts, shares: step.shares, traffic: step.traffic },
    kernels: kernelsOf(step),
    limits: limitsOf(plan, result),
    tiers: tierLoads(plan.machine, step),
  };
}

/** JSON knows neither maps nor what is not finite. */
function exactly(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? String(value) : value;
}
