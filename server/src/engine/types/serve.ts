/** Serving plans. */

import type { AllReduceAlgorithm } from "./collective";
import type { Machine } from "./machine";
import type { Model } from "./model";
import type { NumberType } from "./numbers";

export interface Workload {
  readonly name: string;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  /** Requests/s that arrive; undefined: as many as the plan sustains. */
  readonly rate: number | undefined;
  /** Share of the input found in the prefix cache. */
  readonly cached: number;
  readonly slo: { readonly ttft: number | undefined; readonly tpot: number | undefined };
}

export interface Precision {
  readonly weights: NumberType;
  readonly activations: NumberType;
  readonly kvCache: NumberType;
  readonly attention: NumberType;
  readonly experts: NumberType;
  readonly dispatch: NumberType;
  readonly combine: NumberType;
}

export type ExpertPath = "low_latency" | "normal" | "all_gather";
export type PhaseName = "prefill" | "decode" | "colocated";

/** How a model is split over the ranks of one instance. */
export interface Layout {
  readonly tp: number;
  readonly pp: number;
  readonly cp: number;
  readonly dp: number;
  readonly ep: number;
  readonly redundantExperts: number;
  readonly sharedExpertRanks: number;
}

/** One pool of identical instances. */
export interface Phase extends Layout {
  readonly name: PhaseName;
  readonly instances: number;
  /** Chips of one instance. */
  readonly chips: number;
  /** Of one instance: tokens for prefill, requests for the others; "max": as many as fit and meet the slo. */
  readonly batch: number | "max";
  readonly microbatches: number;
  readonly imbalance: number;
  readonly expertPath: ExpertPath;
  readonly allReduce: AllReduceAlgorithm;
  /** Bytes a rank. */
  readonly reserve: number;
  /** Tokens of a chunked prefill in each step; colocated only. */
  readonly chunk: number;
  readonly speculation: { readonly tokens: number; readonly acceptance: number } | undefined;
}

export interface ServePlan {
  readonly name: string;
  readonly model: Model;
  readonly machine: Machine;
  readonly workload: Workload;
  readonly precision: Precision;
  /** In the order in which they stand on the machine. */
  readonly phases: readonly Phase[];
  /** Name of the fabric that carries the KV cache from prefill to decode. */
  readonly kvTransfer: string | undefined;
  /** Name of the fabric that loads cached prefixes. */
  readonly cacheFabric: string | undefined;
}
