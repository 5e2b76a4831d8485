/** What every source of measurements gives: one measured figure beside the engine's. */

/** Classes by which errors are summed up, and by which a report says how far to trust a figure. */
export type ModelClass = "dense" | "moe" | "operator";

export interface Prediction {
  /** Of the row in the reference collection. */
  readonly id: string;
  /** Where it was published, as the tables group it. */
  readonly source: string;
  /** Name of the chip in the catalog. */
  readonly chip: string;
  /** Name of the serving or training software, as the plan has it; undefined: the source does not say. */
  readonly engine: string | undefined;
  readonly modelClass: ModelClass;
  readonly model: string;
  /** By the table of metrics ("tpot", "colocated.throughput", "step", "memory"), or an operator's family. */
  readonly metric: string;
  /** In SI units, or tokens/s. */
  readonly predicted: number;
  readonly measured: number;
  /** Whether the row belongs to the declared part that overheads were calibrated on. Others are predicted only. */
  readonly calibrated: boolean;
  /** Tokens of a request at its end, and chips of the plan: how far validation reaches. */
  readonly context?: number;
  readonly chips?: number;
  /** The figure as the source has it, where it is another one (a rate instead of a time). */
  readonly printed?: string;
  /** What the source left open and how it was filled. */
  readonly remarks: readonly string[];
}

/** A row that is not predicted, and why. */
export interface LeftOut {
  readonly id: string;
  readonly source: string;
  readonly reason: string;
}
