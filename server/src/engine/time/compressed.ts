/** DeepSeek-V4's attention: a short window of tokens, and compressed entries of what is before it, all of them or those of an indexer. */

import { compressorWidth } from "../model";
import type { CompressedAttention } from "../types";
import { answerAttention, kvBytes, promptAttention } from "./attention";
import { contextGather, contextMerge } from "./context";
import { indexerOperators } from "./indexer";
import { normOperator, quantise } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import type { Operator } from "./operator";

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
  const operators = [
    normOperator(setting, "attention", tokens),
    ...quantise(setting, "attention", tokens, model.hidden),
    gemm("attention_projection", model.hidden, qRank + headDim),
    ...quantise(setting, "attention", tokens, qRank),
    gemm("attention_projection", qRank, heads * headDim),
    vectorOperator(device, "rotary", "attention", tokens * (qRank + headDim + heads * headDim) * 4, 2),
  ];
  if (ratio !== undefined) operators.push(...compressor(setting, tokens, headDim, ratio));
  if (ratio !== undefined && indexer) {
    // Its keys come from a compressor of their own.
    operators.push(...compressor(setting, tokens, indexer.headDim, ratio));
    operators.push(...indexerOperators(setting, indexer, load, { depth: qRank, keys: 0, ratio }));
  }
  if (load.prompt > 0) operators.push(promptAttention(setting, attention, load, core), ...contextGather(setting, attention, load));
  if (load.requests > 0) operators.push(answerAttention(setting, attention, load, core), ...contextMerge(setting, load, heads * headDim));
  operators.push(
    ...quantise(setting, "attention", tokens, heads * headDim),
    gemm("attention_projection", (heads * headDim) / groups, outputRank, groups),
    ...quantise(setting, "attention", tokens, groups * outputRank),
    gemm("attention_projection", groups * outputRank, model.hidden),
  );
  return operators;
}

/** Values and their weights in 32-bit softmax, summed for each entry. */
function compressor({ device, model }: Setting, tokens: number, headDim: number, ratio: number): Operator[] {
  const width = compressorWidth(headDim, ratio);
  return [
    gemmOperator(device, "compressor", "attention", {
      rows: tokens,
      depth: model.hidden,
      columns: 2 * width,
      weights: "bf16",
      activations: "bf16",
    }),
    vectorOperator(device, "compressor", "attention", tokens * 2 * width * 4, 1),
  ];
}
