/** What a sequence leaves in the memory of one rank, layer by layer. */

import { linearWidth } from "./model";
import { type Attention, bytesOf, type Indexer, type NumberType } from "./types";

/** Values of the KV cache that one token (of a compressed attention, one entry) leaves in one layer on one rank of a tensor parallel group. */
export function kvValuesPerToken(attention: Attention, tp: number): number {
  switch (attention.kind) {
    case "gqa":
      return 2 * Math.max(1, attention.kvHeads / tp) * attention.headDim;
    case "mla":
      return attention.kvRank + attention.ropeDim;
    case "compressed":
      return attention.headDim;
    case "linear":
      return 0;
  }
}

/** An index key: 8 bits a value and a 4-byte scale, on every rank (DeepSeek-V3.2's inference code). */
export function indexBytes(indexer: Indexer): number {
  return indexer.headDim + 4;
}

/** Tokens (of a compressed attention, entries and tokens of the window) of a sequence of `length` that a layer keeps. */
export function keptTokens(attention: Attention, length: number): number {
  switch (attention.kind) {
    case "linear":
      return 0;
    case "compressed":
      return Math.min(length, attention.window) + (attention.ratio === undefined ? 0 : length / attention.ratio);
    default:
      return attention.window === undefined ? length : Math.min(length, attention.window);
  }
}

/** Bytes of the state of a linear attention for one sequence on one rank: matrices in 32 bits, the convolution's last inputs in 16. */
export function stateBytes(attention: Attention, tp: number): number {
  if (attention.kind !== "linear") return 0;
  const { heads, keyDim, valueDim, convolution } = attention;
  return (heads * keyDim * valueDim * bytesOf.fp32 + Math.max(0, convolution - 1) * linearWidth(attention) * bytesOf.bf16) / tp;
}

/** Bytes that a sequence of `length` tokens takes in one layer of one rank; context parallel ranks share all but the state. */
export function cacheBytes(attention: Attention | undefined, length: number, tp: number, cp: number, type: NumberType): number {
  if (!attention) return 0;
  const kept = keptTokens(attention, length) * kvValuesPerToken(attention, tp) * bytesOf[type];
  const indexer = attention.kind === "mla" || attention.kind === "compressed" ? attention.indexer : undefined;
  const entries = attention.kind === "compressed" ? length / (attention.ratio ?? 1) : length;
  const indexed = indexer ? entries * indexBytes(indexer) : 0;
  return (kept + indexed) / cp + stateBytes(attention, tp);
}
