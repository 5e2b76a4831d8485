/** From an architecture to parameter counts and cache sizes. Norms and biases are left out: less than 0.01%. */

import type { Attention, Model } from "./types";

/** Parameters of the attention projections of one layer. */
export function attentionParameters(attention: Attention, hidden: number): number {
  if (attention.kind === "gqa") {
    const { heads, kvHeads, headDim } = attention;
    return hidden * headDim * (2 * heads + 2 * kvHeads);
  }
  const { heads, qRank, kvRank, nopeDim, ropeDim, valueDim } = attention;
  const queryWidth = heads * (nopeDim + ropeDim);
  const query = qRank > 0 ? hidden * qRank + qRank * queryWidth : hidden * queryWidth;
  const latent = hidden * (kvRank + ropeDim);
  return query + latent + kvRank * heads * (nopeDim + valueDim) + heads * valueDim * hidden;
}

/** Parameters of one feed-forward network of inner width `intermediate`. */
export function ffnParameters(model: Model, intermediate: number): number {
  return model.ffnMatrices * model.hidden * intermediate;
}

/** How many layers have experts; the rest are dense. */
export function moeLayers(model: Model): number {
  const moe = model.moe;
  if (!moe) return 0;
  const candidates = Math.max(0, model.layers - moe.firstDense);
  return Math.floor(candidates / moe.every);
}

export interface ParameterCount {
  readonly total: number;
  /** Used by one token: routed experts count as far as they are active. */
  readonly active: number;
  readonly embeddings: number;
  readonly attention: number;
  readonly dense: number;
  readonly routed: number;
  readonly shared: number;
  readonly gate: number;
  /** All multi-token prediction modules; not part of the total, as published counts leave them out. */
  readonly mtp: number;
}

/** Counts of the whole model. */
export function countParameters(model: Model): ParameterCount {
  const withExperts = moeLayers(model);
  const embeddings = model.vocabulary * model.hidden * (model.tiedEmbeddings ? 1 : 2);
  const attention = model.layers * attentionParameters(model.attention, model.hidden);
  const dense = (model.layers - withExperts) * ffnParameters(model, model.ffn?.intermediate ?? 0);
  const moe = model.moe;
  const expert = moe ? ffnParameters(model, moe.intermediate) : 0;
  const routed = moe ? withExperts * moe.experts * expert : 0;
  const shared = moe ? withExperts * moe.shared * ffnParameters(model, moe.sharedIntermediate) : 0;
  const gate = moe ? withExperts * moe.experts * model.hidden : 0;
  const total = embeddings + attention + dense + routed + shared + gate;
  const idle = moe ? withExperts * (moe.experts - moe.active) * expert : 0;
  return { total, active: total - idle, embeddings, attention, dense, routed, shared, gate, mtp: model.mtpModules * mtpParameters(model) };
}

/** One multi-token prediction module: a layer and a projection from twice the hidden width (DeepSeek-V3 report, 2.2). */
export function mtpParameters(model: Model): number {
  const moe = model.moe;
  const ffn = moe
    ? moe.experts * ffnParameters(model, moe.intermediate) +
      moe.shared * ffnParameters(model, moe.sharedIntermediate) +
      moe.experts * model.hidden
    : ffnParameters(model, model.ffn?.intermediate ?? 0);
  return attentionParameters(model.attention, model.hidden) + ffn + 2 * model.hidden * model.hidden;
}

/** Values that one token leaves in the KV cache of one layer on one rank of a tensor parallel group. */
export function kvValuesPerToken(attention: Attention, tp: number): number {
  if (attention.kind === "mla") return attention.kvRank + attention.ropeDim;
  return 2 * Math.max(1, attention.kvHeads / tp) * attention.headDim;
}

/** Tokens of a sequence of `length` that a layer keeps and reads. */
export function keptTokens(attention: Attention, length: number): number {
  return attention.window === undefined ? length : Math.min(length, attention.window);
}
