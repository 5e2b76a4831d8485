/** Measured efficiencies of a chip with its software. */

import type { CollectiveCalibration } from "./collective";
import type { ComputeType } from "./numbers";

/** Time of an expert dispatch or combine: latency + copies × max(message, bytes / bandwidth) × (1 + growth × log2(ranks / 8)). */
export interface ExchangeCalibration {
  /** Seconds. */
  readonly latency: number;
  /** Seconds for one token to one expert, whatever its size. */
  readonly message: number;
  /** Bytes/s of one rank; Infinity: the links alone bound it. */
  readonly bandwidth: number;
  /** Relative growth of the time per token with each doubling of the ranks beyond 8. */
  readonly growth: number;
  /** A token is sent once to each of its experts, or once to each rank (and each supernode) that holds one. */
  readonly copies: "expert" | "rank";
}

export type OverlapStyle = "communication" | "streams" | "none";

/** Measured efficiencies of a chip with its software; see docs/engine.md for the formulas they enter. */
export interface Calibration {
  readonly basis: "measured" | "estimated";
  readonly gemm: {
    /** Share of the peak of each type that a large multiplication reaches. */
    readonly efficiency: Readonly<Record<ComputeType, number>>;
    readonly memory: number;
    readonly halfDepth: number;
    readonly tileM: number;
    /** Rows of the smallest tile. */
    readonly tileMin: number;
    readonly tileN: number;
    /** Share of the shorter of computation and memory traffic that does not hide behind the longer. */
    readonly exposed: number;
  };
  /** `efficiency` undefined: as gemm. */
  readonly grouped: {
    readonly efficiency: number | undefined;
    readonly memory: number;
    readonly halfDepth: number;
    readonly exposed: number;
  };
  readonly attention: {
    readonly prefill: number;
    /** Share of the time of prefill with heads of 128 that goes with the scores, whatever the width of a head: their exponentials. */
    readonly softmax: number;
    /** Seconds that a core takes to begin a block of query rows in prefill. */
    readonly block: number;
    /** Share of the peak in the backward pass of training. */
    readonly backward: number;
    /** Of latent attention (mla), and of grouped attention. */
    readonly decode: number;
    readonly groupedDecode: number;
    readonly memory: number;
    /** As memory, where decode unpacks a cache of fewer than 16 bits. */
    readonly quantisedMemory: number;
    /** Seconds of one call in decode: of grouped attention, and of latent attention. */
    readonly overhead: number;
    readonly latentOverhead: number;
    /** Seconds that latent attention takes at least for each token in the cache of a request. */
    readonly latentToken: number;
    /** Whether norms, projections and rotary embedding before MLA decode are one kernel. */
    readonly prolog: "separate" | "fused";
  };
  /** `quantisation`: of kernels that quantise, `memory` of all others. */
  readonly vector: { readonly memory: number; readonly quantisation: number; readonly overhead: number };
  readonly overhead: {
    readonly kernel: number;
    readonly step: number;
  };
  readonly collective: CollectiveCalibration;
  readonly lowLatency: { readonly dispatch: ExchangeCalibration; readonly combine: ExchangeCalibration };
  /** `sending`: from where the tokens are, or from a buffer of their copies in the order of the experts. */
  readonly normal: { readonly dispatch: ExchangeCalibration; readonly combine: ExchangeCalibration; readonly sending: "direct" | "sorted" };
  readonly overlap: {
    readonly prefill: OverlapStyle;
    readonly decode: OverlapStyle;
    /** Share of the cores that communication takes away in prefill. */
    readonly communicationCores: number;
    /** Share of the cores of the attention stream. */
    readonly attentionCores: number;
  };
  readonly idlePower: number;
  /** Shares of the chip's power that it draws without any work, and for its memory at full bandwidth; undefined: never limits serving. */
  readonly powerLimit: { readonly standing: number; readonly memory: number } | undefined;
  /** Share of the pace of multiplications that the power limit leaves where they go on without pause. */
  readonly sustained: Readonly<Record<ComputeType, number>>;
}
