/** Linear attention: a state of constant size is read and written, whatever the length of the sequence. */

import { linearGates, linearWidth } from "../model";
import { stateBytes } from "../cache";
import { unitsFor } from "../hardware";
import type { LinearAttention } from "../types";
import { collectiveOperator } from "./collective";
import { gateOperator, normOperator, quantise } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { add, computation, memorySeconds, type Operator } from "./operator";

/** Tokens that a kernel handles as one block of matrices (the kernels of Gated DeltaNet, KDA and lightning attention). */
const chunk = 64;

/** Projections, short convolution, the recurrence, gate and output projection. */
export function linearAttention(setting: Setting, attention: LinearAttention, load: Load): Operator[] {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const tokens = tokensOf(load) / phase.cp;
  const width = linearWidth(attention) / phase.tp;
  const values = (attention.heads * attention.valueDim) / phase.tp;
  const gates = linearGates(attention, model.hidden) / model.hidden / phase.tp;
  const dense = (depth: number, columns: number) =>
    gemmOperator(device, "attention_projection", "attention", { rows: tokens, depth, columns, weights, activations });
  const operators = [normOperator(setting, "attention", tokens)];
  add(operators, quantise(setting, "attention", tokens, model.hidden));
  add(operators, dense(model.hidden, width + gates));
  if (attention.convolution > 0) add(operators, vectorOperator(device, "convolution", "attention", tokens * width * 4, 1));
  if (load.prompt > 0) {
    add(operators, promptRecurrence(setting, attention, load));
    add(operators, stateGather(setting, attention, load));
  }
  if (load.requests > 0) add(operators, answerRecurrence(setting, attention, load));
  add(operators, gateOperator(setting, tokens, values));
  add(operators, quantise(setting, "attention", tokens, values));
  add(operators, dense(values, model.hidden));
  return operators;
}

/** Multiplications with the state for one token of one head: read, update, and with a delta rule what the update replaces. */
function stateProducts({ rule }: LinearAttention): number {
  return rule === "lightning" ? 2 : 3;
}

/**
 * Block by block: the state as in a recurrence, and inside of a block keys against queries and, with a delta rule, against each other,
 * with the two products that solve for the replaced values (Yang et al. 2024, arXiv:2412.06464, 3; lightning attention: arXiv:2501.08313).
 */
function promptRecurrence(setting: Setting, attention: LinearAttention, load: Load): Operator {
  const { device, phase } = setting;
  const { attention: measured, overhead } = device.machine.chip.calibration;
  const { heads, keyDim, valueDim, rule } = attention;
  const own = heads / phase.tp;
  const tokens = load.prompt / phase.cp;
  const inside = rule === "lightning" ? chunk * (keyDim + valueDim) : chunk * (3 * keyDim + 2 * valueDim);
  const flop = 2 * tokens * own * (stateProducts(attention) * keyDim * valueDim + inside);
  const bytes = tokens * own * 2 * (keyDim + valueDim) * 2 + (tokens / chunk) * own * keyDim * valueDim * 4;
  return computation("recurrence", "attention", {
    flop,
    bytes,
    compute: flop / (unitsFor(device, "bf16").peak * measured.prefill),
    memory: memorySeconds(device, bytes, measured.memory),
    overhead: overhead.kernel / device.scales.overhead,
  });
}

/** Context parallel ranks gather the states that the others' parts of a prompt leave (LASP-2, arXiv:2502.07563). */
function stateGather({ device, phase }: Setting, attention: LinearAttention, { prompt, fresh }: Load): Operator | undefined {
  const bytes = Math.max(1, prompt / fresh) * stateBytes(attention, phase.tp) * phase.cp;
  return collectiveOperator(device, "all_gather", "attention", "all_gather", { size: phase.cp, stride: phase.tp }, bytes);
}

/** The state of each request is read and written once, whatever the number of its queries. */
function answerRecurrence(setting: Setting, attention: LinearAttention, load: Load): Operator {
  const { device, phase } = setting;
  const { attention: measured } = device.machine.chip.calibration;
  const { heads, keyDim, valueDim } = attention;
  const flop = 2 * load.requests * load.queries * (heads / phase.tp) * stateProducts(attention) * keyDim * valueDim;
  const bytes = 2 * load.requests * stateBytes(attention, phase.tp);
  return computation("recurrence", "attention", {
    flop,
    bytes,
    compute: flop / (unitsFor(device, "bf16").peak * measured.decode),
    memory: memorySeconds(device, bytes, measured.memory),
    overhead: measured.overhead / device.scales.overhead,
  });
}
