/** How long the engine takes for one plan, with nothing remembered from the last time, and what it leaves on the heap. */

import { readFileSync } from "node:fs";
import { lowerServe } from "../../server/src/analysis/lower/plan";
import { evaluateServe, limitsOf, type ServePlan } from "../../server/src/engine";
import { resolve } from "../../server/src/semantics";
import { folderHost, uriOf } from "../unit/catalog/host";

export interface PlanBench {
  readonly name: string;
  readonly runs: number;
  /** Evaluations in a second on one core: memory, time, balance and all metrics. */
  readonly perSecond: number;
  /** Bytes that one evaluation allocates. */
  readonly allocated: number;
}

/** Evaluates the only serving plan of an example for `seconds`. */
export function servePlanBench(name: string, file: string, seconds = 2): PlanBench {
  const plan = servePlanOf(file);
  return { name, ...measure(() => evaluateServe(plan), seconds) };
}

/** The same with the elasticities of all resources of all phases. */
export function limitsBench(file: string, seconds = 1): PlanBench {
  const plan = servePlanOf(file);
  const run = () => {
    const result = evaluateServe(plan);
    for (const phase of result.phases) limitsOf(plan, phase);
  };
  return { name: "with the elasticity of every resource", ...measure(run, seconds) };
}

/** What the heap holds more after `evaluations` than before, in bytes: memory must not grow. */
export function growth(file: string, evaluations: number): number {
  const plan = servePlanOf(file);
  const batch = (count: number) => {
    for (let index = 0; index < count; index++) evaluateServe(plan);
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = batch(10_000);
  return batch(evaluations) - before;
}

function servePlanOf(file: string): ServePlan {
  const program = resolve(uriOf(file), readFileSync(`examples/${file}`, "utf8"), folderHost("examples"));
  const declaration = program.declarations.find(({ kind }) => kind === "serve");
  const lowered = declaration && lowerServe(declaration);
  if (!lowered) throw new Error(`${file} has no plan`);
  return lowered.plan;
}

/** Runs for `seconds` after as long a warm-up of a quarter. Batches are long enough for the clock not to count. */
function measure(run: () => unknown, seconds: number): Omit<PlanBench, "name"> {
  const batch = 200;
  const during = (limit: number) => {
    const start = performance.now();
    let runs = 0;
    while (performance.now() - start < limit * 1000) {
      for (let index = 0; index < batch; index++) run();
      runs += batch;
    }
    return { runs, perSecond: (1000 * runs) / (performance.now() - start) };
  };
  during(seconds / 4);
  const measured = during(seconds);
  return { ...measured, allocated: allocatedBy(run) };
}

/** Bytes on the young heap before and after a few runs without a collection in between. */
function allocatedBy(run: () => unknown): number {
  const runs = 5;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < runs; index++) run();
  return (process.memoryUsage().heapUsed - before) / runs;
}
