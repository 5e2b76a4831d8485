/** The engine's result under the names of the table of metrics, and what `per chip` divides each by. */

import { type ServeResult, totalOf } from "../engine";
import type { Metric } from "../language/metrics";
import type { Scope } from "../language/units";

/** Measured values by metric name; a metric that does not apply is absent. */
export type Measured = Readonly<Record<string, number>>;

/** Parts of the time to first token added up; undefined without a pool that reads prompts. */
export function timeToFirstToken(result: ServeResult): number | undefined {
  if (!result.ttft) return undefined;
  const { wait, prefill, kvTransfer, firstStep } = result.ttft;
  return wait + prefill + kvTransfer + firstStep;
}

export function measure(result: ServeResult): Measured {
  const measured: Record<string, number> = {};
  const put = (name: string, value: number | undefined) => {
    if (value !== undefined && Number.isFinite(value)) measured[name] = value;
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
export function spreadOf(result: ServeResult, metric: Metric, scope: Scope): number {
  const { machine } = result.plan;
  const pools = result.phases
    .map(({ phase }) => phase)
    .filter((phase) => metric.pool === "plan" || metric.pool === undefined || phase.name === metric.pool);
  const chips = pools.reduce((sum, phase) => sum + phase.instances * phase.chips, 0);
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
      return pools.reduce((sum, phase) => sum + phase.instances, 0);
  }
}
