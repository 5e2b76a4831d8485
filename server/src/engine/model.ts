/** From an architecture to parameter counts, to the last one. docs/engine.md, "Parameters", has the formulas. */

import { draftSort, layerSorts } from "./layers";
import type { Attention, Indexer, LayerSort, LinearAttention, MixtureOfExperts, Model, VisionEncoder } from "./types";

/** Parameters of the attention of one layer, if it has one: matrices, biases, gates, sinks; norms are counted apart. */
export function attentionParameters(attention: Attention | undefined, hidden: number): number {
  switch (attention?.kind) {
    case undefined:
      return 0;
    case "gqa": {
      const { heads, kvHeads, headDim, gate = false, bias = "none", sinks = false } = attention;
      const matrices = hidden * headDim * ((gate ? 3 : 2) * heads + 2 * kvHeads);
      const biases = bias === "none" ? 0 : (heads + 2 * kvHeads) * headDim + (bias === "all" ? hidden : 0);
      return matrices + biases + (sinks ? heads : 0);
    }
    case "mla": {
      const { heads, qRank, kvRank, nopeDim, ropeDim, valueDim, gate = false, indexer } = attention;
      const queryWidth = heads * (nopeDim + ropeDim);
      const query = qRank > 0 ? hidden * qRank + qRank * queryWidth : hidden * queryWidth;
      const latent = hidden * (kvRank + ropeDim);
      const output = (gate ? 2 : 1) * heads * valueDim * hidden;
      return query + latent + kvRank * heads * (nopeDim + valueDim) + output + (indexer ? indexerParameters(indexer, hidden, qRank) : 0);
    }
    case "linear":
      return linearParameters(attention, hidden);
    case "compressed": {
      const { heads, headDim, qRank, outputRank, outputGroups, ratio, indexer } = attention;
      const query = hidden * qRank + qRank * heads * headDim;
      const output = heads * headDim * outputRank + outputGroups * outputRank * hidden;
      const own = query + hidden * headDim + output + heads;
      const compressor = ratio === undefined ? 0 : compressorParameters(hidden, headDim, ratio);
      const scoring = indexer
        ? qRank * indexer.heads * indexer.headDim + hidden * indexer.heads + compressorParameters(hidden, indexer.headDim, ratio ?? 1)
        : 0;
      return own + compressor + scoring;
    }
  }
}

/** Of those, the weights of the last projection, back to the residual stream. */
export function outputParameters(attention: Attention | undefined, hidden: number): number {
  switch (attention?.kind) {
    case undefined:
      return 0;
    case "gqa":
      return attention.heads * attention.headDim * hidden;
    case "mla":
    case "linear":
      return attention.heads * attention.valueDim * hidden;
    case "compressed": {
      const { heads, headDim, outputRank, outputGroups } = attention;
      return heads * headDim * outputRank + outputGroups * outputRank * hidden;
    }
  }
}

/** Queries from the compressed query, one key, and a weight a head. */
function indexerParameters({ heads, headDim }: Indexer, hidden: number, qRank: number): number {
  return qRank * heads * headDim + hidden * headDim + hidden * heads;
}

/** Entries of few tokens overlap, which takes twice the width (DeepSeek-V4). */
export function compressorWidth(headDim: number, ratio: number): number {
  return ratio <= 4 ? 2 * headDim : headDim;
}

/** Values, their weights, and a bias for each position in an entry. */
function compressorParameters(hidden: number, headDim: number, ratio: number): number {
  const width = compressorWidth(headDim, ratio);
  return 2 * hidden * width + ratio * width;
}

/** Width of queries, keys and values of a linear attention together: what its short convolution runs over. */
export function linearWidth({ heads, keyHeads, keyDim, valueDim }: LinearAttention): number {
  return 2 * keyHeads * keyDim + heads * valueDim;
}

/** Parameters that project the residual stream to the gates of a linear attention, of decay, update and output. */
export function linearGates({ rule, heads, keyHeads, keyDim, valueDim, gateRank }: LinearAttention, hidden: number): number {
  const values = heads * valueDim;
  const output = gateRank > 0 ? gateRank * (hidden + values) : hidden * values;
  switch (rule) {
    case "lightning":
      return output;
    case "mamba2":
      return output + hidden * heads;
    case "gated_delta":
      return output + hidden * 2 * heads;
    case "kda":
      // The decay of each key value comes through a rank as wide as a head (Kimi Linear report, 3).
      return output + keyDim * (hidden + keyHeads * keyDim) + hidden * heads;
  }
}

function linearParameters(attention: LinearAttention, hidden: number): number {
  const { rule, heads, keyHeads, keyDim, valueDim, convolution, gateRank } = attention;
  const width = linearWidth(attention);
  const matrices = hidden * width + linearGates(attention, hidden) + heads * valueDim * hidden + convolution * width;
  switch (rule) {
    case "lightning":
      return matrices;
    case "mamba2":
      // Decay, its bias and the share of the input that skips the state, one each a head; the convolution has biases (mamba_ssm, Mamba2).
      return matrices + 3 * heads + (convolution > 0 ? width : 0);
    case "gated_delta":
      // Decay and its bias: one a head, or one a value of the keys.
      return matrices + 2 * heads;
    case "kda":
      // Kimi K3's checkpoint has a decay for each value of a head.
      return matrices + keyHeads * keyDim + (gateRank > 0 ? heads : keyDim);
  }
}

