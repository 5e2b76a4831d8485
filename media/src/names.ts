/** What the report's keys are called on the page, and in which unit its metrics read. */

import type { MemoryPart, MemoryReport, PlanReport } from "../../shared/report";
import { t } from "./language";
import type { Colour } from "./theme";
import { bytes, energy, flop, number, percent, power, rate, text, time } from "./format";

export type TtftPart = keyof NonNullable<PlanReport["ttft_parts"]>;

export const memoryParts: readonly { readonly key: MemoryPart; readonly label: string; readonly colour: Colour }[] = [
  { key: "weights", label: "Weights", colour: "blue" },
  { key: "kv_cache", label: "KV cache", colour: "purple" },
  { key: "gradients", label: "Gradients", colour: "purple" },
  { key: "optimizer", label: "Optimizer", colour: "orange" },
  { key: "activations", label: "Activations", colour: "green" },
  { key: "buffers", label: "Buffers", colour: "yellow" },
  { key: "reserve", label: "Reserve", colour: "grey" },
];

/** The parts that any of the phases has: serving has no gradients, training no KV cache. */
export function memoryPartsOf(phases: readonly { readonly memory: Pick<MemoryReport, "parts"> }[]): typeof memoryParts {
  return memoryParts.filter(({ key }) => phases.some(({ memory: { parts } }) => parts[key] !== undefined));
}

export const ttftParts: readonly { readonly key: TtftPart; readonly label: string; readonly colour: Colour }[] = [
  { key: "wait", label: "Wait", colour: "grey" },
  { key: "prefill", label: "Prefill", colour: "blue" },
  { key: "kv_transfer", label: "KV transfer", colour: "orange" },
  { key: "first_step", label: "First decode step", colour: "purple" },
];

export const bounds = [
  { key: "compute", label: "Compute", colour: "blue" },
  { key: "hbm", label: "HBM", colour: "purple" },
  { key: "fabric", label: "Fabric", colour: "orange" },
  { key: "overhead", label: "Overhead", colour: "grey" },
] as const;

interface MetricName {
  readonly label: string;
  /** A unit that does not change with the value; an axis then names it once. */
  readonly unit?: string;
  readonly show: (value: number) => string;
}

const seconds = (value: number): string => text(time(value));
const tokens = (value: number): string => text(rate(value, "tokens"));
const memory = (value: number): string => text(bytes(value));

const metricNames: Readonly<Record<string, MetricName>> = {
  ttft: { label: "TTFT", show: seconds },
  tpot: { label: "TPOT", show: seconds },
  throughput: { label: "Throughput", unit: "tokens/s", show: tokens },
  requests: { label: "Requests", unit: "requests/s", show: (value) => text(rate(value, "requests")) },
  "prefill.throughput": { label: "Prefill throughput", unit: "tokens/s", show: tokens },
  "prefill.latency": { label: "Prefill latency", show: seconds },
  "prefill.memory": { label: "Prefill memory per rank", show: memory },
  "decode.throughput": { label: "Decode throughput", unit: "tokens/s", show: tokens },
  "decode.step": { label: "Decode step", show: seconds },
  "decode.memory": { label: "Decode memory per rank", show: memory },
  "colocated.throughput": { label: "Throughput", unit: "tokens/s", show: tokens },
  "colocated.step": { label: "Step", show: seconds },
  "colocated.latency": { label: "Prefill latency", show: seconds },
  "colocated.memory": { label: "Memory per rank", show: memory },
  "colocated.batch": { label: "Requests in flight", show: number },
  power: { label: "Power", show: (value) => text(power(value)) },
  energy: { label: "Energy per token", show: (value) => text(energy(value)) },
  cost: { label: "Cost per million tokens", show: number },
  "train.energy": { label: "Energy of the training", show: (value) => text(energy(value)) },
  "train.cost": { label: "Cost of the training", show: number },
  step: { label: "Step", show: seconds },
  mfu: { label: "MFU", show: percent },
  "mfu.full": { label: "MFU, attention not halved", show: percent },
  "mfu.bf16": { label: "MFU of the bf16 peak", show: percent },
  hfu: { label: "HFU", show: percent },
  flops: { label: "Model FLOP/s", show: (value) => `${text(flop(value))}/s` },
  memory: { label: "Memory per rank", show: memory },
  bubble: { label: "Pipeline bubble", show: percent },
  goodput: { label: "Goodput", show: percent },
  duration: { label: "Duration", show: seconds },
};

/** Label and formatting of a metric; one that this page does not know is shown under its own name. */
export function metricName(name: string): MetricName {
  const known = metricNames[name];
  return known ? { ...known, label: t(known.label) } : { label: name, show: number };
}

/** How a figure of an expectation reads: in the unit of the metric that its text starts with. */
export function showByText(expectation: string, value: number): string {
  const [metric] = /^[a-z]+(\.[a-z]+)?(?=\s)/.exec(expectation) ?? [];
  const known = metric === undefined ? undefined : metricNames[metric];
  const [scope = ""] = / per (chip|rank|node|supernode|instance)/.exec(expectation) ?? [];
  if (known) return `${known.show(value)}${scope}`;
  return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

/** Whether a metric is the better the smaller it is; undefined where neither is. */
export function smallerIsBetter(name: string): boolean | undefined {
  if (/(^|\.)(throughput|requests|mfu|goodput)$/.test(name)) return false;
  if (/(^|\.)(ttft|tpot|latency|step|energy|cost|bubble|duration)$/.test(name)) return true;
  return undefined;
}

/** An operator of the engine, as words. */
export function operatorName(op: string): string {
  return op.replaceAll("_", " ");
}

/** A resource of the engine: its own ones by their common names, fabrics by the name that the text gives them. */
export function resourceName(resource: string): string {
  const known = bounds.find((each) => each.key === resource);
  return known ? t(known.label) : resource;
}
