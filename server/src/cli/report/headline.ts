/** What a reader wants first: does it fit, how fast is it, what limits it. Then every figure by the name that `expect` knows it by. */

import type { PhaseReport, PlanReport } from "../../../../shared/report";
import { formatCount, formatPercent, formatRate, formatTime } from "../../language/figures";
import { metricsOf } from "../../language/metrics";
import { type Cell, type Layout, table } from "./table";
import { label, metricText, wrap } from "./text";

/** Name, subject and verdict of a plan. */
export function headline(plan: PlanReport, { columns, style }: Layout): readonly string[] {
  const verdict = verdicts(plan);
  const ends = [plan.name, plan.kind, ...verdict.map(({ text }) => text)];
  const rule = "─".repeat(Math.max(0, columns - ends.join(", ").length));
  const { input, output, trace } = plan.workload;
  const recorded = trace ? ` (of ${formatCount(trace.requests)} requests in ${trace.file})` : "";
  const work =
    plan.kind === "serve"
      ? `${formatCount(input)} tokens in, ${formatCount(output)} out${recorded}`
      : `sequences of ${formatCount(input)} tokens`;
  const subject = `${plan.model} on ${plan.machine}, ${work}`;
  const right = [plan.kind, ...verdict.map(({ good, text }) => (good ? style.green : style.red)(text))];
  return [
    `${style.bold(plan.name)} ${style.dim(rule)} ${right.join(", ")}`,
    ...wrap(subject, columns, 0),
    "",
    `  ${style.bold(headlineFigures(plan).join("   "))}`,
    ...plan.phases.flatMap((phase) => bottleneck(phase, columns)),
  ];
}

function verdicts({ feasible, expectations, metrics, workload }: PlanReport): readonly { readonly good: boolean; readonly text: string }[] {
  const failed = expectations.filter(({ pass }) => !pass).length;
  const fits = { good: feasible, text: feasible ? "✓ fits" : "✗ does not fit" };
  const targets = Object.entries(workload.slo);
  const missed = targets.filter(([name, target]) => (metrics[name] ?? 0) > target).map(([name]) => name);
  const level =
    missed.length === 0 ? { good: true, text: "✓ meets its slo" } : { good: false, text: `✗ misses its slo (${missed.join(", ")})` };
  const first = targets.length === 0 ? [fits] : [fits, level];
  if (expectations.length === 0) return first;
  const all = expectations.length === 1 ? "the expectation" : `all ${expectations.length} expectations`;
  const some = `${failed} of ${expectations.length} expectation${expectations.length === 1 ? "" : "s"}`;
  return [...first, failed === 0 ? { good: true, text: `✓ meets ${all}` } : { good: false, text: `✗ misses ${some}` }];
}

/** Every metric that the plan has, with its share per chip and the slo it is held to. */
export function figures(plan: PlanReport, layout: Layout): readonly string[] {
  const rows = metricsOf(plan.kind).flatMap(({ name, pool }) => {
    const value = plan.metrics[name];
    if (value === undefined) return [];
    const chips = pool && !name.endsWith(".batch") ? poolChips(plan, pool) : 0;
    const perChip = chips > 0 ? `${metricText(plan.kind, name, value / chips)} per chip` : (perWhat[plan.kind][name] ?? "");
    return [[name, metricText(plan.kind, name, value, plan.currency), perChip, slo(plan, name, value, layout)]];
  });
  const columns = [left(""), right(""), left(""), left("")];
  return [...table(columns, rows, layout), ...timeToFirstToken(plan, layout)];
}

const left = (title: string) => ({ title, align: "left" as const });
const right = (title: string) => ({ title, align: "right" as const });

/** What a figure is counted over, where its unit does not say. */
const perWhat: Readonly<Record<PlanReport["kind"], Readonly<Record<string, string>>>> = {
  serve: { energy: "per output token", cost: "per million output tokens" },
  train: { mfu: "causal attention once", "mfu.full": "attention not halved", "mfu.bf16": "of the bf16 peak", hfu: "recomputation counted" },
};

function headlineFigures(plan: PlanReport): readonly string[] {
  const { ttft, tpot, requests, step, mfu } = plan.metrics;
  const pool = plan.phases.findLast((phase) => plan.metrics[`${phase.name}.throughput`] !== undefined);
  const perChip = pool ? (plan.metrics[`${pool.name}.throughput`] ?? 0) / (pool.instances * pool.chips) : undefined;
  return [
    ttft === undefined ? "" : `TTFT ${formatTime(ttft)}`,
    tpot === undefined ? "" : `TPOT ${formatTime(tpot)}`,
    step === undefined ? "" : `step ${formatTime(step)}`,
    mfu === undefined ? "" : `MFU ${formatPercent(mfu)}`,
    perChip === undefined ? "" : `${formatRate(perChip, "tokens")} per ${pool?.name === "colocated" ? "" : `${pool?.name} `}chip`,
    requests === undefined ? "" : formatRate(requests, "requests"),
  ].filter((figure) => figure !== "");
}

function bottleneck({ name, bottleneck: { resource, share, elasticity }, elasticities }: PhaseReport, columns: number): readonly string[] {
  const others = Object.entries(elasticities)
    .filter(([other, gain]) => other !== resource && gain >= 0.005)
    .sort(([, one], [, other]) => other - one)
    .map(([other, gain]) => `${other} ${gain.toFixed(2)}%`);
  const more = others.length > 0 ? ` (of the others: ${others.join(", ")})` : "";
  const change = resource === "overhead" ? "less" : "more";
  const text = `${name}: ${resource} limits, ${formatPercent(share)} of the step; 1% ${change} of it gives ${elasticity.toFixed(2)}% more throughput${more}`;
  return wrap(text, columns - 2, 2).map((line) => `  ${line}`);
}

function poolChips(plan: PlanReport, pool: string): number {
  const phases = pool === "plan" ? plan.phases : plan.phases.filter(({ name }) => name === pool);
  return phases.reduce((sum, { instances, chips }) => sum + instances * chips, 0);
}

function slo(plan: PlanReport, name: string, value: number, { style }: Layout): Cell {
  const target = name === "ttft" || name === "tpot" ? plan.workload.slo[name] : undefined;
  if (target === undefined) return "";
  const met = value <= target;
  return { text: `${met ? "✓" : "✗"} slo ${formatTime(target)}`, paint: met ? style.green : style.red };
}

function timeToFirstToken({ ttft_parts }: PlanReport, { columns, style }: Layout): readonly string[] {
  if (!ttft_parts) return [];
  const parts = Object.entries(ttft_parts).map(([part, seconds]) => `${label(part)} ${formatTime(seconds)}`);
  return wrap(`ttft = ${parts.join(" + ")}`, columns - 2, 2).map((line) => `  ${style.dim(line)}`);
}
