/** The engine's result under the names of the table of metrics, and what `per chip` divides each by. */

import { type ServeResult, totalOf, type TrainResult, trainTotal } from "../engine";
import type { Metric } from "../language/metrics";
import type { Scope } from "../language/units";

/** Measured values by metric name; a metric that does not apply is absent. */
export type Measured = Readonly<Record<string, number>>;

/** What the engine says of a plan. */
export type PlanResult = ServeResult | TrainResult;

export function isTraining(result: PlanResult): result is TrainResult {
  return "stages" in result;
}

/** Parts of the time to first token added up; undefined without a pool that reads prompts. */
export function timeToFirstToken(result: ServeResult): number | undefined {
  if (!result.ttft) return undefined;
  const { wait, prefill, kvTransfer, firstStep } = result.ttft;
  return wait + prefill + kvTransfer + firstStep;
}

const known = new WeakMap<PlanResult, Measured>();

export function measure(result: PlanResult): Measured {
  const measured = known.get(result) ?? figuresOf(result);
  known.set(result, measured);
  return measured;
}

function figuresOf(result: PlanResult): Measured {
  return finite(isTraining(result) ? trainingFigures(result) : servingFigures(result));
}

function finite(figures: Readonly<Record<string, number | undefined>>): Measured {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => (value !== undefined && Number.isFinite(value) ? [[name, value]] : [])),
  );
}

function trainingFigures(result: TrainResult): Record<string, number | undefined> {
  const { step, tokens, flop, peak, memory, bubble, goodput, duration, power, energy, cost } = result;
  const { seconds } = step;
  return {
    step: seconds,
    throughput: tokens / seconds,
    mfu: flop.model / seconds / peak.linear,
    "mfu.full": flop.full / seconds / peak.linear,
    "mfu.bf16": flop.model / seconds / peak.bf16,
    hfu: flop.hardware / seconds / peak.linear,
    flops: flop.model / seconds,
    memory: trainTotal(memory),
    bubble: bubble / seconds,
    goodput: goodput?.share,
    duration,
    power,
    energy,
    cost,
  };
}

function servingFigures(result: ServeResult): Record<string, number | undefined> {
  const measured: Record<string, number | undefined> = {};
  const put = (name: string, value: number | undefined) => {
    measured[name] = value;
  };
  put("ttft", timeToFirstToken(result));
  put("tpot", result.tpot);
  put("throughput", result.throughput);
  put("requests", result.requests);
  for (const { phase, time, memory, batch } of result.phases) {
    put(`${phase.name}.throughput`, time.throughput);
    put(`${phase.name}.memory`, totalOf(memory));
    if (phase.name !== "decode") put(`${phase.name}.latency`, time.promptLatency);
    if (phase.name !== "prefill") put(`${phase.name}.step`, time.seconds);
    if (phase.name === "colocated") put("colocated.batch", batch * phase.instances);
  }
  put("power", result.power);
  put("energy", result.energy);
  put("cost", result.cost);
  return measured;
}

/** How many of `scope` a metric is spread over: the chips, ranks, … of its pool, or of the whole plan. */
export function spreadOf(result: PlanResult, metric: Metric, scope: Scope): number {
  const { machine } = result.plan;
  const pools = isTraining(result) ? [{ instances: 1, chips: result.plan.chips }] : poolsOf(result, metric);
  const chips = pools.reduce((sum, pool) => sum + pool.instances * pool.chips, 0);
  switch (scope) {
    case "chip":
    case "link":
      return chips;
    case "rank":
      return chips * machine.chip.ranks;
    case "node":
      return chips / machine.chipsPerNode;
    case "supernode":
      return Math.max(1, chips / (machine.chipsPerNode * machine.nodes));
    case "instance":
      return pools.reduce((sum, pool) => sum + pool.instances, 0);
  }
}

function poolsOf({ phases }: ServeResult, { pool }: Metric): readonly { readonly instances: number; readonly chips: number }[] {
  return phases.map(({ phase }) => phase).filter(({ name }) => pool === "plan" || pool === undefined || name === pool);
}
