/** DeepSeek-V4's attention: a short window of tokens, and compressed entries of what is before it, all of them or those of an indexer. */

import { compressorWidth } from "../model";
import type { CompressedAttention } from "../types";
import { answerAttention, kvBytes, promptAttention } from "./attention";
import { contextGather, contextMerge } from "./context";
import { indexerOperators } from "./indexer";
import { normOperator, quantise } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { add, type Operator } from "./operator";

/** One key is the value too, for all heads; the output goes through a low rank, group by group of heads. */
export function compressedAttention(setting: Setting, attention: CompressedAttention, load: Load): Operator[] {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const { headDim, qRank, outputRank, outputGroups, ratio, indexer } = attention;
  const heads = attention.heads / phase.tp;
  const groups = outputGroups / phase.tp;
  const tokens = tokensOf(load) / phase.cp;
  const gemm = (name: string, depth: number, columns: number, count = 1) =>
    gemmOperator(device, name, "attention", { rows: tokens, depth, columns, count, weights, activations });
  const core = { heads, queryKeyDim: headDim, valueDim: headDim, kvBytes: kvBytes(setting, attention) };
  const operators = [normOperator(setting, "attention", tokens)];
  add(operators, quantise(setting, "attention", tokens, model.hidden));
  add(operators, gemm("attention_projection", model.hidden, qRank + headDim));
  add(operators, quantise(setting, "attention", tokens, qRank));
  add(operators, gemm("attention_projection", qRank, heads * headDim));
  add(operators, vectorOperator(device, "rotary", "attention", tokens * (qRank + headDim + heads * headDim) * 4, 2));
  if (ratio !== undefined) compressor(setting, tokens, headDim, ratio, operators);
  if (ratio !== undefined && indexer) {
    // Its keys come from a compressor of their own.
    compressor(setting, tokens, indexer.headDim, ratio, operators);
    indexerOperators(setting, indexer, load, { depth: qRank, keys: 0, ratio }, operators);
  }
  if (load.prompt > 0) {
    add(operators, promptAttention(setting, attention, load, core));
    add(operators, contextGather(setting, attention, load));
  }
  if (load.requests > 0) {
    add(operators, answerAttention(setting, attention, load, core));
    add(operators, contextMerge(setting, load, heads * headDim));
  }
  add(operators, quantise(setting, "attention", tokens, heads * headDim));
  add(operators, gemm("attention_projection", (heads * headDim) / groups, outputRank, groups));
  add(operators, quantise(setting, "attention", tokens, groups * outputRank));
  add(operators, gemm("attention_projection", groups * outputRank, model.hidden));
  return operators;
}

/** Values and their weights in 32-bit softmax, summed for each entry. */
function compressor({ device, model }: Setting, tokens: number, headDim: number, ratio: number, operators: Operator[]): void {
  const columns = 2 * compressorWidth(headDim, ratio);
  const shape = { rows: tokens, depth: model.hidden, columns, weights: "bf16", activations: "bf16" } as const;
  add(operators, gemmOperator(device, "compressor", "attention", shape));
  add(operators, vectorOperator(device, "compressor", "attention", tokens * columns * 4, 1));
}
