/** One rank of a training job, as the operators of a forward pass see it. */

import { deviceOf, type Device, ranksOf, type Scales, unscaled } from "../hardware";
import { bareRuntime } from "../serve/runtime";
import type { Group } from "../time/group";
import type { Load, Setting } from "../time/load";
import { bytesOf, type NumberType, type Instance, type TrainLayout, type TrainPlan } from "../types";

/** What stays the same for every operator of a plan. */
export interface Job {
  readonly plan: TrainPlan;
  readonly device: Device;
  /** Of one microbatch, as a prompt that is read: what the operators of the forward pass ask for. */
  readonly setting: Setting;
  readonly load: Load;
  /** Tokens of a microbatch on one context parallel rank, and on each rank that splits them further. */
  readonly tokens: number;
  readonly ownTokens: number;
  readonly microbatches: number;
  /** Ranks that hold the same dense parameters; and the same experts. */
  readonly copies: Group;
  readonly expertCopies: Group;
}

export function jobOf(plan: TrainPlan, scales: Scales = unscaled): Job {
  const { layout, precision, runtime, machine, model } = plan;
  const device = deviceOf(machine, scales);
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
    microbatches: Math.max(1, plan.batch / (plan.microbatch * dp)),
    copies: { size: dp * cp, stride: tp },
    expertCopies: { size: Math.max(1, (tp * cp * dp) / (ep * expertTp)), stride: ep * expertTp },
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
