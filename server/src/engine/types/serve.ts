/** Serving plans. */

import type { AllReduceAlgorithm } from "./collective";
import type { Machine } from "./machine";
import type { Model } from "./model";
import type { NumberType } from "./numbers";

/** How requests differ: standard deviations over the mean. */
export interface Variety {
  readonly input: number;
  readonly output: number;
  /** Of the lengths of prompts and answers, -1 to 1. */
  readonly correlation: number;
  /** Of the times between arrivals; 1: at random. */
  readonly arrivals: number;
}

export interface Workload {
  readonly name: string;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  readonly variety: Variety;
  /** Images of a prompt, and the tokens that each becomes; `input` contains them. */
  readonly images?: { readonly count: number; readonly tokens: number } | undefined;
  /** Requests/s that arrive; undefined: as many as the plan sustains. */
  readonly rate: number | undefined;
  /** Clients that each keep one request in flight; undefined: as many requests as the plan holds. */
  readonly concurrency: number | undefined;
  /** Requests of each client, the first of all at once; undefined: endless. */
  readonly rounds: number | undefined;
  /** Share of the input found in the prefix cache. */
  readonly cached: number;
  readonly slo: { readonly ttft: number | undefined; readonly tpot: number | undefined };
}

/** What a multiplication takes. */
export interface Multiplied {
  readonly weights: NumberType;
  readonly activations: NumberType;
}

export interface Precision extends Multiplied {
  readonly kvCache: NumberType;
  readonly attention: NumberType;
  readonly experts: NumberType;
  /** Of the inputs of the routed experts. */
  readonly expertActivations: NumberType;
  /** Of the attention's projections, and of the last of them. */
  readonly projections: Multiplied;
  readonly output: Multiplied;
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
  /** Ranks that hold nothing but experts, beside tp · pp · cp · dp that attend; `ep` of them. Absent or 0: attention and experts share ranks. */
  readonly expertRanks?: number;
}

export type PrefillPolicy = "mixed" | "prefill_first";

/** What the serving software does to a phase. */
export type WindowUse = "kept" | "read" | "ignored";

export interface Runtime {
  /** Name of the engine; undefined: none is declared. */
  readonly engine: string | undefined;
  /** Names of the engines that it starts from, the nearest first. */
  readonly bases: readonly string[];
  /** Seconds. */
  readonly stepOverhead: number;
  /** Seconds of a step for each request of a data parallel group. */
  readonly requestOverhead: number;
  /** Seconds that the host works for each request of a data parallel group in a step, while the chips work on the step. */
  readonly requestHost: number;
  /** Seconds that the time to first token has beside waiting and reading. */
  readonly admission: number;
  /** Most requests in flight in a data parallel group. */
  readonly requests: number;
  /** Share of an answer for which there must be room when a request starts. */
  readonly answerRoom: number;
  readonly policy: PrefillPolicy;
  /** Layers with a window keep it alone in the cache, or every token and read the window, or attend to all. */
  readonly windows: WindowUse;
  readonly fusedQuantisation: boolean;
  /** Share of a kernel's fixed time that remains in a step. */
  readonly fixedTimes: number;
  /** Share of what overlapping microbatches could hide from each other that the software hides. */
  readonly microbatchOverlap: number;
  /** FLOP/s of a rank that its kernels of recurrences over prompts reach at most. */
  readonly recurrenceRate: number;
  /** Whether steps of answers alone start as one. */
  readonly graphs: boolean;
  /** Seconds of the host for an operator of a step that is no graph. */
  readonly launch: number;
  /** Seconds of the host more for a layer with experts: routing, permutation, choosing kernels; in training forward and backward. */
  readonly expertLaunch: number;
  /** Most steps that a prompt waits until all data parallel groups have one. */
  readonly gathering: number;
  /** Most steps that a prompt waits for others to be read with it, where one group reads. */
  readonly batching: number;
  /** Steps between two looks for new requests. */
  readonly polling: number;
  /** Share of the memory that all else leaves that the KV cache takes. */
  readonly cacheShare: number;
  /** Share of the memory that all but activations and buffers may take: weights, KV cache, reserve. */
  readonly staticShare: number;
}

/** Draft tokens that a step verifies. */
export interface Speculation {
  readonly tokens: number;
  readonly acceptance: number;
  /** The model that drafts; undefined: the model's own prediction modules. */
  readonly draft: Model | undefined;
}

/** One pool of identical instances. */
export interface Phase extends Instance {
  readonly instances: number;
  /** Chips of one instance. */
  readonly chips: number;
  /** Of one instance: tokens for prefill, requests for the others; "max": as many as fit and meet the slo. */
  readonly batch: number | "max";
}

/** How an instance works, whatever it has to do. */
export interface Instance extends Layout {
  readonly name: PhaseName;
  readonly microbatches: number;
  readonly imbalance: number;
  /** Standard deviation of an expert's load over the mean. */
  readonly expertSpread: number;
  /** Prompt tokens of the fullest data parallel group over the mean; prefill only. */
  readonly skew: number;
  /** Data parallel ranks that read their prompts together; prefill only. */
  readonly attentionGroup: number;
  readonly expertPath: ExpertPath;
  readonly allReduce: AllReduceAlgorithm;
  /** Bytes a rank: what the runtime keeps, and what it must not use. */
  readonly reserve: number;
  /** Most tokens of a step in a data parallel group; colocated only. */
  readonly chunk: number;
  readonly runtime: Runtime;
  readonly speculation: Speculation | undefined;
}

/** What loading cached prefixes takes beside the fabric. */
export interface PrefixCache {
  /** Bytes/s of a rank that the pool yields; undefined: as fast as the fabric. */
  readonly bandwidth: number | undefined;
  /** Tokens that are found, allocated and copied as one. */
  readonly block: number;
  /** Seconds for a block. */
  readonly overhead: number;
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
  /** When the cache leaves: all of it after the prompt, or each layer as soon as it is computed. */
  readonly kvSending: "prompt" | "layer";
  /** Name of the fabric that loads cached prefixes. */
  readonly cacheFabric: string | undefined;
  readonly cache: PrefixCache;
}
