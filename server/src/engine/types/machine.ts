/** Chips, fabrics, machines. */

import type { Calibration } from "./calibration";
import type { ComputeType } from "./numbers";

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

/** How chips are joined: over switches, each with each, or as a grid whose axes close into rings. */
export type Topology = "switch" | "mesh" | "torus";

/** A network. Per-tier lists hold at least one value; the last one holds for all tiers beyond it. */
export interface Fabric {
  readonly name: string;
  readonly role: "scale_up" | "scale_out" | "frontend";
  readonly topology: Topology;
  /** Chips along each axis of a torus; empty for the others. */
  readonly dimensions: readonly number[];
  /** Bytes/s per chip and direction. */
  readonly bandwidth: number;
  readonly latency: readonly number[];
  readonly tiers: number;
  readonly planes: number;
  readonly oversubscription: readonly number[];
  readonly efficiency: readonly number[];
  /** Share of the raw bandwidth at which switches that add move an all-reduce's buffer, once; undefined: they do not add. */
  readonly reduction: number | undefined;
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
  /** Watts of what joins the supernodes: switches and cables. */
  readonly networkPower: number;
}
