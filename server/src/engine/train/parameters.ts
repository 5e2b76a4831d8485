/** Parameters on the ranks: those that all data parallel ranks hold alike, and those of experts, of which there are fewer copies. */

import { draftSort } from "../layers";
import {
  attentionParameters,
  expertParameters,
  ffnParameters,
  gateParameters,
  mtpParameters,
  normParameters,
  sharedParameters,
} from "../model";
import type { Group } from "../time/group";
import type { LayerSort, Model, TrainLayout } from "../types";
import type { Job } from "./setting";

/** Of one rank, before ZeRO splits them. */
export interface Held {
  readonly dense: number;
  readonly experts: number;
}

export const none: Held = { dense: 0, experts: 0 };

/** Of one layer; norms and the router are on every tensor parallel rank. */
export function layerHeld(model: Model, { tp, ep, expertTp }: TrainLayout, sort: LayerSort): Held {
  const { moe } = model;
  const attention = attentionParameters(sort.attention, model.hidden) / tp + normParameters(model, sort);
  if (!sort.network) return { dense: attention, experts: 0 };
  if (sort.network === "dense" || !moe) return { dense: attention + ffnParameters(model, model.ffn?.intermediate ?? 0) / tp, experts: 0 };
  return {
    dense: attention + sharedParameters(model, moe) / tp + gateParameters(model, moe),
    experts: (moe.experts * expertParameters(model, moe)) / (ep * expertTp),
  };
}

/** The input or the output embedding. */
export function embeddingHeld({ vocabulary, hidden }: Model, { tp }: TrainLayout): Held {
  return { dense: (vocabulary * hidden) / tp, experts: 0 };
}

/** One multi-token prediction module: a layer, and the projection before it. */
export function moduleHeld(model: Model, layout: TrainLayout): Held {
  const layer = layerHeld(model, layout, draftSort(model));
  const whole = mtpParameters(model);
  return whole === 0 ? none : { dense: layer.dense + (2 * model.hidden ** 2) / layout.tp, experts: layer.experts };
}

/** Whether a pipeline under ZeRO 3 keeps parameters and gradients whole until the end of the step: FSDP2 without resharding. */
export function staysWhole({ plan }: Job): boolean {
  return plan.zero === 3 && !plan.reshard && plan.layout.pp > 1;
}

/** Ranks that share one copy of what ZeRO splits, and how many such copies there are. */
export interface Sharding {
  readonly shards: Group;
  readonly replicas: Group;
}

export function shardingOf({ plan }: Job, copies: Group): Sharding {
  const size = Math.min(copies.size, plan.zeroRanks ?? copies.size);
  return { shards: { size, stride: copies.stride }, replicas: { size: Math.max(1, copies.size / size), stride: copies.stride * size } };
}

/** Parameters of one rank where `held` are split over the ranks that share a copy. */
export function sharded(job: Job, { dense, experts }: Held): number {
  return dense / shardingOf(job, job.copies).shards.size + experts / shardingOf(job, job.expertCopies).shards.size;
}
