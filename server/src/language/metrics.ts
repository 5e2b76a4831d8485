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
  train(
    "mfu",
    d.none,
    "Model FLOP utilisation: three times the forward FLOP of linear layers, head and attention (the causal half once) over the peak of the type that linear layers compute in.",
  ),
  train("mfu.full", d.none, "As mfu, with the attention not halved (PaLM's convention, NVIDIA's DGX Cloud benchmarks)."),
  train("mfu.bf16", d.none, "As mfu, over the bf16 peak, whatever the type (DeepSeek's convention)."),
  train("hfu", d.none, "Hardware FLOP utilisation: as mfu, with what is computed again counted."),
  train("flops", d.operationRate, "Model FLOP per second, as mfu counts them.", "plan"),
  { ...train("memory", d.information, "Memory of the worst rank."), scope: "rank" },
  train("bubble", d.none, "Share of the step that the busiest pipeline stage idles."),
  train("goodput", d.none, "Share of the time that makes progress, failures counted."),
  train("duration", d.time, "Time of the whole run, failures counted."),
  train("power", d.power, "Power of the plan's machines.", "plan"),
  train("energy", d.energy, "Energy of the whole run; of a step where no tokens are given."),
  train("cost", d.money, "Cost of the whole run; of a step where no tokens are given."),
];

export function findMetric(plan: PlanKind, name: string): Metric | undefined {
  return metrics.find((metric) => metric.plan === plan && metric.name === name);
}

export const phases = ["prefill", "decode", "colocated"] as const;

/** The measurements of a plan that has the phases which `has` says: those of its own phases only. */
export function measurementsWith(plan: PlanKind, has: (phase: string) => boolean): readonly Metric[] {
  return metricsOf(plan).filter((metric) => isMeasured(metric, has));
}

/** The one of that name, if the plan has it. */
export function measurementWith(plan: PlanKind, name: string, has: (phase: string) => boolean): Metric | undefined {
  const metric = findMetric(plan, name);
  return metric && isMeasured(metric, has) ? metric : undefined;
}

function isMeasured({ plan, name }: Metric, has: (phase: string) => boolean): boolean {
  const phase = phases.find((candidate) => name.startsWith(`${candidate}.`));
  if (phase) return has(phase);
  if (plan === "serve" && name === "tpot") return has("decode") || has("colocated");
  if (plan === "serve" && name === "ttft") return has("prefill") || has("colocated");
  return true;
}

export function metricsOf(plan: PlanKind): readonly Metric[] {
  return byPlan[plan];
}

const byPlan: Readonly<Record<PlanKind, readonly Metric[]>> = {
  serve: metrics.filter(({ plan }) => plan === "serve"),
  train: metrics.filter(({ plan }) => plan === "train"),
};
