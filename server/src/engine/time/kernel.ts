/**
 * Kernels that are prepared for the ranks they run on: all but how much they have to do is worked out. A search times one step after the
 * other, and asks for seconds alone; who explains a step wants its operators. So a kernel tells a receiver what it does: a stopwatch adds
 * up (stopwatch.ts), a list keeps the operators.
 */

import type { Matrix } from "./matrix";
import { communication, computation, type Operator, scaledTraffic, type Stream, type Traffic } from "./operator";

/** Runs the kernel with so much to do: rows, bytes, tokens, as the kernel says. */
export type Kernel = (amount: number, to: Receiver) => void;

/** Where there is nothing to run. */
export const idle: Kernel = () => undefined;

/** What is the same in all runs of a kernel that computes. */
export interface Work {
  readonly name: string;
  readonly stream: Stream;
  readonly overhead: number;
  /** Share of the shorter of compute and memory that the longer does not hide. */
  readonly exposed: number;
}

export interface Multiplication extends Work {
  readonly matrix: Matrix;
}

/** What is the same in all runs of a kernel that communicates. */
export interface Way {
  readonly name: string;
  readonly stream: Stream;
  readonly fabric: string | undefined;
  /** For one byte. */
  readonly traffic: readonly Traffic[];
}

/** Vector work, attention and whatever else hides the shorter of compute and memory, and multiplies no matrix. */
export function workOf(name: string, stream: Stream, overhead: number): Work {
  return { name, stream, overhead, exposed: 0 };
}

/** What steps are made of, for whoever listens. */
export interface Receiver {
  /** HBM traffic in bytes, and seconds on the matrix units and the HBM. */
  computed(work: Work, flop: number, bytes: number, compute: number, memory: number): void;
  /** `count` multiplications of `rows` rows each. */
  multiplied(work: Multiplication, rows: number, count: number, bytes: number, compute: number, memory: number): void;
  /** Seconds on the fabric, fixed ones, and what is sent. */
  sent(way: Way, transfer: number, overhead: number, bytes: number): void;
  /** An operator that is there already. */
  given(operator: Operator): void;
}

/** Keeps what it is told. */
export class List implements Receiver {
  readonly operators: Operator[] = [];

  computed({ name, stream, overhead, exposed }: Work, flop: number, bytes: number, compute: number, memory: number): void {
    this.operators.push(computation(name, stream, { flop, bytes, compute, memory, overhead, exposed }));
  }

  multiplied(
    { name, stream, overhead, exposed, matrix }: Multiplication,
    rows: number,
    count: number,
    bytes: number,
    compute: number,
    memory: number,
  ): void {
    const { depth, columns, weights, activations } = matrix;
    const flop = 2 * count * rows * depth * columns;
    const shape = { rows, depth, columns, count, weights, activations };
    this.operators.push(computation(name, stream, { flop, bytes, compute, memory, overhead, exposed, shape }));
  }

  sent({ name, stream, fabric, traffic }: Way, transfer: number, overhead: number, bytes: number): void {
    this.operators.push(communication(name, stream, { transfer, overhead, fabric, traffic: scaledTraffic(traffic, bytes) }));
  }

  given(operator: Operator): void {
    this.operators.push(operator);
  }
}

/** The operators of whatever tells. */
export function listed(run: (to: Receiver) => void): Operator[] {
  const list = new List();
  run(list);
  return list.operators;
}

/** The same where there is just one. */
export function onlyOperator(run: (to: Receiver) => void): Operator {
  const [operator] = listed(run);
  if (!operator) throw new Error("a kernel that does nothing");
  return operator;
}
