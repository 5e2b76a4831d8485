/**
 * Matrix multiplications and vector work.
 *
 * The compute time counts whole tiles in whole waves over the chip's cores (tile and wave quantisation), at an efficiency that
 * falls with a short inner dimension: e(K) = e∞ · K / (K + half depth). See docs/engine.md, "Matrix multiplications".
 */

import { type Device, unitsFor } from "../hardware";
import { bytesOf, type NumberType } from "../types";
import { computation, memorySeconds, type Operator, type Stream } from "./operator";

/** A dense multiplication [rows × depth] · [depth × columns] on one rank. */
export interface Gemm {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly weights: NumberType;
  readonly activations: NumberType;
  /** Multiplications of the same shape in one kernel (heads, experts); 1 when left out. */
  readonly count?: number;
  /** Bytes that a value of the result moves; 2 when left out: it leaves in 16 bits. */
  readonly outputBytes?: number;
}

/** FLOP/s at an inner dimension of `depth`, of units that reach `most` at a large one. */
function reachedAt(depth: number, most: number, halfDepth: number): number {
  return (most * depth) / (depth + halfDepth);
}

/** Seconds on the matrix units: waves × time of a tile; without a number of cores, plain FLOP over what is reached. */
function tiledSeconds(device: Device, rows: number, depth: number, columns: number, count: number, reached: number): number {
  const { tileM, tileMin, tileN } = device.machine.chip.calibration.gemm;
  if (device.cores === undefined) return (2 * count * rows * depth * columns) / reached;
  const height = rows <= tileMin ? tileMin : rows < tileM ? tileMin * Math.ceil(rows / tileMin) : tileM;
  const down = Math.ceil(rows / height);
  const across = columnsPerCore(count * down, columns, tileN, device.cores);
  return (across * device.cores * 2 * height * depth) / reached;
}

/**
 * Columns that each core works through: waves × the width of a tile. Kernels narrow the tile, down to a half of `widest` in steps of an
 * eighth, where it saves a wave that would leave most cores idle (DeepGEMM's choice of its block).
 */
function columnsPerCore(rowsOfTiles: number, columns: number, widest: number, cores: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let eighths = 8; eighths >= 4; eighths--) {
    const width = (widest * eighths) / 8;
    const worked = Math.ceil((rowsOfTiles * Math.ceil(columns / width)) / cores) * width;
    if (worked < least) least = worked;
  }
  return least;
}

/** A dense multiplication; `count` of them share one launch. */
export function gemmOperator(device: Device, name: string, stream: Stream, gemm: Gemm): Operator {
  const { gemm: measured, overhead } = device.machine.chip.calibration;
  const { rows, depth, columns, count = 1, outputBytes = 2 } = gemm;
  const units = unitsFor(device, gemm.activations);
  const reached = reachedAt(depth, units.dense, measured.halfDepth);
  const bytes = count * (depth * columns * bytesOf[gemm.weights] + rows * depth * units.bytes + rows * columns * outputBytes);
  return computation(name, stream, {
    flop: 2 * count * rows * depth * columns,
    bytes,
    compute: tiledSeconds(device, rows, depth, columns, count, reached),
    memory: memorySeconds(device, bytes, measured.memory),
    overhead: overhead.kernel / device.scales.overhead,
    exposed: measured.exposed,
    shape: gemm,
  });
}

/** A grouped multiplication: `count` experts with `rows` tokens each. */
export function groupedOperator(device: Device, name: string, stream: Stream, gemm: Gemm & { readonly count: number }): Operator {
  const { grouped, overhead } = device.machine.chip.calibration;
  const { rows, depth, columns, count, outputBytes = 2 } = gemm;
  const units = unitsFor(device, gemm.activations);
  const reached = reachedAt(depth, units.grouped, grouped.halfDepth);
  // An expert without a token is not read: with few rows, only so many of the experts are hit.
  const hit = rows >= 1 ? count : count * rows;
  const bytes = hit * depth * columns * bytesOf[gemm.weights] + count * rows * (depth * units.bytes + columns * outputBytes);
  return computation(name, stream, {
    flop: 2 * count * rows * depth * columns,
    bytes,
    compute: tiledSeconds(device, Math.max(1, rows), depth, columns, Math.max(1, Math.ceil(hit)), reached),
    memory: memorySeconds(device, bytes, grouped.memory),
    overhead: overhead.kernel / device.scales.overhead,
    exposed: grouped.exposed,
    shape: gemm,
  });
}

/** Norms, activations, rotary embedding, permutation: `bytes` through the HBM in `kernels` launches. */
export function vectorOperator(device: Device, name: string, stream: Stream, bytes: number, kernels: number): Operator {
  return elementwise(device, name, stream, bytes, kernels, device.machine.chip.calibration.vector.memory);
}

/** A kernel that quantises: it looks for the largest value of a group before it can write any. */
export function quantisationOperator(device: Device, name: string, stream: Stream, bytes: number): Operator {
  return elementwise(device, name, stream, bytes, 1, device.machine.chip.calibration.vector.quantisation);
}

function elementwise(device: Device, name: string, stream: Stream, bytes: number, kernels: number, efficiency: number): Operator {
  return computation(name, stream, {
    flop: 0,
    bytes,
    compute: 0,
    memory: memorySeconds(device, bytes, efficiency),
    overhead: (kernels * device.machine.chip.calibration.vector.overhead) / device.scales.overhead,
  });
}
