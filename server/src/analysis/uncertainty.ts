/** How far a figure may be from a measurement: by what validation shows for plans of its kind. */

import type { UncertaintyReport } from "../../../shared/report";
import record from "../catalog/record.json";
import { formatCount } from "../language/figures";
import { isTraining, measure, type PlanResult } from "./metrics";

/** What `npm run validate` found of one kind of plans: errors (predicted over measured, less one) of rows that nothing was calibrated on. */
export interface RecordClass {
  /** What was measured: one of the values of `validatedAs` or `trainedAs`. */
  readonly figure: string;
  /** "any" on each of the three: of all together. */
  readonly chip: string;
  readonly engine: string;
  readonly model: string;
  readonly rows: number;
  /** 10th percentile, median and 90th percentile of the signed errors, those of other kinds counting as thirty rows. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** The longest context in tokens, and the most chips, of any row. */
  readonly context: number;
  readonly chips: number;
}

/** Under which measured figure a metric is validated. A metric that is not here has no measurement beside it. */
export const validatedAs: Readonly<Record<string, string>> = {
  ttft: "ttft",
  tpot: "tpot",
  throughput: "throughput",
  requests: "throughput",
  "decode.throughput": "throughput",
  "colocated.throughput": "throughput",
  "decode.step": "tpot",
  "colocated.step": "tpot",
  "prefill.throughput": "prefill.throughput",
  "prefill.latency": "prefill.latency",
  "colocated.latency": "prefill.latency",
};

/** The same of training plans: a step's time, the rates that follow from it, and memory. */
export const trainedAs: Readonly<Record<string, string>> = {
  step: "step",
  duration: "step",
  throughput: "rate",
  mfu: "rate",
  "mfu.full": "rate",
  "mfu.bf16": "rate",
  hfu: "rate",
  flops: "rate",
  memory: "memory",
};

/** What of a plan tells the rows that it is like. */
interface Kind {
  readonly chip: string;
  readonly engine: string;
  readonly model: "moe" | "dense";
  readonly context: number;
  /** Of one instance: others beside it change nothing of what one yields. */
  readonly chips: number;
}

/**
 * The range that a measurement would lie in, eight times of ten, of the nearest kind of plans with any row: the same chip, engine and class of
 * models; the chip and class; the engine and class; the class; all. Undefined for a metric that no measurement stands beside.
 */
export function uncertaintyOf(result: PlanResult, metric: string): UncertaintyReport | undefined {
  const value = measure(result)[metric];
  const figure = (isTraining(result) ? trainedAs : validatedAs)[metric];
  if (value === undefined || figure === undefined) return undefined;
  const kind = kindOf(result, metric);
  const { chip, engine, model } = kind;
  const levels = [
    [chip, engine, model],
    [chip, "any", model],
    ["any", engine, model],
    ["any", "any", model],
    ["any", "any", "any"],
  ] as const;
  for (const level of levels) {
    const known = find(figure, level);
    if (!known) continue;
    const outside = whatIsOutside(kind, figure, known);
    return {
      low: value / (1 + known.high),
      high: value / (1 + known.low),
      relative: Math.max(known.high / (1 + known.high), -known.low / (1 + known.low)),
      basis: `${known.rows} ${known.rows === 1 ? "row" : "rows"}: ${level.map((part, index) => (part === "any" ? anything[index] : part)).join(", ")}`,
      validated: outside.length === 0,
      outside,
    };
  }
  return undefined;
}

function kindOf(result: PlanResult, metric: string): Kind {
  const { machine, model } = result.plan;
  const shared = { chip: machine.chip.name, model: model.moe ? "moe" : "dense" } as const;
  if (isTraining(result)) {
    const { runtime, sequence, chips } = result.plan;
    return { ...shared, engine: validatedEngine(runtime), context: sequence, chips };
  }
  const { workload, phases } = result.plan;
  const pools = phases.filter(({ name }) => measuredIn(name, metric));
  const chips = Math.max(...(pools.length > 0 ? pools : phases).map((phase) => phase.chips));
  return { ...shared, engine: validatedEngine(phases[0]?.runtime), context: workload.input + workload.output, chips };
}

/** Whether a figure is one of that pool alone. */
function measuredIn(pool: string, metric: string): boolean {
  return metric === "tpot" ? pool !== "prefill" : metric.startsWith(`${pool}.`);
}

/** The plan's engine, or the nearest that it starts from and that validation knows. */
function validatedEngine(runtime: { readonly engine?: string | undefined; readonly bases?: readonly string[] } = {}): string {
  const { engine = "none", bases = [] } = runtime;
  return [engine, ...bases].find((name) => record.some((each) => each.engine === name)) ?? engine;
}

/** All metrics of the plan that have one. */
export function uncertainties(result: PlanResult): Readonly<Record<string, UncertaintyReport>> {
  return Object.fromEntries(
    Object.keys(measure(result)).flatMap((metric) => {
      const uncertainty = uncertaintyOf(result, metric);
      return uncertainty ? [[metric, uncertainty]] : [];
    }),
  );
}

const anything = ["all chips", "all engines", "all models"] as const;

function find(figure: string, [chip, engine, model]: readonly [string, string, string]): RecordClass | undefined {
  return record.find((each) => each.figure === figure && each.chip === chip && each.engine === engine && each.model === model);
}

/** In words: where the plan is unlike every row. */
function whatIsOutside({ chip, engine, model, context, chips }: Kind, figure: string, known: RecordClass): string[] {
  const outside: string[] = [];
  if (!find(figure, [chip, "any", model])) outside.push(`no ${figure} of a ${model} model was measured on ${chip}`);
  else if (engine !== "none" && known.engine === "any")
    outside.push(`no ${figure} of a ${model} model was measured with ${engine} on ${chip}`);
  if (context > known.context) outside.push(`no row of ${figure} has more than ${formatCount(known.context)} tokens of context`);
  if (chips > known.chips) outside.push(`no row of ${figure} has more than ${formatCount(known.chips)} chips`);
  return outside;
}
