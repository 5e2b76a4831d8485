/**
 * What the engine is given: a resolved plan as plain data, all in SI (bytes, seconds, FLOP, watts).
 * Nothing here knows of files, editors or the language.
 */

export type NumberType = "bf16" | "fp16" | "fp8" | "int8" | "int4" | "fp4" | "fp32";
export type ComputeType = "bf16" | "fp16" | "fp8" | "int8" | "fp4" | "tf32" | "vector";

/** Bytes of one value. */
export const bytesOf: Readonly<Record<NumberType, number>> = { bf16: 2, fp16: 2, fp8: 1, int8: 1, int4: 0.5, fp4: 0.5, fp32: 4 };

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
    readonly decode: number;
    readonly memory: number;
    readonly overhead: number;
    /** Whether norms, projections and rotary embedding before MLA decode are one kernel. */
    readonly prolog: "separate" | "fused";
  };
  readonly vector: { readonly memory: number; readonly overhead: number };
  readonly overhead: {
    readonly kernel: number;
    readonly step: number;
    readonly collective: number;
    /** Filling the pipeline of a collective's chunks. */
    readonly stage: number;
  };
  readonly lowLatency: { readonly dispatch: ExchangeCalibration; readonly combine: ExchangeCalibration };
  readonly normal: { readonly dispatch: ExchangeCalibration; readonly combine: ExchangeCalibration };
  readonly overlap: {
    readonly prefill: OverlapStyle;
    readonly decode: OverlapStyle;
    /** Share of the cores that communication takes away in prefill. */
    readonly communicationCores: number;
    /** Share of the cores of the attention stream. */
    readonly attentionCores: number;
  };
  readonly idlePower: number;
}

/** One accelerator. All figures are per package. */
export interface Chip {
  readonly name: string;
  /** Devices that a parallel degree counts. */
  readonly ranks: number;
  /** Undefined: no tile and wave quantisation. */
  readonly cores: number | undefined;
  /** Dense FLOP/s. */
  readonly compute: Readonly<Partial<Record<ComputeType, number>>>;
  readonly hbm: { readonly capacity: number; readonly bandwidth: number };
  /** Bytes/s per direction between the dies of a package. */
  readonly dieLink: number | undefined;
  /** Watts. */
  readonly power: number | undefined;
  /** Money per second. */
  readonly price: number | undefined;
  readonly calibration: Calibration;
}

/** A network. Per-tier lists hold at least one value; the last one holds for all tiers beyond it. */
export interface Fabric {
  readonly name: string;
  readonly role: "scale_up" | "scale_out" | "frontend";
  /** Bytes/s per chip and direction. */
  readonly bandwidth: number;
  readonly latency: readonly number[];
  readonly tiers: number;
  readonly planes: number;
  readonly oversubscription: readonly number[];
  readonly efficiency: readonly number[];
  readonly reductionGain: number;
}

/** A supernode or a cluster of them. */
export interface Machine {
  readonly name: string;
  readonly chip: Chip;
  readonly chipsPerNode: number;
  /** Of one supernode. */
  readonly nodes: number;
  readonly supernodes: number;
  readonly cpusPerNode: number;
  readonly racks: { readonly compute: number; readonly switch: number };
  readonly fabrics: readonly Fabric[];
  /** Watts of one supernode, all in. */
  readonly power: number | undefined;
  /** Money per second of one supernode. */
  readonly price: number | undefined;
}

export type Attention =
  | {
      readonly kind: "gqa";
      readonly heads: number;
      readonly kvHeads: number;
      readonly headDim: number;
      readonly window: number | undefined;
    }
  | {
      readonly kind: "mla";
      readonly heads: number;
      readonly qRank: number;
      readonly kvRank: number;
      readonly nopeDim: number;
      readonly ropeDim: number;
      readonly valueDim: number;
      readonly window: number | undefined;
    };

export interface MixtureOfExperts {
  readonly experts: number;
  readonly active: number;
  readonly shared: number;
  readonly intermediate: number;
  readonly sharedIntermediate: number;
  readonly firstDense: number;
  readonly every: number;
}

/** A transformer's shape. */
export interface Model {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  readonly tiedEmbeddings: boolean;
  readonly attention: Attention;
  /** Absent: every layer has experts. */
  readonly ffn: { readonly intermediate: number } | undefined;
  /** Matrices of a feed-forward network: 3 when gated, else 2. */
  readonly ffnMatrices: 2 | 3;
  readonly moe: MixtureOfExperts | undefined;
  readonly mtpModules: number;
}

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
