/** Training plans. */

import type { AllReduceAlgorithm } from "./collective";
import type { Machine } from "./machine";
import type { Model } from "./model";
import type { NumberType } from "./numbers";
import type { Runtime } from "./serve";

export interface TrainPrecision {
  /** Of the parameters that the passes read. */
  readonly weights: NumberType;
  /** In which linear layers compute. */
  readonly activations: NumberType;
  readonly attention: NumberType;
  readonly dispatch: NumberType;
  readonly combine: NumberType;
  /** In which gradients are kept, and in which they travel. */
  readonly gradients: NumberType;
  readonly reduction: NumberType;
  /** In which split parameters are gathered. */
  readonly parameters: NumberType;
  /** Of the optimizer's copy of the parameters; the type of `weights`: there is none. */
  readonly master: NumberType;
  readonly moments: NumberType;
}

/** Share of each communication that runs beside computation. */
export interface Overlap {
  readonly gradients: number;
  readonly parameters: number;
  readonly tensor: number;
  readonly tensorGradients: number;
  readonly context: number;
  readonly experts: number;
  readonly pipeline: number;
}

export type Schedule = "1f1b" | "interleaved" | "zero_bubble" | "dualpipe";
export type Recompute = "none" | "selective" | "full";
export type ContextExchange = "ring" | "all_gather" | "all_to_all";
export type TrainExpertPath = "all_to_all" | "normal" | "all_gather";
export type Optimizer = "adam" | "muon" | "sgd";

/** How a model lies on the ranks: tp within cp within dp within pp. Experts are split over `ep` × `expertTp` of the ranks of a stage. */
export interface TrainLayout {
  readonly tp: number;
  readonly pp: number;
  readonly cp: number;
  readonly dp: number;
  readonly ep: number;
  readonly expertTp: number;
  /** Layers of the first and of the last stage; undefined: as the others. */
  readonly firstLayers: number | undefined;
  readonly lastLayers: number | undefined;
  /** Model chunks of a stage. */
  readonly chunks: number;
}

export interface Failures {
  /** Seconds between failures of the whole job. */
  readonly mtbf: number | undefined;
  /** Seconds that a checkpoint stops the job. */
  readonly checkpoint: number;
  /** Seconds from a failure to the next step. */
  readonly restart: number;
  /** Seconds from one checkpoint to the next; undefined: the best. */
  readonly interval: number | undefined;
}

/** What the training software does to the time and memory of the chips. */
export interface TrainRuntime
  extends Pick<
    Runtime,
    "engine" | "bases" | "stepOverhead" | "fixedTimes" | "launch" | "expertLaunch" | "fusedQuantisation" | "recurrenceRate"
  > {
  readonly overlap: Overlap;
  /** Bytes a rank. */
  readonly reserve: number;
  /** HBM traffic of norms, activations and other vector work over that of fused kernels. */
  readonly vectorTraffic: number;
  /** Pace of its attention kernels over that of the kernels that the chip was measured with. */
  readonly attentionPace: number;
  /** Whether the attention keeps its scores for the backward pass; if not it computes them again, block by block (FlashAttention). */
  readonly storedScores: boolean;
  /** Whether dropout leaves a mask for the backward pass. */
  readonly dropout: boolean;
  /** Whether the loss over the vocabulary is one kernel on 16-bit logits. */
  readonly fusedLoss: boolean;
}

export interface TrainPlan extends Training {
  readonly name: string;
  /** Chips of the job. */
  readonly chips: number;
  /** Sequences of a step. */
  readonly batch: number;
  /** Of the whole run. */
  readonly tokens: number | undefined;
  readonly failures: Failures | undefined;
}

/** How each microbatch is trained on, however many a step has. */
export interface Training {
  readonly model: Model;
  readonly machine: Machine;
  readonly layout: TrainLayout;
  readonly precision: TrainPrecision;
  readonly runtime: TrainRuntime;
  /** Tokens of a sequence. */
  readonly sequence: number;
  /** Sequences of a microbatch on one data parallel rank. */
  readonly microbatch: number;
  readonly schedule: Schedule;
  /** ZeRO stage, and the ranks that share one copy of what it splits; undefined: all that hold copies. */
  readonly zero: 0 | 1 | 2 | 3;
  readonly zeroRanks: number | undefined;
  /** Parameters are let go after the forward pass (zero 3). */
  readonly reshard: boolean;
  readonly recompute: Recompute;
  /** Layers of a stage that recompute; undefined: all. */
  readonly recomputeLayers: number | undefined;
  readonly sequenceParallel: boolean;
  readonly context: ContextExchange;
  readonly imbalance: number;
  readonly expertPath: TrainExpertPath;
  readonly allReduce: AllReduceAlgorithm;
  readonly optimizer: Optimizer;
  /** Multi-token prediction modules that are trained along. */
  readonly mtpModules: number;
}
