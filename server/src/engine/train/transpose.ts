/**
 * The backward pass of an operator of the forward pass. A multiplication Y = X · W has two: dX = dY · Wᵀ and dW = Xᵀ · dY, each with the
 * FLOP of the forward one, in shapes of their own.
 */

import type { Device } from "../hardware";
import { gemmOperator, groupedOperator } from "../time/matrix";
import { computation, type Operator, type Shape } from "../time/operator";

/** What passes the gradient on, and what yields those of the weights. */
export interface Backward {
  readonly input: Operator;
  readonly weight: Operator | undefined;
}

/** Bytes that move for each gradient of a weight: it is added to what earlier microbatches left. */
export type Accumulation = number;

/**
 * FlashAttention computes the scores again in its backward pass: five products where the forward pass has two (Dao 2023,
 * arXiv:2307.08691, section 4.1).
 */
const attentionWork = 2.5;

/** Gradient and saved input are read, the gradient of the input is written: three passes for the forward pass's two. */
const vectorWork = 1.5;

export function transposed(device: Device, operator: Operator, accumulation: Accumulation, kind: "dense" | "grouped" = "dense"): Backward {
  const name = backwardName(operator.name);
  const { shape } = operator;
  if (shape)
    return {
      input: inputGradient(device, operator, shape, name, kind),
      weight: weightGradient(device, operator, shape, name, kind, accumulation),
    };
  if (operator.compute > 0) return { input: attentionGradient(device, operator, name), weight: undefined };
  return { input: computation(name, operator.stream, vectorGradient(operator)), weight: undefined };
}

const names = new Map<string, string>();

export function backwardName(name: string): string {
  const known = names.get(name) ?? `${name}_backward`;
  names.set(name, known);
  return known;
}

function vectorGradient({ flop, bytes, memory, overhead }: Operator) {
  return { flop, bytes: bytes * vectorWork, compute: 0, memory: memory * vectorWork, overhead };
}

/** The operator under another name. Field by field: spreading costs more than the arithmetic. */
export function renamed(operator: Operator, name: string): Operator {
  const { stream, flop, bytes, compute, memory, transfer, overhead, exposed, fabric, traffic, shape } = operator;
  return { name, stream, flop, bytes, compute, memory, transfer, overhead, exposed, fabric, traffic, shape };
}

function inputGradient(device: Device, { stream }: Operator, shape: Shape, name: string, kind: "dense" | "grouped"): Operator {
  const { rows, depth, columns, count = 1, weights, activations } = shape;
  const gemm = { rows, depth: columns, columns: depth, count, weights, activations };
  return kind === "dense" ? gemmOperator(device, name, stream, gemm) : groupedOperator(device, name, stream, gemm);
}

function weightGradient(
  device: Device,
  { stream }: Operator,
  { rows, depth, columns, count = 1, activations }: Shape,
  name: string,
  kind: "dense" | "grouped",
  accumulation: Accumulation,
): Operator {
  const gemm = { rows: depth, depth: rows, columns, count, weights: activations, activations, outputBytes: accumulation };
  return kind === "dense" ? gemmOperator(device, name, stream, gemm) : groupedOperator(device, name, stream, gemm);
}

/** Whether it is the recurrence of a linear attention, forward or backward. */
export function isRecurrence({ name }: Operator): boolean {
  return name === "recurrence" || name === "recurrence_backward";
}

function attentionGradient(device: Device, operator: Operator, name: string): Operator {
  const { prefill, backward } = isRecurrence(operator) ? { prefill: 1, backward: 1 } : device.machine.chip.calibration.attention;
  return {
    ...operator,
    name,
    flop: operator.flop * attentionWork,
    bytes: operator.bytes * attentionWork,
    compute: (operator.compute * attentionWork * prefill) / backward,
    memory: operator.memory * attentionWork,
  };
}
