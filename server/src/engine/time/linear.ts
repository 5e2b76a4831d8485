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
  return rule === "lightning" || rule === "mamba2" ? 2 : 3;
}

/** What reading a token of a prompt takes on one rank. */
interface Work {
  readonly multiplications: number;
  readonly bytes: number;
}

/**
 * Block by block: the state as in a recurrence, and inside of a block keys against queries and, with a delta rule, against each other,
 * with the two products that solve for the replaced values (Yang et al. 2024, arXiv:2412.06464, 3; lightning attention: arXiv:2501.08313).
 */
function blockwise(attention: LinearAttention, tp: number): Work {
  if (attention.rule === "mamba2") return stateSpaceDual(attention, tp);
  const { heads, keyDim, valueDim, rule } = attention;
  // Tokens that the kernels of Gated DeltaNet, KDA and lightning attention handle as one block of matrices.
  const chunk = 64;
  const own = heads / tp;
  const inside = rule === "lightning" ? chunk * (keyDim + valueDim) : chunk * (3 * keyDim + 2 * valueDim);
  return {
    multiplications: own * (stateProducts(attention) * keyDim * valueDim + inside),
    bytes: own * (2 * (keyDim + valueDim) * 2 + (keyDim * valueDim * 4) / chunk),
  };
}

/**
 * Mamba-2, as a state-space model and as an attention at once (Dao and Gu 2024, arXiv:2405.21060, section 6). Kernels of their own make the
 * states of the blocks (values, keys), pass them on, multiply keys and queries of each group, and put both together (values, queries):
 * states go through memory in 32 bits, and on to the last kernel in 16, scores in 32 (state-spaces/mamba, ssd_combined.py).
 */
function stateSpaceDual({ heads, keyHeads, keyDim, valueDim }: LinearAttention, tp: number): Work {
  // The chunk_size of Nemotron-H's configurations, and what Megatron-LM's Mamba mixer has.
  const chunk = 128;
  const own = heads / tp;
  const groups = Math.max(1, keyHeads / tp);
  return {
    multiplications: own * (2 * keyDim * valueDim + chunk * valueDim) + groups * chunk * keyDim,
    bytes: own * (3 * valueDim * 2 + (keyDim * valueDim * 12) / chunk) + groups * (4 * keyDim * 2 + chunk * 8),
  };
}

function promptRecurrence(setting: Setting, attention: LinearAttention, load: Load): Operator {
  const { device, phase } = setting;
  const { attention: measured, overhead } = device.machine.chip.calibration;
  const tokens = load.prompt / phase.cp;
  const work = blockwise(attention, phase.tp);
  const flop = 2 * tokens * work.multiplications;
  const bytes = tokens * work.bytes;
  return computation("recurrence", "attention", {
    flop,
    bytes,
    compute: flop / Math.min(unitsFor(device, "bf16").peak * measured.prefill, phase.runtime.recurrenceRate * device.scales.compute),
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
