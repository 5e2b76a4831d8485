/**
 * Matrix multiplications and vector work.
 *
 * The compute time counts whole tiles in whole waves over the chip's cores (tile and wave quantisation), at an efficiency that
 * falls with a short inner dimension: e(K) = e∞ · K / (K + half depth). See docs/engine.md, "Matrix multiplications".
 */

import { type Device, unitsFor } from "../hardware";
import { bytesOf, type NumberType } from "../types";
import { type Kernel, type Multiplication, onlyOperator, type Receiver, workOf } from "./kernel";
import type { Operator, Stream } from "./operator";

/** What the rows of a multiplication on one rank meet: a matrix of [depth × columns]. */
export interface Matrix {
  readonly depth: number;
  readonly columns: number;
  readonly weights: NumberType;
  readonly activations: NumberType;
  /** Multiplications of the same shape in one kernel (heads, experts); 1 when left out. */
  readonly count?: number;
  /** Bytes that a value of the result moves; 2 when left out: it leaves in 16 bits. */
  readonly outputBytes?: number;
}

/** A dense multiplication [rows × depth] · [depth × columns] on one rank. */
export interface Gemm extends Matrix {
  readonly rows: number;
}

/** FLOP/s at an inner dimension of `depth`, of units that reach `most` at a large one. */
function reachedAt(depth: number, most: number, halfDepth: number): number {
  return (most * depth) / (depth + halfDepth);
}

/** Seconds on the matrix units for `count` multiplications of `rows` rows each. */
type Tiles = (rows: number, count: number) => number;

/** Waves × time of a tile; without a number of cores, plain FLOP over what is reached. */
function tilesOf(device: Device, { depth, columns }: Matrix, reached: number): Tiles {
  const { tileM, tileMin, tileN } = device.machine.chip.calibration.gemm;
  const { cores } = device;
  if (cores === undefined) return (rows, count) => (2 * count * rows * depth * columns) / reached;
  const secondsOfRow = ((tileN / 8) * cores * 2 * depth) / reached;
  // From one batch to the next the rows mostly fill as many tiles as before.
  let last = { tiles: 0, eighths: 0 };
  return (rows, count) => {
    const height = rows <= tileMin ? tileMin : rows < tileM ? tileMin * Math.ceil(rows / tileMin) : tileM;
    const tiles = count * Math.ceil(rows / height);
    if (tiles !== last.tiles) last = { tiles, eighths: eighthsPerCore(tiles, columns, tileN, cores) };
    return last.eighths * height * secondsOfRow;
  };
}

/**
 * Eighths of a tile's width that each core works through: waves × the width of a tile. Kernels narrow the tile, down to a half of `widest` in
 * steps of an eighth, where it saves a wave that would leave most cores idle (DeepGEMM's choice of its block).
 */
function eighthsPerCore(rowsOfTiles: number, columns: number, widest: number, cores: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let eighths = 8; eighths >= 4; eighths--) {
    const across = Math.ceil(columns / ((widest * eighths) / 8));
    const worked = Math.ceil((rowsOfTiles * across) / cores) * eighths;
    if (worked < least) least = worked;
  }
  return least;
}

/** A dense multiplication of so many rows; `count` of them share one launch. */
export function gemmKernel(device: Device, name: string, stream: Stream, matrix: Matrix): Kernel {
  const { gemm: measured, overhead: fixed } = device.machine.chip.calibration;
  const { depth, columns, weights, activations, count = 1, outputBytes = 2 } = matrix;
  const units = unitsFor(device, activations);
  const tiles = tilesOf(device, matrix, reachedAt(depth, units.dense, measured.halfDepth));
  const matrixBytes = count * depth * columns * bytesOf[weights];
  const rowBytes = count * (depth * units.bytes + columns * outputBytes);
  const bandwidth = device.hbmBandwidth * measured.memory;
  const overhead = fixed.kernel / device.scales.overhead;
  const work: Multiplication = { name, stream, overhead, exposed: measured.exposed, matrix };
  return (rows, to) => {
    const bytes = matrixBytes + rows * rowBytes;
    to.multiplied(work, rows, count, bytes, tiles(rows, count), bytes / bandwidth);
  };
}

export function gemmOperator(device: Device, name: string, stream: Stream, gemm: Gemm): Operator {
  return onlyOperator((to) => gemmKernel(device, name, stream, gemm)(gemm.rows, to));
}

/** A grouped multiplication: `count` experts with `rows` tokens each. */
export type GroupedKernel = (rows: number, count: number, to: Receiver) => void;

export function groupedKernel(device: Device, name: string, stream: Stream, matrix: Matrix): GroupedKernel {
  const { grouped, overhead: fixed } = device.machine.chip.calibration;
  const { depth, columns, weights, activations, outputBytes = 2 } = matrix;
  const units = unitsFor(device, activations);
  const tiles = tilesOf(device, matrix, reachedAt(depth, units.grouped, grouped.halfDepth));
  const expertBytes = depth * columns * bytesOf[weights];
  const rowBytes = depth * units.bytes + columns * outputBytes;
  const bandwidth = device.hbmBandwidth * grouped.memory;
  const overhead = fixed.kernel / device.scales.overhead;
  const work: Multiplication = { name, stream, overhead, exposed: grouped.exposed, matrix };
  return (rows, count, to) => {
    // An expert without a token is not read: with few rows, only so many of the experts are hit.
    const hit = rows >= 1 ? count : count * rows;
    const bytes = hit * expertBytes + count * rows * rowBytes;
    to.multiplied(work, rows, count, bytes, tiles(Math.max(1, rows), Math.max(1, Math.ceil(hit))), bytes / bandwidth);
  };
}

export function groupedOperator(device: Device, name: string, stream: Stream, gemm: Gemm & { readonly count: number }): Operator {
  return onlyOperator((to) => groupedKernel(device, name, stream, gemm)(gemm.rows, gemm.count, to));
}

/** Norms, activations, rotary embedding, permutation: `each` bytes for each of the amount through the HBM, in `kernels` launches. */
export function vectorKernel(device: Device, name: string, stream: Stream, each: number, kernels: number): Kernel {
  return elementwise(device, name, stream, each, kernels, device.machine.chip.calibration.vector.memory);
}

export function vectorOperator(device: Device, name: string, stream: Stream, bytes: number, kernels: number): Operator {
  return onlyOperator((to) => vectorKernel(device, name, stream, 1, kernels)(bytes, to));
}

/** A kernel that quantises: it looks for the largest value of a group before it can write any. */
export function quantisationKernel(device: Device, name: string, stream: Stream, each: number): Kernel {
  return elementwise(device, name, stream, each, 1, device.machine.chip.calibration.vector.quantisation);
}

export function quantisationOperator(device: Device, name: string, stream: Stream, bytes: number): Operator {
  return onlyOperator((to) => quantisationKernel(device, name, stream, 1)(bytes, to));
}

function elementwise(device: Device, name: string, stream: Stream, each: number, kernels: number, efficiency: number): Kernel {
  const bandwidth = device.hbmBandwidth * efficiency;
  const work = workOf(name, stream, (kernels * device.machine.chip.calibration.vector.overhead) / device.scales.overhead);
  return (amount, to) => {
    const bytes = amount * each;
    to.computed(work, 0, bytes, 0, bytes / bandwidth);
  };
}
