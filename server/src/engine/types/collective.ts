/** Collectives: what they are called, how an all-reduce may be done, and what of them was measured. */

export type Collective = "all_reduce" | "all_gather" | "reduce_scatter" | "all_to_all";

/** `auto`: the quickest that chip and fabric have; `library`: the quickest of ring, tree and switch, as NCCL and HCCL choose. */
export type AllReduceAlgorithm = "auto" | "library" | "ring" | "tree" | "switch" | "one_shot" | "two_shot" | "multicast";

/** A kernel with a fixed time for each pass over the ranks, at a share of the port's raw bandwidth. */
export interface DirectKernel {
  /** Seconds. */
  readonly latency: number;
  readonly efficiency: number;
}

/** Measured parameters of a chip's collective library and of the kernels that serving engines bring along. */
export interface CollectiveCalibration {
  /** Seconds of every collective. */
  readonly latency: number;
  /** Seconds of each step from rank to rank, on top of the link's latency. */
  readonly hop: number;
  /** Seconds of each step over the scale-out fabric, on top of that. */
  readonly network: number;
  /** Seconds to fill the pipeline of a collective's chunks. */
  readonly stage: number;
  /** Bytes/s of one rank at which it moves its own part to the result; Infinity: in no time. */
  readonly copy: number;
  /** Bytes/s of one rank at which it adds what arrives; Infinity: in no time. */
  readonly addition: number;
  /** Share of the scale-up fabric's raw bandwidth that large collectives reach; undefined: what other transfers reach. */
  readonly efficiency: number | undefined;
  /** Bytes/s to each peer at which an all-to-all sends small pieces at once; undefined: it always agrees with the peers first. */
  readonly eager: number | undefined;
  /** Seconds to agree with the peers before larger pieces go. */
  readonly rendezvous: number;
  /** Small messages pass all ranks in turn, or go to all peers at once. */
  readonly steps: "ring" | "direct";
  /** Fixed seconds of an all-reduce that the switches add up. */
  readonly reduction: number;
  /** Kernels that load from all peers: one_shot, two_shot. Undefined: there are none for the chip. */
  readonly direct: DirectKernel | undefined;
  /** A kernel that lets the switches add and spread. */
  readonly multicast: DirectKernel | undefined;
}
