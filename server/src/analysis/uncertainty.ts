/** How far a figure may be from a measurement: by what validation shows for plans of its kind. */

import type { UncertaintyReport } from "../../../shared/report";
import record from "../catalog/record.json";
import type { ServeResult } from "../engine";
import { formatCount } from "../language/figures";
import { measure } from "./metrics";

/** What `npm run validate` found of one kind of plans: errors (predicted over measured, less one) of rows that nothing was calibrated on. */
export interface RecordClass {
  /** What was measured: one of the values of `validatedAs`. */
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

/**
 * The range that a measurement would lie in, eight times of ten, of the nearest kind of plans with any row: the same chip, engine and class of
 * models; the chip and class; the engine and class; the class; all. Undefined for a metric that no measurement stands beside.
 */
export function uncertaintyOf(result: ServeResult, metric: string): UncertaintyReport | undefined {
  const value = measure(result)[metric];
  const figure = validatedAs[metric];
  if (value === undefined || figure === undefined) return undefined;
  const chip = result.plan.machine.chip.name;
  const engine = validatedEngine(result);
  const model = result.plan.model.moe ? "moe" : "dense";
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
    const outside = whatIsOutside(result, figure, known, [chip, model]);
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

/** The plan's engine, or the nearest that it starts from and that validation knows. */
function validatedEngine({ plan }: ServeResult): string {
  const { engine = "none", bases = [] } = plan.phases[0]?.runtime ?? {};
  return [engine, ...bases].find((name) => record.some((each) => each.engine === name)) ?? engine;
}

/** All metrics of the plan that have one. */
export function uncertainties(result: ServeResult): Readonly<Record<string, UncertaintyReport>> {
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
function whatIsOutside(result: ServeResult, figure: string, known: RecordClass, [chip, model]: readonly [string, string]): string[] {
  const { plan, chips } = result;
  const context = plan.workload.input + plan.workload.output;
  const outside: string[] = [];
  if (!find(figure, [chip, "any", model])) outside.push(`no ${figure} of a ${model} model was measured on ${chip}`);
  if (context > known.context) outside.push(`no row of ${figure} has more than ${formatCount(known.context)} tokens of context`);
  if (chips > known.chips) outside.push(`no row of ${figure} has more than ${formatCount(known.chips)} chips`);
  return outside;
}
