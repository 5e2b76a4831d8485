/** One operator of a step, and the roofline that times it. */

import type { Device } from "../hardware";
import type { NumberType } from "../types";

export type Bound = "compute" | "hbm" | "fabric" | "overhead";

/** Which of two overlapping streams an operator belongs to, or that it runs on ranks that hold nothing but experts. */
export type Stream = "attention" | "expert" | "apart";

/** Bytes that one rank sends over one tier of one fabric. */
export interface Traffic {
  readonly fabric: string;
  readonly tier: number;
  readonly bytes: number;
}

/** An operator on one rank, once: pure times of its resources, and the time they make together. */
export interface Operator {
  readonly name: string;
  readonly stream: Stream;
  readonly flop: number;
  /** HBM traffic. */
  readonly bytes: number;
  /** Seconds on the matrix units alone; shrinks with more cores. */
  readonly compute: number;
  /** Seconds on the HBM alone. */
  readonly memory: number;
  /** Seconds on the fabric alone. */
  readonly transfer: number;
  readonly overhead: number;
  /** Share of the shorter of compute and memory that the longer does not hide. */
  readonly exposed: number;
  readonly fabric: string | undefined;
  readonly traffic: readonly Traffic[];
  /** Of a multiplication. */
  readonly shape: Shape | undefined;
}

/** [rows × depth] · [depth × columns], `count` times. */
export interface Shape {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly count?: number;
  readonly weights: NumberType;
  /** Type of the values that are multiplied. */
  readonly activations: NumberType;
}

const noTraffic: readonly Traffic[] = [];

/** An operator that computes: time on matrix units and HBM, plus a fixed overhead. */
export function computation(
  name: string,
  stream: Stream,
  work: {
    readonly flop: number;
    readonly bytes: number;
    readonly compute: number;
    readonly memory: number;
    readonly overhead: number;
    readonly exposed?: number;
    readonly shape?: Shape;
  },
): Operator {
  // Written out field by field: spreading costs more than the arithmetic, and this runs for every operator of every plan.
  const { flop, bytes, compute, memory, overhead, exposed = 0, shape } = work;
  return { name, stream, flop, bytes, compute, memory, transfer: 0, overhead, exposed, fabric: undefined, traffic: noTraffic, shape };
}

/** An operator that moves bytes between ranks. */
export function communication(
  name: string,
  stream: Stream,
  work: { readonly transfer: number; readonly overhead: number; readonly fabric: string | undefined; readonly traffic: readonly Traffic[] },
): Operator {
  const { transfer, overhead, fabric, traffic } = work;
  return { name, stream, flop: 0, bytes: 0, compute: 0, memory: 0, transfer, overhead, exposed: 0, fabric, traffic, shape: undefined };
}

/** Traffic that stands for one byte, for `bytes` of them. */
export function scaledTraffic(traffic: readonly Traffic[], bytes: number): Traffic[] {
  const scaled: Traffic[] = [];
  for (const { fabric, tier, bytes: each } of traffic) scaled.push({ fabric, tier, bytes: each * bytes });
  return scaled;
}

/** Seconds of the operator when it has `cores` (a share of the chip's) to itself. */
export function secondsOf({ compute, memory, transfer, overhead, exposed }: Operator, cores: number): number {
  return Math.max(roofline(compute / cores, memory, exposed), transfer) + overhead;
}

/** The longer of computation and memory traffic, and what it does not hide of the shorter. */
export function roofline(compute: number, memory: number, exposed: number): number {
  return compute > memory ? compute + exposed * memory : memory + exposed * compute;
}

/** What most of the operator's time is spent on. */
export function boundOf(operator: Operator, cores: number): Bound {
  const compute = operator.compute / cores;
  const most = Math.max(compute, operator.memory, operator.transfer, operator.overhead);
  if (most === operator.transfer && operator.transfer > 0) return "fabric";
  if (most === operator.overhead && operator.overhead > 0) return "overhead";
  return most === operator.memory && operator.memory > 0 ? "hbm" : "compute";
}

/** The same with another fixed time. */
export function withOverhead(operator: Operator, overhead: number): Operator {
  const { name, stream, flop, bytes, compute, memory, transfer, exposed, fabric, traffic, shape } = operator;
  return { name, stream, flop, bytes, compute, memory, transfer, overhead, exposed, fabric, traffic, shape };
}

export function isCommunication(operator: Operator): boolean {
  return operator.fabric !== undefined;
}

/** Seconds to move `bytes` through the HBM at a share of its bandwidth. */
export function memorySeconds(device: Device, bytes: number, efficiency: number): number {
  return bytes / (device.hbmBandwidth * efficiency);
}
