/** Memory of a training rank, stage by stage. docs/engine.md, section 13, has the formulas. */

import { draftSort } from "../layers";
import { bytesOf, type LayerSort } from "../types";
import { layerActivations } from "./activations";
import { logitBytes } from "./ends";
import { embeddingHeld, type Held, moduleHeld, none, sharded, staysWhole } from "./parameters";
import { microbatchesHeld, stagesOnRank } from "./pipeline";
import type { Job } from "./setting";
import { figuresOf } from "./sort";
import type { Stage } from "./stages";

/** Bytes. */
export interface TrainMemory {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly activations: number;
  /** Where they are split: gathered parameters, and gradients on their way or whole. */
  readonly buffers: number;
  readonly reserve: number;
}

export function trainTotal({ weights, gradients, optimizer, activations, buffers, reserve }: TrainMemory): number {
  return weights + gradients + optimizer + activations + buffers + reserve;
}

/** Parameters of one rank of a stage, before ZeRO splits them. */
function stageHeld(job: Job, stages: readonly Stage[], index: number): Held {
  const { plan } = job;
  const { model, layout } = plan;
  const stage = stages[index];
  if (!stage) return none;
  const last = index === stages.length - 1;
  let dense = 0;
  let experts = 0;
  const add = (held: Held, times: number) => {
    dense += held.dense * times;
    experts += held.experts * times;
  };
  for (const { sort, layers } of stage.sorts) add(figuresOf(job, sort).held, layers);
  add(embeddingHeld(model, layout), (index === 0 ? 1 : 0) + (last && (!model.tiedEmbeddings || stages.length > 1) ? 1 : 0));
  if (last && plan.mtpModules > 0) add(moduleHeld(model, layout), plan.mtpModules);
  return { dense, experts };
}

/** The same with the second stage of a rank under DualPipe: that which is as far from the other end. */
export function rankHeld(job: Job, stages: readonly Stage[], index: number): Held {
  const own = stageHeld(job, stages, index);
  if (stagesOnRank(job.plan.schedule, stages.length) === 1) return own;
  const other = stageHeld(job, stages, stages.length - 1 - index);
  return { dense: own.dense + other.dense, experts: own.experts + other.experts };
}

/** Bytes of optimizer states for one parameter. */
export function optimizerBytes({ plan }: Job): number {
  const { master, weights, moments } = plan.precision;
  const count = { adam: 2, muon: 1, sgd: 0 }[plan.optimizer];
  return (master === weights ? 0 : bytesOf[master]) + count * bytesOf[moments];
}

export function stageMemory(job: Job, stages: readonly Stage[], index: number, microbatches: number): TrainMemory {
  const { plan, ownTokens } = job;
  const { schedule, layout, precision, zero, model } = plan;
  const ranked = stagesOnRank(schedule, stages.length);
  const held = rankHeld(job, stages, index);
  const split = sharded(job, held);
  const whole = held.dense + held.experts;
  const inFlight = microbatchesHeld(schedule, stages.length, index, layout.chunks, microbatches);
  const [own, other] = [stages[index], stages[stages.length - 1 - index]];
  const layers = ranked === 1 || !other ? activationsOf(job, own) : (activationsOf(job, own) + activationsOf(job, other)) / 2;
  const ends =
    (index === 0 && plan.runtime.dropout ? inFlight * ownTokens * model.hidden : 0) +
    (index === stages.length - 1 || ranked > 1 ? headActivations(job) : 0);
  return {
    weights: (zero === 3 ? split : whole) * bytesOf[precision.weights],
    gradients: (zero >= 2 ? split : whole) * bytesOf[precision.gradients],
    optimizer: (zero >= 1 ? split : whole) * optimizerBytes(job),
    activations: inFlight * layers + ends + transientOf(job, own),
    buffers: staysWhole(job) ? whole * (bytesOf[precision.parameters] + bytesOf[precision.gradients]) : buffersOf(job, own),
    reserve: plan.runtime.reserve,
  };
}

/** Of the layers of a stage, of one microbatch. */
function activationsOf(job: Job, stage: Stage | undefined): number {
  if (!stage) return 0;
  let left = job.plan.recomputeLayers ?? stage.layers;
  let bytes = 0;
  for (const { sort, layers } of stage.sorts) {
    const { activations, kept } = figuresOf(job, sort);
    const recomputed = Math.min(left, layers);
    left -= recomputed;
    bytes += recomputed * kept + (layers - recomputed) * activations;
  }
  return bytes;
}

/** A layer that is computed again has all its activations for that long. */
function transientOf(job: Job, stage: Stage | undefined): number {
  if (!stage || job.plan.recompute === "none") return 0;
  return largest(stage, (sort) => figuresOf(job, sort).activations - figuresOf(job, sort).kept);
}

function largest({ sorts }: Stage, value: (sort: LayerSort) => number): number {
  let most = 0;
  for (const { sort } of sorts) most = Math.max(most, value(sort));
  return most;
}

/** Final norm, input of the head, and logits; prediction modules have a layer and logits of their own. */
function headActivations(job: Job): number {
  const { plan, ownTokens } = job;
  const { model, mtpModules } = plan;
  const head = ownTokens * model.hidden * 4;
  return head + logitBytes(job) + mtpModules * (head + ownTokens * model.hidden * 4 + layerActivations(job, draftSort(model)));
}

/** With ZeRO 3 the parameters of the layer at work and of the next one, and from ZeRO 2 on the gradients of a layer on their way. */
function buffersOf(job: Job, stage: Stage | undefined): number {
  const { zero, precision } = job.plan;
  if (zero < 2 || !stage) return 0;
  const parameters = largest(stage, (sort) => figuresOf(job, sort).held.dense + figuresOf(job, sort).held.experts);
  return parameters * ((zero === 3 ? 2 * bytesOf[precision.parameters] : 0) + bytesOf[precision.reduction]);
}
