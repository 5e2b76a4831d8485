/** The operators of one transformer layer on one rank, for what the rank has to do in a step. */

import { type Attention, bytesOf, type GroupedAttention } from "../types";
import { answerAttention, kvBytes, promptAttention } from "./attention";
import { compressedAttention } from "./compressed";
import { collectiveOperator } from "./collective";
import { contextGather, contextMerge } from "./context";
import { latentAttention } from "./latent";
import { linearAttention } from "./linear";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, quantisationOperator, vectorOperator } from "./matrix";
import { add, type Operator } from "./operator";

/** Norm, projections, attention and output projection, with the tensor parallel collective after it. */
export function attentionOperators(setting: Setting, load: Load, attention: Attention = setting.model.attention): Operator[] {
  const operators = coreOperators(setting, attention, load);
  add(operators, tensorReduce(setting, tokensOf(load) / setting.phase.cp, "attention"));
  return operators;
}

function coreOperators(setting: Setting, attention: Attention, load: Load): Operator[] {
  switch (attention.kind) {
    case "gqa":
      return groupedAttention(setting, attention, load);
    case "mla":
      return latentAttention(setting, attention, load);
    case "linear":
      return linearAttention(setting, attention, load);
    case "compressed":
      return compressedAttention(setting, attention, load);
  }
}

/** All-reduce of the residual stream over the tensor parallel group. */
export function tensorReduce(setting: Setting, tokens: number, stream: Operator["stream"]): Operator | undefined {
  const { device, model, phase } = setting;
  const group = { size: phase.tp, stride: 1 };
  return collectiveOperator(device, "all_reduce", stream, "all_reduce", group, tokens * model.hidden * 2, phase.allReduce);
}

/** Read the residual and the branch, write their sum and its norm, in 16 bits; copies of the residual are all read and written. */
export function normOperator(setting: Setting, stream: Operator["stream"], tokens: number): Operator {
  const copies = setting.model.streams ?? 1;
  return vectorOperator(setting.device, "norm", stream, tokens * setting.model.hidden * 4 * (1 + copies), 1);
}

/**
 * Quantisation of the inputs of a multiplication that is `width` wide: a kernel of its own that reads 16 bits. Frameworks launch it as
 * one (AscendQuantV2 and DynamicQuant are a quarter of all launches in the profile of DeepSeek-V3 on an Atlas A3).
 */
export function quantise(setting: Setting, stream: Operator["stream"], tokens: number, width: number): Operator | undefined {
  const { device, phase, precision } = setting;
  const bytes = bytesOf[precision.activations];
  if (bytes >= 2 || phase.runtime.fusedQuantisation) return undefined;
  return quantisationOperator(device, "quantisation", stream, tokens * width * (2 + bytes));
}

function groupedAttention(setting: Setting, attention: GroupedAttention, load: Load): Operator[] {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const tokens = tokensOf(load) / phase.cp;
  const heads = attention.heads / phase.tp;
  const kvHeads = Math.max(1, attention.kvHeads / phase.tp);
  const { headDim, gate = false } = attention;
  const gemm = (name: string, depth: number, columns: number) =>
    gemmOperator(device, name, "attention", { rows: tokens, depth, columns, weights, activations });
  const operators = [normOperator(setting, "attention", tokens)];
  add(operators, quantise(setting, "attention", tokens, model.hidden));
  add(operators, gemm("attention_projection", model.hidden, ((gate ? 2 : 1) * heads + 2 * kvHeads) * headDim));
  add(operators, vectorOperator(device, "rotary", "attention", tokens * (heads + 2 * kvHeads) * headDim * 4, 1));
  const core = { heads, queryKeyDim: headDim, valueDim: headDim, kvBytes: kvBytes(setting, attention) };
  if (load.prompt > 0) {
    add(operators, promptAttention(setting, attention, load, core));
    add(operators, contextGather(setting, attention, load));
  }
  if (load.requests > 0) {
    add(operators, answerAttention(setting, attention, load, core));
    add(operators, contextMerge(setting, load, heads * headDim));
  }
  if (gate) add(operators, gateOperator(setting, tokens, heads * headDim));
  add(operators, quantise(setting, "attention", tokens, heads * headDim));
  add(operators, gemm("attention_projection", heads * headDim, model.hidden));
  return operators;
}

/** The result of the heads times the sigmoid of their gate, in 16 bits. */
export function gateOperator(setting: Setting, tokens: number, width: number): Operator {
  return vectorOperator(setting.device, "gate_output", "attention", tokens * width * 6, 1);
}
