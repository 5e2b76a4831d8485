/** DeepSeek-V4's attention: a short window of tokens, and compressed entries of what is before it, all of them or those of an indexer. */

import { compressorWidth } from "../model";
import type { CompressedAttention, Multiplied } from "../types";
import { kvBytes } from "./attention";
import { attentionCore } from "./core";
import { indexerBlock } from "./indexer";
import { normKernel, quantise } from "./layer";
import type { Kernel } from "./kernel";
import { type Block, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";

/** One key is the value too, for all heads; the output goes through a low rank, group by group of heads. */
export function compressedAttention(setting: Setting, attention: CompressedAttention): Block {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const { headDim, qRank, outputRank, outputGroups, ratio, indexer } = attention;
  const heads = attention.heads / phase.tp;
  const groups = outputGroups / phase.tp;
  const dense = (depth: number, columns: number, types: Multiplied, count = 1) =>
    gemmKernel(device, "attention_projection", "attention", { depth, columns, count, ...types });
  const norm = normKernel(setting, "attention");
  const quantisedInput = quantise(setting, "attention", model.hidden);
  const down = dense(model.hidden, qRank + headDim, { weights, activations });
  const quantisedQuery = quantise(setting, "attention", qRank);
  const up = dense(qRank, heads * headDim, { weights, activations });
  const rotary = vectorKernel(device, "rotary", "attention", (qRank + headDim + heads * headDim) * 4, 2);
  const entries = ratio === undefined ? undefined : compressor(setting, headDim, ratio);
  // The indexer's keys come from a compressor of their own.
  const keys = ratio !== undefined && indexer ? compressor(setting, indexer.headDim, ratio) : undefined;
  const choice = ratio !== undefined && indexer ? indexerBlock(setting, indexer, { depth: qRank, keys: 0, ratio }) : undefined;
  const core = attentionCore(setting, attention, {
    heads,
    queryKeyDim: headDim,
    valueDim: headDim,
    kvBytes: kvBytes(setting, attention),
  });
  const quantisedHeads = quantise(setting, "attention", heads * headDim, precision.output.activations);
  const grouped = dense((heads * headDim) / groups, outputRank, precision.output, groups);
  const quantisedRank = quantise(setting, "attention", groups * outputRank, precision.output.activations);
  const output = dense(groups * outputRank, model.hidden, precision.output);
  return (load, to) => {
    const tokens = tokensOf(load) / phase.cp;
    norm(tokens, to);
    quantisedInput?.(tokens, to);
    down(tokens, to);
    quantisedQuery?.(tokens, to);
    up(tokens, to);
    rotary(tokens, to);
    entries?.(tokens, to);
    keys?.(tokens, to);
    choice?.(load, to);
    core(load, to);
    quantisedHeads?.(tokens, to);
    grouped(tokens, to);
    quantisedRank?.(tokens, to);
    output(tokens, to);
  };
}

/** Values and their weights in 32-bit softmax, summed for each entry. */
function compressor({ device, model }: Setting, headDim: number, ratio: number): Kernel {
  const columns = 2 * compressorWidth(headDim, ratio);
  const shape = { depth: model.hidden, columns, weights: "bf16", activations: "bf16" } as const;
  const values = gemmKernel(device, "compressor", "attention", shape);
  const sums = vectorKernel(device, "compressor", "attention", columns * 4, 1);
  return (tokens, to) => {
    values(tokens, to);
    sums(tokens, to);
  };
}
