/** A step of a phase: all layers of the pipeline, head, draft modules and fixed times, on the slowest rank. */

import { draftPhase } from "../memory";
import { draftSort, layerSorts } from "../layers";
import type { Model } from "../types";
import { pipelineSends } from "./collective";
import { denseOperators } from "./ffn";
import { moeOperators } from "./moe";
import { attentionOperators } from "./layer";
import { type Load, type Setting, ofFullest, split, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { type Bound, boundOf, computation, isCommunication, type Operator, type Traffic } from "./operator";
import { regrouping } from "./regrouping";
import { visionOperators } from "./vision";
import { inSeries, type Scheduled, schedule } from "./overlap";

/** An operator over the whole step. `exposed` of all parts adds up to the step. */
export interface StepPart {
  readonly name: string;
  readonly exposed: number;
  readonly hidden: number;
  readonly bound: Bound;
  readonly fabric: string | undefined;
  readonly flop: number;
  readonly bytes: number;
}

export interface Step {
  /** Seconds from the first operator to the last: what a request waits for. */
  readonly seconds: number;
  /** Seconds until the same instance can begin the next one; shorter than `seconds` in a full pipeline. */
  readonly interval: number;
  readonly parts: readonly StepPart[];
  /** Exposed seconds by bound; fabrics by name. */
  readonly shares: ReadonlyMap<string, number>;
  readonly traffic: readonly Traffic[];
  /** What was added up, for who follows the figures down. */
  readonly origin: Origin;
}

/** A step is kernels added up, or other steps, each so many times. */
export type Origin =
  | { readonly kernels: readonly Weighted[]; readonly stages: number; readonly name?: string }
  | { readonly steps: readonly (readonly [step: Step, times: number])[] };

export interface Weighted {
  readonly scheduled: Scheduled;
  /** How often it happens in the step. */
  readonly times: number;
}

/**
 * Times a step of `load` (of one data parallel group). A pipeline holds `pp` batches at a time, so `load` is what one stage works on.
 * `extra` operators run once in the step.
 */
export function stepOf(setting: Setting, load: Load, extra: readonly Operator[] = []): Step {
  const { device, model, phase } = setting;
  const { calibration } = device.machine.chip;
  const { microbatches, pp } = phase;
  const part = split(load, microbatches);
  const overlapped = (operators: readonly Operator[]) => schedule(operators, microbatches, phase.name, calibration.overlap);
  const fullest = ofFullest(part);
  const parts: Weighted[] = [];
  let launches = 0;
  for (const { sort, layers } of layerSorts(model)) {
    const operators = [
      ...attentionOperators(setting, fullest, sort.attention),
      ...regrouping(setting, part, sort.attention),
      ...(sort.experts && model.moe ? moeOperators(setting, model.moe, part) : denseOperators(setting, part)),
    ];
    launches += operators.length * layers * microbatches;
    for (const scheduled of overlapped(shortened(operators, phase.runtime.fixedTimes))) parts.push({ scheduled, times: layers });
  }
  if (model.vision) {
    const { layer, ends } = visionOperators(setting, model.vision, load);
    for (const operator of layer) parts.push({ scheduled: inSeries(operator, 1), times: model.vision.layers });
    for (const operator of ends) parts.push({ scheduled: inSeries(operator, 1), times: 1 });
  }
  for (const operator of [...once(setting, load), ...extra]) parts.push({ scheduled: inSeries(operator, 1), times: 1 });
  if (pp > 1) {
    const bytes = (tokensOf(load) / (phase.tp * phase.cp)) * model.hidden * 2;
    for (const { operator, times } of pipelineSends(device, "pipeline_send", "expert", phase.tp * phase.cp * phase.dp, pp, bytes))
      parts.push({ scheduled: inSeries(operator, 1), times });
  }
  const step = sum(parts, pp, model.layers);
  // Steps with prompts have any number of tokens, and no graph: the host launches their kernels one by one.
  const launched = load.prompt > 0 || !phase.runtime.graphs ? lastingAtLeast(step, launches * phase.runtime.launch, "launching") : step;
  const whole = launched === step ? step : { ...launched, interval: (step.interval * launched.seconds) / step.seconds };
  const draft = phase.speculation?.draft;
  return draft && load.requests > 0 ? withDraftModel(setting, load, whole, draft) : whole;
}

/** A draft model writes its tokens one after the other, and reads the prompts too (Leviathan et al. 2023, arXiv:2211.17192). */
function withDraftModel(setting: Setting, load: Load, step: Step, draft: Model): Step {
  const own = draftPhase(setting.phase);
  const drafting: Setting = {
    ...setting,
    model: draft,
    phase: { ...own, runtime: { ...own.runtime, stepOverhead: 0, requestOverhead: 0 } },
  };
  const one = named("draft", stepOf(drafting, { ...load, queries: 1, prompt: 0 }));
  const drafted = weighted(step, 1, one, setting.phase.speculation?.tokens ?? 0);
  if (load.prompt <= 0) return drafted;
  return weighted(drafted, 1, named("draft", stepOf(drafting, { ...load, requests: 0 })), 1);
}

/** All of a step under one name, but for the communication, whose fabric counts. */
function named(name: string, step: Step): Step {
  const origin = "kernels" in step.origin ? { ...step.origin, name } : step.origin;
  return { ...step, parts: step.parts.map((part) => (part.fabric === undefined ? { ...part, name } : part)), origin };
}

/** Kernels of a graph start without the host, and begin while the one before them ends: a share of their fixed times remains. */
function shortened(operators: readonly Operator[], share: number): readonly Operator[] {
  if (share === 1) return operators;
  return operators.map((operator) => (isCommunication(operator) ? operator : { ...operator, overhead: operator.overhead * share }));
}

/** What happens once in a step: the head, draft modules and fixed times. */
function once(setting: Setting, load: Load): Operator[] {
  const { device, phase } = setting;
  const { runtime } = phase;
  const software = runtime.stepOverhead + load.requests * phase.pp * runtime.requestOverhead;
  const operators: Operator[] = [];
  // Prefill needs the logits of the last token of a prompt alone: too few to count as rows, but the matrix is read.
  const rows = load.requests > 0 ? load.requests * load.queries : 1;
  operators.push(head(setting, rows));
  const drafts = load.requests > 0 && !phase.speculation?.draft ? (phase.speculation?.tokens ?? 0) : 0;
  for (let draft = 0; draft < drafts; draft++) operators.push(...draftModule(setting, load));
  operators.push(
    computation("step_overhead", "expert", { flop: 0, bytes: 0, compute: 0, memory: 0, overhead: software / device.scales.overhead }),
  );
  return operators;
}

/** Output projection to the vocabulary, in 16 bits. */
function head(setting: Setting, rows: number): Operator {
  const { device, model, phase } = setting;
  return gemmOperator(device, "head", "expert", {
    rows,
    depth: model.hidden,
    columns: model.vocabulary / phase.tp,
    weights: "bf16",
    activations: "bf16",
  });
}

/** One multi-token prediction module: projection, a layer, the head again (DeepSeek-V3 report, 2.2). */
function draftModule(setting: Setting, load: Load): Operator[] {
  const { device, model, precision } = setting;
  const single: Load = { ...load, queries: 1, prompt: 0 };
  const { weights, activations } = precision;
  const layer = [
    ...attentionOperators(setting, single, draftSort(model).attention),
    ...(model.moe ? moeOperators(setting, model.moe, single) : denseOperators(setting, single)),
  ];
  return [
    vectorOperator(device, "draft", "expert", load.requests * model.hidden * 8, 2),
    gemmOperator(device, "draft", "expert", { rows: load.requests, depth: 2 * model.hidden, columns: model.hidden, weights, activations }),
    ...layer.map((operator) => ({ ...operator, name: isCommunication(operator) ? operator.name : "draft" })),
    { ...head(setting, load.requests), name: "draft" },
  ];
}

type Row = { -readonly [Key in keyof StepPart]: StepPart[Key] };

/** Adds up operators of one name; work and traffic are those of one rank, which has its stage's share of the layers. */
function sum(all: readonly Weighted[], pp: number, layers: number): Step {
  const rows = new Map<string, Row>();
  const traffic: { fabric: string; tier: number; bytes: number }[] = [];
  const shares = new Map<string, number>();
  const largest = new Map<Row, number>();
  let seconds = 0;
  for (const { scheduled, times } of all) {
    const { operator, cores, repeats } = scheduled;
    const bound = boundOf(operator, cores);
    const exposed = scheduled.exposed * times;
    const hidden = scheduled.hidden * times;
    const runs = (repeats * times) / pp;
    seconds += exposed;
    const row = rows.get(operator.name) ?? newRow(operator);
    rows.set(operator.name, row);
    row.exposed += exposed;
    row.hidden += hidden;
    row.flop += operator.flop * runs;
    row.bytes += operator.bytes * runs;
    if (exposed + hidden > (largest.get(row) ?? 0)) {
      largest.set(row, exposed + hidden);
      row.bound = bound;
    }
    const resource = bound === "fabric" ? (operator.fabric ?? "fabric") : bound;
    shares.set(resource, (shares.get(resource) ?? 0) + exposed);
    for (const { fabric, tier, bytes } of operator.traffic) {
      const known = traffic.find((load) => load.fabric === fabric && load.tier === tier);
      if (known) known.bytes += bytes * runs;
      else traffic.push({ fabric, tier, bytes: bytes * runs });
    }
  }
  const fullestStage = Math.ceil(layers / pp) / layers;
  const origin = { kernels: all, stages: pp };
  return { seconds, interval: seconds * fullestStage, parts: [...rows.values()], shares, traffic, origin };
}

function newRow(operator: Operator): Row {
  return { name: operator.name, exposed: 0, hidden: 0, bound: "overhead", fabric: operator.fabric, flop: 0, bytes: 0 };
}

/** A decode step in a pipeline of uneven stages lasts as long as all stages at the pace of the fullest: the rest is waiting. */
export function atPaceOfFullest(step: Step, pp: number): Step {
  return lastingAtLeast(step, step.interval * pp, "pipeline_wait");
}

/** The step, with a part for what it waits until `seconds` have passed. */
function lastingAtLeast(step: Step, seconds: number, name: string): Step {
  const wait = seconds - step.seconds;
  if (wait <= step.seconds * 1e-12) return step;
  const part: StepPart = { name, exposed: wait, hidden: 0, bound: "overhead", fabric: undefined, flop: 0, bytes: 0 };
  const shares = new Map(step.shares).set("overhead", (step.shares.get("overhead") ?? 0) + wait);
  return { ...step, seconds, parts: [...step.parts, part], shares };
}

/** Two steps, each so many times: parts, shares and traffic are weighted alike, so that they still add up. */
export function weighted(first: Step, often: number, second: Step, times: number): Step {
  const weights = [
    [first, often],
    [second, times],
  ] as const;
  const rows = new Map<string, Row>();
  const shares = new Map<string, number>();
  const traffic: { fabric: string; tier: number; bytes: number }[] = [];
  const largest = new Map<Row, number>();
  for (const [step, weight] of weights) {
    for (const part of step.parts) {
      const row = rows.get(part.name) ?? { ...part, exposed: 0, hidden: 0, flop: 0, bytes: 0 };
      rows.set(part.name, row);
      row.exposed += weight * part.exposed;
      row.hidden += weight * part.hidden;
      row.flop += weight * part.flop;
      row.bytes += weight * part.bytes;
      const seconds = weight * (part.exposed + part.hidden);
      if (seconds > (largest.get(row) ?? 0)) {
        largest.set(row, seconds);
        row.bound = part.bound;
      }
    }
    for (const [resource, seconds] of step.shares) shares.set(resource, (shares.get(resource) ?? 0) + weight * seconds);
    for (const load of step.traffic) {
      const known = traffic.find(({ fabric, tier }) => fabric === load.fabric && tier === load.tier);
      if (known) known.bytes += weight * load.bytes;
      else traffic.push({ ...load, bytes: weight * load.bytes });
    }
  }
  const total = (value: (step: Step) => number) => often * value(first) + times * value(second);
  return {
    seconds: total(({ seconds }) => seconds),
    interval: total(({ interval }) => interval),
    parts: [...rows.values()],
    shares,
    traffic,
    origin: { steps: weights },
  };
}
