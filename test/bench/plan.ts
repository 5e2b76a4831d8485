/** How long the engine takes for one plan: the flagship's, with nothing remembered from the last time. */

import { readFileSync } from "node:fs";
import { lowerServe } from "../../server/src/analysis/lower/plan";
import { evaluateServe, limitsOf, type ServePlan } from "../../server/src/engine";
import { resolve } from "../../server/src/semantics";
import { folderHost, uriOf } from "../unit/catalog/host";

export interface PlanBench {
  readonly runs: number;
  /** Microseconds of one evaluation: memory, time, balance and all metrics. */
  readonly evaluate: number;
  /** Microseconds with the elasticities of all resources of all phases. */
  readonly withLimits: number;
}

/** Medians over many evaluations of examples/deepseek-r1-cloudmatrix384.cmx. */
export function planBench(runs = 4000): PlanBench {
  const plan = flagship();
  const limits = () => {
    const result = evaluateServe(plan);
    for (const phase of result.phases) limitsOf(plan, phase);
  };
  return { runs, evaluate: median(runs, () => evaluateServe(plan)), withLimits: median(runs / 10, limits) };
}

function flagship(): ServePlan {
  const name = "deepseek-r1-cloudmatrix384.cmx";
  const program = resolve(uriOf(name), readFileSync(`examples/${name}`, "utf8"), folderHost("examples"));
  const declaration = program.declarations.find(({ kind }) => kind === "serve");
  const lowered = declaration && lowerServe(declaration);
  if (!lowered) throw new Error("the flagship has no plan");
  return lowered.plan;
}

/** Median microseconds of `run`, after as many runs to warm up. */
function median(runs: number, run: () => unknown): number {
  const times: number[] = [];
  for (let index = 0; index < 2 * runs; index++) {
    const start = performance.now();
    run();
    if (index >= runs) times.push(performance.now() - start);
  }
  return 1000 * (times.sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0);
}
