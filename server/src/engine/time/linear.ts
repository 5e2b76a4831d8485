/** Linear attention: a state of constant size is read and written, whatever the length of the sequence. */

import { linearGates, linearWidth } from "../model";
import { stateBytes } from "../cache";
import { unitsFor } from "../hardware";
import type { LinearAttention, Multiplied } from "../types";
import { collectiveKernel } from "./collective";
import { gateKernel, normKernel, quantise } from "./layer";
import { workOf } from "./kernel";
import { type Block, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";

/** Projections, short convolution, the recurrence, gate and output projection. */
export function linearAttention(setting: Setting, attention: LinearAttention): Block {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const width = linearWidth(attention) / phase.tp;
  const values = (attention.heads * attention.valueDim) / phase.tp;
  const gates = linearGates(attention, model.hidden) / model.hidden / phase.tp;
  const dense = (depth: number, columns: number, types: Multiplied) =>
    gemmKernel(device, "attention_projection", "attention", { depth, columns, ...types });
  const norm = normKernel(setting, "attention");
  const quantisedInput = quantise(setting, "attention", model.hidden);
  const projection = dense(model.hidden, width + gates, { weights, activations });
  const convolution = attention.convolution > 0 ? vectorKernel(device, "convolution", "attention", width * 4, 1) : undefined;
  const reading = promptRecurrence(setting, attention);
  const gather = stateGather(setting, attention);
  const writing = answerRecurrence(setting, attention);
  const gated = gateKernel(setting, values);
  const quantisedResult = quantise(setting, "attention", values, precision.output.activations);
  const output = dense(values, model.hidden, precision.output);
  return (load, to) => {
    const tokens = tokensOf(load) / phase.cp;
    norm(tokens, to);
    quantisedInput?.(tokens, to);
    projection(tokens, to);
    convolution?.(tokens, to);
    if (load.prompt > 0) {
      reading(load, to);
      gather(load, to);
    }
    if (load.requests > 0) writing(load, to);
    gated(tokens, to);
    quantisedResult?.(tokens, to);
    output(tokens, to);
  };
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

function promptRecurrence(setting: Setting, attention: LinearAttention): Block {
  const { device, phase } = setting;
  const { attention: measured, overhead: fixed } = device.machine.chip.calibration;
  const work = blockwise(attention, phase.tp);
  const pace = Math.min(unitsFor(device, "bf16").peak * measured.prefill, phase.runtime.recurrenceRate * device.scales.compute);
  const bandwidth = device.hbmBandwidth * measured.memory;
  const kernel = workOf("recurrence", "attention", fixed.kernel / device.scales.overhead);
  return (load, to) => {
    const tokens = load.prompt / phase.cp;
    const flop = 2 * tokens * work.multiplications;
    const bytes = tokens * work.bytes;
    to.computed(kernel, flop, bytes, flop / pace, bytes / bandwidth);
  };
}

/** Context parallel ranks gather the states that the others' parts of a prompt leave (LASP-2, arXiv:2502.07563). */
function stateGather({ device, phase }: Setting, attention: LinearAttention): Block {
  const gather = collectiveKernel(device, "all_gather", "attention", "all_gather", { size: phase.cp, stride: phase.tp });
  const bytes = stateBytes(attention, phase.tp) * phase.cp;
  return ({ prompt, fresh }, to) => gather(Math.max(1, prompt / fresh) * bytes, to);
}

/** The state of each request is read and written once, whatever the number of its queries. */
function answerRecurrence(setting: Setting, attention: LinearAttention): Block {
  const { device, phase } = setting;
  const { attention: measured } = device.machine.chip.calibration;
  const { heads, keyDim, valueDim } = attention;
  const flopOfToken = 2 * (heads / phase.tp) * stateProducts(attention) * keyDim * valueDim;
  const state = stateBytes(attention, phase.tp);
  const pace = unitsFor(device, "bf16").peak * measured.decode;
  const bandwidth = device.hbmBandwidth * measured.memory;
  const kernel = workOf("recurrence", "attention", measured.overhead / device.scales.overhead);
  return (load, to) => {
    const flop = load.requests * load.queries * flopOfToken;
    const bytes = 2 * load.requests * state;
    to.computed(kernel, flop, bytes, flop / pace, bytes / bandwidth);
  };
}
