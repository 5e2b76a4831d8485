/** One rank of a training job, as the operators of a forward pass see it. */

import { deviceOf, type Device, ranksOf, type Scales, unscaled } from "../hardware";
import { bareRuntime } from "../serve/runtime";
import type { Group } from "../time/group";
import type { Load, Setting } from "../time/load";
import type { Round } from "./round";
import type { SortFigures } from "./sort";
import { bytesOf, type NumberType, type Instance, type LayerSort, type TrainLayout, type Training, type TrainPlan } from "../types";

/** What stays the same for every operator of a plan, and for all plans whose steps differ in the number of microbatches alone. */
export interface Job {
  readonly plan: Training;
  readonly device: Device;
  /** Of one microbatch, as a prompt that is read: what the operators of the forward pass ask for. */
  readonly setting: Setting;
  readonly load: Load;
  /** Tokens of a microbatch on one context parallel rank, and on each rank that splits them further. */
  readonly tokens: number;
  readonly ownTokens: number;
  /** Whether a step has several microbatches. */
  readonly several: boolean;
  /** Ranks that hold the same dense parameters; and the same experts. */
  readonly copies: Group;
  readonly expertCopies: Group;
  /** What was worked out for it, and is the same for all batches. */
  readonly worked: { round: Round | undefined; readonly sorts: Map<LayerSort, SortFigures> };
}

export function microbatchesOf({ batch, microbatch, layout }: TrainPlan): number {
  return Math.max(1, batch / (microbatch * layout.dp));
}

const known = new WeakMap<Device, Job[]>();

/** Jobs that are kept of a device. */
const most = 4;

/** The job of a plan: the same object for all that differ in their batches alone, so that what was worked out for it serves them all. */
export function jobOf(plan: TrainPlan, scales: Scales = unscaled): Job {
  const device = deviceOf(plan.machine, scales);
  let jobs = known.get(device);
  if (!jobs) known.set(device, (jobs = []));
  const several = microbatchesOf(plan) > 1;
  for (const job of jobs) if (job.several === several && alike(job.plan, plan)) return job;
  const job = newJob(plan, device, several);
  if (jobs.length === most) jobs.shift();
  jobs.push(job);
  return job;
}

/** Field by field, since this is asked for every plan; a test holds that none is missing. */
function alike(one: Training, other: Training): boolean {
  return (
    one.model === other.model &&
    one.machine === other.machine &&
    one.layout === other.layout &&
    one.precision === other.precision &&
    one.runtime === other.runtime &&
    one.sequence === other.sequence &&
    one.microbatch === other.microbatch &&
    one.schedule === other.schedule &&
    one.zero === other.zero &&
    one.zeroRanks === other.zeroRanks &&
    one.reshard === other.reshard &&
    one.recompute === other.recompute &&
    one.recomputeLayers === other.recomputeLayers &&
    one.sequenceParallel === other.sequenceParallel &&
    one.context === other.context &&
    one.imbalance === other.imbalance &&
    one.expertPath === other.expertPath &&
    one.allReduce === other.allReduce &&
    one.optimizer === other.optimizer &&
    one.mtpModules === other.mtpModules
  );
}

function newJob(plan: Training, device: Device, several: boolean): Job {
  const { layout, precision, runtime, model } = plan;
  const { tp, cp, dp, ep, expertTp } = layout;
  const tokens = (plan.microbatch * plan.sequence) / cp;
  const phase: Instance = {
    ...attendingPhase,
    tp,
    cp,
    imbalance: plan.imbalance,
    allReduce: plan.allReduce,
    runtime: {
      ...bareRuntime,
      fusedQuantisation: runtime.fusedQuantisation,
      fixedTimes: runtime.fixedTimes,
      recurrenceRate: runtime.recurrenceRate,
    },
  };
  const weights = narrower(precision.weights, precision.activations);
  return {
    plan,
    device,
    setting: {
      device,
      model,
      phase,
      precision: {
        ...precision,
        weights,
        experts: weights,
        expertActivations: precision.activations,
        projections: { weights, activations: precision.activations },
        output: { weights, activations: precision.activations },
        kvCache: "bf16",
      },
    },
    load: {
      requests: 0,
      queries: 1,
      context: 0,
      prompt: plan.microbatch * plan.sequence,
      skew: 1,
      fresh: plan.sequence,
      cached: 0,
      lengthening: 1,
    },
    tokens,
    ownTokens: plan.sequenceParallel ? tokens / tp : tokens,
    several,
    copies: { size: dp * cp, stride: tp },
    expertCopies: { size: Math.max(1, (tp * cp * dp) / (ep * expertTp)), stride: ep * expertTp },
    worked: { round: undefined, sorts: new Map() },
  };
}

/** Multiplications read a copy of the parameters in the type that they compute in, where that is the narrower one. */
function narrower(weights: NumberType, activations: NumberType): NumberType {
  return bytesOf[activations] < bytesOf[weights] ? activations : weights;
}

/** Ranks that the degrees come to. */
export function ranksOfLayout({ tp, pp, cp, dp }: TrainLayout): number {
  return tp * pp * cp * dp;
}

export function availableRanks({ machine }: TrainPlan): number {
  return ranksOf(machine);
}

const attendingPhase: Instance = {
  name: "prefill",
  tp: 1,
  pp: 1,
  cp: 1,
  dp: 1,
  ep: 1,
  redundantExperts: 0,
  sharedExpertRanks: 0,
  microbatches: 1,
  imbalance: 1,
  expertSpread: 0,
  skew: 1,
  attentionGroup: 1,
  expertPath: "normal",
  allReduce: "library",
  reserve: 0,
  chunk: 0,
  runtime: bareRuntime,
  speculation: undefined,
};