/** Weights of the norms inside one layer's attention. */
function attentionNorms(attention: Attention | undefined): number {
  switch (attention?.kind) {
    case undefined:
      return 0;
    case "gqa": {
      const { heads, kvHeads, headDim, queryKeyNorm = "none" } = attention;
      return queryKeyNorm === "none" ? 0 : queryKeyNorm === "head" ? 2 * headDim : (heads + kvHeads) * headDim;
    }
    case "mla":
      // The indexer's norm of keys has weights and biases.
      return attention.qRank + attention.kvRank + (attention.indexer ? 2 * attention.indexer.headDim : 0);
    case "linear":
      // Of each head, or of all values together.
      return attention.rule === "lightning" || attention.rule === "mamba2" ? attention.heads * attention.valueDim : attention.valueDim;
    case "compressed":
      return (
        attention.qRank + attention.headDim * (attention.ratio === undefined ? 1 : 2) + (attention.indexer ? attention.indexer.headDim : 0)
      );
  }
}

/** Parameters of one feed-forward network of inner width `intermediate`. */
export function ffnParameters(model: Model, intermediate: number): number {
  return model.ffnMatrices * model.hidden * intermediate;
}

/** Parameters of one routed expert. */
export function expertParameters(model: Model, moe: MixtureOfExperts): number {
  const width = moe.latent ?? model.hidden;
  const biases = moe.bias ? (model.ffnMatrices - 1) * moe.intermediate + width : 0;
  return model.ffnMatrices * width * moe.intermediate + biases;
}

/** Parameters of the shared experts of a layer and their gate. */
export function sharedParameters(model: Model, moe: MixtureOfExperts): number {
  return moe.shared * ffnParameters(model, moe.sharedIntermediate) + (moe.sharedGate ? model.hidden : 0);
}

/** Parameters that choose the experts of a layer, and those that take tokens to the experts' width and back. */
export function gateParameters({ hidden }: Model, { experts, routerBias = false, bias = false, latent }: MixtureOfExperts): number {
  return experts * (hidden + (routerBias || bias ? 1 : 0)) + (latent === undefined ? 0 : 2 * hidden * latent);
}

/** Blocks that add to the residual stream, each behind a norm of its own: attention and network, or one of them. */
export function blocksOf({ attention, network }: LayerSort): number {
  return (attention ? 1 : 0) + (network ? 1 : 0);
}

/** Norms of a layer, and the weights that mix copies of the residual stream (mHC: a block's site has (2 + n)·n outputs of n·hidden inputs). */
export function normParameters(model: Model, sort: LayerSort): number {
  const streams = model.streams ?? 1;
  const outputs = (2 + streams) * streams;
  const mixing = streams > 1 ? outputs * streams * model.hidden + outputs + 3 : 0;
  const latent = sort.network === "experts" ? (model.moe?.latent ?? 0) : 0;
  return blocksOf(sort) * (model.hidden + mixing) + attentionNorms(sort.attention) + latent;
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
  readonly norms: number;
  readonly vision: number;
  /** All multi-token prediction modules; not part of the total, as published counts leave them out. */
  readonly mtp: number;
}

/** Counts of the whole model. */
export function countParameters(model: Model): ParameterCount {
  const { hidden, moe } = model;
  const streams = model.streams ?? 1;
  const embeddings = model.vocabulary * hidden * (model.tiedEmbeddings ? 1 : 2);
  let attention = 0;
  let dense = 0;
  let routed = 0;
  let shared = 0;
  let gate = 0;
  let idle = 0;
  let norms = hidden + (streams > 1 ? streams * streams * hidden + streams + 1 : 0);
  for (const { sort, layers } of layerSorts(model)) {
    attention += layers * attentionParameters(sort.attention, hidden);
    norms += layers * normParameters(model, sort);
    if (sort.network === "experts" && moe) {
      const expert = expertParameters(model, moe);
      routed += layers * moe.experts * expert;
      idle += layers * (moe.experts - moe.active) * expert;
      shared += layers * sharedParameters(model, moe);
      gate += layers * gateParameters(model, moe);
    } else if (sort.network) dense += layers * ffnParameters(model, model.ffn?.intermediate ?? 0);
  }
  const vision = model.vision ? visionParameters(model.vision, hidden) : 0;
  const total = embeddings + attention + dense + routed + shared + gate + norms + vision;
  return {
    total,
    active: total - idle,
    embeddings,
    attention,
    dense,
    routed,
    shared,
    gate,
    norms,
    vision,
    mtp: model.mtpModules * mtpParameters(model),
  };
}

/** Matrices of the blocks, of the embedding of patches and of the projectors; biases, norms and position tables are left out (0.1%). */
export function visionParameters({ layers, hidden, intermediate, patch, merge, projectors }: VisionEncoder, width: number): number {
  const merged = hidden * merge ** 2;
  return layers * (4 * hidden ** 2 + 2 * hidden * intermediate) + 3 * patch ** 2 * hidden + projectors * merged * (merged + width);
}

/** One multi-token prediction module: a layer, a projection from twice the hidden width, and three norms (DeepSeek-V3 report, 2.2). */
export function mtpParameters(model: Model): number {
  const sort = draftSort(model);
  const { hidden, moe } = model;
  const ffn = moe
    ? moe.experts * expertParameters(model, moe) + sharedParameters(model, moe) + gateParameters(model, moe)
    : ffnParameters(model, model.ffn?.intermediate ?? 0);
  return attentionParameters(sort.attention, hidden) + normParameters(model, sort) + ffn + 2 * hidden * hidden + 3 * hidden;
}
