/**
 * How long the engine takes for one plan, and what it leaves on the heap. A search asks for one plan after the other, so the plans differ:
 * in their batches alone, or in their degrees too. Nothing is remembered of a plan; what the engine keeps is what does not depend on a load:
 * the kernels of a pool with their constants, and the pieces of a training job.
 */

import { readFileSync } from "node:fs";
import { lowerServe } from "../../server/src/analysis/lower/plan";
import { lowerTrain } from "../../server/src/analysis/lower/train";
import { evaluateServe, evaluateTrain, limitsOf, type Phase, type ServePlan, type TrainPlan } from "../../server/src/engine";
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

/** Evaluates plans like the first one of an example for `seconds`. */
export function servePlanBench(name: string, file: string, differ: Differ, seconds = 2): PlanBench {
  return { name: `${name}, ${differ}`, ...measure(variants(servePlanOf(file), differ), evaluateServe, seconds) };
}

/** The same with the elasticities of all resources of all phases. */
export function limitsBench(file: string, seconds = 1): PlanBench {
  const run = (plan: ServePlan) => {
    for (const phase of evaluateServe(plan).phases) limitsOf(plan, phase);
  };
  return { name: "with the elasticity of every resource", ...measure(variants(servePlanOf(file), "other batches"), run, seconds) };
}

/** A dense model on 512 chips: other batches repeat the same microbatch, other sequences want all anew. */
export function trainPlanBench(differ: "other batches" | "other sequences", seconds = 2): PlanBench {
  return { name: `training, dense, ${differ}`, ...measure(trainVariants(differ), evaluateTrain, seconds) };
}

function trainVariants(differ: "other batches" | "other sequences"): readonly TrainPlan[] {
  const text = `cluster Hall { supernode = DGX_H100, count = 64 }
train Run { model = Llama31_70B, on = Hall, sequence = 8192 tokens, batch = 512 sequences, tp = 8, pp = 4, zero = 1 }`;
  const { declarations } = resolve(uriOf("training.cmx"), text, folderHost("examples"));
  const plan = declarations.flatMap((declaration) => (declaration.kind === "train" ? (lowerTrain(declaration)?.plan ?? []) : []))[0];
  if (!plan) throw new Error("no training plan");
  return Array.from({ length: 64 }, (_, index) =>
    differ === "other batches"
      ? { ...plan, batch: plan.batch + index * plan.layout.dp }
      : { ...plan, sequence: plan.sequence + 128 * index },
  );
}

/**
 * Bytes that the heap holds after each of `millions` of evaluations beyond what it held before them: memory must not grow. Batches differ
 * all the time, and every thousand evaluations the pools are ones that were never asked for.
 */
export function* growth(file: string, millions: number): Generator<number> {
  const plan = servePlanOf(file);
  const run = (first: number, thousands: number) => {
    for (let thousand = first; thousand < first + thousands; thousand++) {
      const phases = plan.phases.map((phase) => ({ ...phase, imbalance: phase.imbalance + thousand * 1e-6 }));
      const plans = variants({ ...plan, phases }, "other batches");
      for (let index = 0; index < 1000; index++) evaluateServe(at(plans, index));
    }
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = run(0, 100);
  for (let million = 0; million < millions; million++) yield run(100 + million * 1000, 1000) - before;
}

/** What is not the same from one plan to the next. */
type Differ = "other batches" | "other layouts";

/** 64 plans, of which no two are alike. */
function variants(plan: ServePlan, differ: Differ): ServePlan[] {
  return Array.from({ length: 64 }, (_, index) => ({
    ...plan,
    phases: plan.phases.map((phase) => {
      const laidOut = differ === "other layouts" ? layoutOf(phase, index % 4) : phase;
      return { ...laidOut, batch: laidOut.batch === "max" ? "max" : laidOut.batch + index * laidOut.dp };
    }),
  }));
}

/** The fourth part to all of the chips for wide experts, else the same ranks with fewer of them tensor parallel. */
function layoutOf(phase: Phase, choice: number): Phase {
  if (phase.ep === 1) {
    const parts = Math.min(phase.tp, 2 ** choice);
    return { ...phase, tp: phase.tp / parts, dp: phase.dp * parts };
  }
  const share = (choice + 1) / 4;
  const { chips, dp, ep, sharedExpertRanks, batch } = phase;
  return {
    ...phase,
    chips: chips * share,
    dp: dp * share,
    ep: ep * share,
    sharedExpertRanks: sharedExpertRanks * share,
    batch: batch === "max" ? "max" : batch * share,
  };
}

function at<Plan>(plans: readonly Plan[], index: number): Plan {
  const plan = plans[index % plans.length];
  if (plan === undefined) throw new Error("no plans");
  return plan;
}

function servePlanOf(file: string): ServePlan {
  const program = resolve(uriOf(file), readFileSync(`examples/${file}`, "utf8"), folderHost("examples"));
  const declaration = program.declarations.find(({ kind }) => kind === "serve");
  const lowered = declaration && lowerServe(declaration);
  if (!lowered) throw new Error(`${file} has no plan`);
  return lowered.plan;
}

/**
 * Microseconds of processor time, of all threads of the process: garbage collection counts, and what else keeps the machine busy does not.
 * The median of many windows, each long enough for the clock not to count; the compiler has had its time before.
 */
function measure<Plan>(plans: readonly Plan[], run: (plan: Plan) => unknown, seconds: number): Omit<PlanBench, "name"> {
  const window = () => {
    const start = process.cpuUsage();
    for (let round = 0; round < rounds; round++) for (const plan of plans) run(plan);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / rounds / plans.length;
  };
  for (let warmUp = 0; warmUp < 50; warmUp++) window();
  const times: number[] = [];
  for (let spent = 0; spent < seconds * 1e6; spent += (times.at(-1) ?? 0) * rounds * plans.length) times.push(window());
  const median = times.sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;
  return { runs: times.length * rounds * plans.length, perSecond: 1e6 / median, allocated: allocatedBy(plans, run) };
}

/** Times that all plans are evaluated in a window. */
const rounds = 8;

/** Bytes by which the young heap grows in a few runs: the median of those without a collection in between. */
function allocatedBy<Plan>(plans: readonly Plan[], run: (plan: Plan) => unknown): number {
  const grown: number[] = [];
  while (grown.length < 31) {
    const before = process.memoryUsage().heapUsed;
    for (const plan of plans) run(plan);
    const after = process.memoryUsage().heapUsed;
    if (after > before) grown.push((after - before) / plans.length);
  }
  return grown.sort((left, right) => left - right)[15] ?? Number.NaN;
}
