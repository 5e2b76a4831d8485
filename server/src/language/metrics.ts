/** The one table of what can be measured: names in `expect`, sweeps, searches and the JSON report. */

import * as d from "./dimensions";
import type { Dimension } from "./dimensions";
import type { Scope } from "./units";

export type PlanKind = "serve" | "train";

export interface Metric {
  readonly name: string;
  readonly dimension: Dimension;
  readonly plan: PlanKind;
  readonly documentation: string;
  /** Whose chips, ranks, … `per chip` divides by: the pool of a phase, or the whole plan. None: not spread over anything. */
  readonly pool?: "plan" | "prefill" | "decode" | "colocated";
  /** What the figure is of already: memory is that of one rank. */
  readonly scope?: Scope;
}

const serve = (name: string, dimension: Dimension, documentation: string, pool?: Metric["pool"]): Metric => ({
  name,
  dimension,
  plan: "serve",
  documentation,
  ...(pool ? { pool } : {}),
});
const train = (name: string, dimension: Dimension, documentation: string, pool?: Metric["pool"]): Metric => ({
  name,
  dimension,
  plan: "train",
  documentation,
  ...(pool ? { pool } : {}),
});

export const metrics: readonly Metric[] = [
  serve("ttft", d.time, "Time to first token: wait, prefill, KV transfer and the first decode step."),
  serve("tpot", d.time, "Time per output token after the first."),
  serve("throughput", d.tokenRate, "Output tokens per second of the whole plan, prefill and decode in balance.", "plan"),
  serve("requests", d.requestRate, "Requests per second that the plan sustains.", "plan"),
  serve("prefill.throughput", d.tokenRate, "Input tokens per second of the prefill pool.", "prefill"),
  serve("prefill.latency", d.time, "Time to read a prompt: one prefill batch, or several where a batch is smaller than a prompt."),
  { ...serve("prefill.memory", d.information, "Memory of the worst prefill rank."), scope: "rank" },
  serve("decode.throughput", d.tokenRate, "Output tokens per second of the decode pool.", "decode"),
  serve("decode.step", d.time, "Time of one decode step."),
  { ...serve("decode.memory", d.information, "Memory of the worst decode rank."), scope: "rank" },
  serve("colocated.throughput", d.tokenRate, "Output tokens per second of the pool.", "colocated"),
  serve("colocated.step", d.time, "Mean time of one step, chunked prefill mixed in."),
  serve("colocated.latency", d.time, "Time to prefill one prompt between decode steps."),
  { ...serve("colocated.memory", d.information, "Memory of the worst rank."), scope: "rank" },
  serve("colocated.batch", d.requests, "Requests in flight; what `batch = max` came to.", "colocated"),
  serve("power", d.power, "Power of the plan's machines under this load.", "plan"),
  serve("energy", d.energy, "Energy per output token."),
  serve("cost", d.money, "Cost per million output tokens."),
  train("step", d.time, "Time of one training step."),
  train("throughput", d.tokenRate, "Trained tokens per second.", "plan"),
  train("mfu", d.none, "Model FLOP utilisation: model FLOP (causal attention once) over peak FLOP of the step."),
  { ...train("memory", d.information, "Memory of the worst rank."), scope: "rank" },
  train("bubble", d.none, "Share of the step that pipeline stages idle."),
  train("goodput", d.none, "Share of the time that makes progress, failures counted."),
  train("duration", d.time, "Time of the whole run."),
  train("power", d.power, "Power of the plan's machines.", "plan"),
  train("cost", d.money, "Cost of the whole run."),
];

export function findMetric(plan: PlanKind, name: string): Metric | undefined {
  return metrics.find((metric) => metric.plan === plan && metric.name === name);
}

export const phases = ["prefill", "decode", "colocated"] as const;

/** The measurements of a plan that has the phases which `has` says: those of its own phases only. */
export function measurementsWith(plan: PlanKind, has: (phase: string) => boolean): readonly Metric[] {
  return metricsOf(plan).filter(({ name }) => {
    const phase = phases.find((candidate) => name.startsWith(`${candidate}.`));
    if (phase) return has(phase);
    if (plan === "serve" && name === "tpot") return has("decode") || has("colocated");
    if (plan === "serve" && name === "ttft") return has("prefill") || has("colocated");
    return true;
  });
}

export function metricsOf(plan: PlanKind): readonly Metric[] {
  return metrics.filter((metric) => metric.plan === plan);
}
