/** Memory of the worst rank, by part. docs/engine.md, "Memory", has the formulas. */

import { ffnParameters, attentionParameters, keptTokens, kvValuesPerToken, moeLayers } from "./model";
import { expertLayout } from "./time/moe";
import { bytesOf, type MixtureOfExperts, type Model, type Phase, type Precision, type Workload } from "./types";

/** Bytes. */
export interface Memory {
  readonly weights: number;
  readonly kvCache: number;
  readonly activations: number;
  readonly buffers: number;
  readonly reserve: number;
}

export function totalOf(memory: Memory): number {
  return memory.weights + memory.kvCache + memory.activations + memory.buffers + memory.reserve;
}

/** Embeddings, head, norms and gates stay in 16 bits. */
const wideBytes = 2;

/** Weights of the worst rank: of the heaviest pipeline stage and the head, beside its share of every layer. */
export function weightBytes(model: Model, phase: Phase, precision: Precision): number {
  const { tp, pp } = phase;
  const ends = pp === 1 && !model.tiedEmbeddings ? 2 : 1;
  const embeddings = (ends * model.vocabulary * model.hidden * wideBytes) / tp;
  const stage = Math.ceil(model.layers / pp);
  // The first stage has the dense layers before the experts; a later one may have none of them.
  const first = moeLayers({ ...model, layers: stage });
  const later = Math.min(moeLayers(model), Math.ceil(stage / (model.moe?.every ?? 1)));
  const layers = Math.max(...[first, later].map((withExperts) => layerBytes(model, phase, precision, stage, withExperts)));
  return layers + embeddings + draftBytes(model, phase, precision);
}

/** `layers` of which `withExperts` have experts. */
function layerBytes(model: Model, phase: Phase, precision: Precision, layers: number, withExperts: number): number {
  const attention = layers * attentionBytes(model, phase, precision);
  const dense = (layers - withExperts) * ffnParameters(model, model.ffn?.intermediate ?? 0) * bytesOf[precision.weights];
  return attention + dense / phase.tp + withExperts * moeLayerBytes(model, phase, precision);
}

/** Attention weights of a layer. Where answers are written, the absorbed expansions of mla stay in 16 bits, as they are multiplied. */
function attentionBytes({ attention, hidden }: Model, phase: Phase, precision: Precision): number {
  const weights = bytesOf[precision.weights];
  const all = attentionParameters(attention, hidden) * weights;
  if (attention.kind !== "mla" || phase.name === "prefill") return all / phase.tp;
  const absorbed = attention.kvRank * attention.heads * (attention.nopeDim + attention.valueDim);
  return (all + absorbed * (wideBytes - weights)) / phase.tp;
}

/** Routed experts of one layer on one of the ranks that hold some. */
function routedBytes(model: Model, moe: MixtureOfExperts, phase: Phase, precision: Precision): number {
  const layout = expertLayout(moe, phase);
  return (layout.perHolder * ffnParameters(model, moe.intermediate) * bytesOf[precision.experts]) / layout.tensor;
}

function moeLayerBytes(model: Model, phase: Phase, precision: Precision): number {
  const moe = model.moe;
  if (!moe) return 0;
  const layout = expertLayout(moe, phase);
  const routed = phase.expertRanks ? 0 : routedBytes(model, moe, phase, precision);
  const shared = layout.sharedEverywhere
    ? (moe.shared * ffnParameters(model, moe.sharedIntermediate) * bytesOf[precision.weights]) / phase.tp
    : 0;
  return routed + shared + moe.experts * model.hidden * wideBytes;
}

/** A draft model lies on the same ranks, without experts of its own on others. */
export function draftPhase(phase: Phase): Phase {
  return { ...phase, speculation: undefined, ep: 1, redundantExperts: 0, sharedExpertRanks: 0 };
}

/**
 * What drafts: a model of its own, or multi-token prediction modules, which are a layer and a projection each and share the embeddings.
 */
function draftBytes(model: Model, phase: Phase, precision: Precision): number {
  if (phase.speculation?.draft) return weightBytes(phase.speculation.draft, draftPhase(phase), precision);
  if (!phase.speculation || model.mtpModules === 0) return 0;
  const weights = bytesOf[precision.weights];
  const attention = attentionBytes(model, phase, precision);
  const ffn = model.moe
    ? moeLayerBytes(model, phase, precision)
    : (ffnParameters(model, model.ffn?.intermediate ?? 0) * weights) / phase.tp;
  return model.mtpModules * (attention + ffn + 2 * model.hidden * model.hidden * weights);
}

/** KV cache of one sequence of `length` tokens on one rank. */
export function kvBytesOfSequence(model: Model, phase: Phase, precision: Precision, length: number): number {
  const draft = phase.speculation?.draft;
  const layers = Math.ceil(model.layers / phase.pp) + (phase.speculation && !draft ? model.mtpModules : 0);
  const perToken = kvValuesPerToken(model.attention, phase.tp) * bytesOf[precision.kvCache];
  const drafted = draft ? kvBytesOfSequence(draft, draftPhase(phase), precision, length) : 0;
  return (layers * perToken * keptTokens(model.attention, length)) / phase.cp + drafted;
}

/**
 * Memory of the worst rank when the instance holds `batch` (tokens for prefill, requests for the other phases).
 * Requests are admitted at full length, input and output, or with as much of the output as the engine asks room for.
 */
export function memoryOf(model: Model, phase: Phase, precision: Precision, workload: Workload, batch: number): Memory {
  const perGroup = batch / phase.dp;
  const prefill = phase.name === "prefill";
  // A prompt that is read in several batches is held whole all the while.
  const sequences = prefill ? Math.max(1, perGroup / Math.max(1, workload.input * (1 - workload.cached))) : perGroup;
  const length = prefill ? workload.input : workload.input + workload.output * phase.runtime.answerRoom;
  const queries = 1 + (phase.speculation?.tokens ?? 0);
  const stepTokens = prefill ? perGroup : (perGroup * queries) / phase.pp + (phase.name === "colocated" ? phase.chunk : 0);
  const tokens = stepTokens / phase.cp / phase.microbatches;
  const logits = prefill ? sequences : (perGroup * queries) / phase.pp;
  const attending: Memory = {
    weights: weightBytes(model, phase, precision),
    kvCache: sequences * kvBytesOfSequence(model, phase, precision, length),
    activations: activationBytes(model, phase, precision, tokens) + (logits * model.vocabulary * 4) / phase.tp,
    buffers: bufferBytes(model, phase, precision, tokens),
    reserve: phase.reserve,
  };
  if (!model.moe || !phase.expertRanks) return attending;
  const apart = expertMemory(model, model.moe, phase, precision, tokens);
  return totalOf(apart) > totalOf(attending) ? apart : attending;
}

/** A rank that holds nothing but experts: those of all layers, and room for what all ranks that attend may send. */
function expertMemory(model: Model, moe: MixtureOfExperts, phase: Phase, precision: Precision, tokens: number): Memory {
  const senders = phase.tp * phase.cp * phase.dp;
  return {
    weights: moeLayers(model) * routedBytes(model, moe, phase, precision),
    kvCache: 0,
    activations: rowBytes(model, moe, phase, precision, tokens),
    buffers: 2 * senders * (tokens / phase.tp) * messageBytes(model, precision),
    reserve: phase.reserve,
  };
}

/** Peak of one microbatch of `tokens`: residual and norm, and the larger of attention and feed-forward network. */
function activationBytes(model: Model, phase: Phase, precision: Precision, tokens: number): number {
  const { attention, moe, hidden } = model;
  const { tp } = phase;
  const residual = 2 * tokens * hidden * 2;
  const widths =
    attention.kind === "mla"
      ? (attention.heads / tp) * (2 * (attention.nopeDim + attention.ropeDim) + 2 * attention.valueDim)
      : attention.headDim * ((2 * attention.heads) / tp + 2 * Math.max(1, attention.kvHeads / tp));
  const core = tokens * widths * 2;
  const act = bytesOf[precision.activations];
  const dense = model.ffn ? (tokens * model.ffn.intermediate * (2 * (model.ffnMatrices - 1) + act)) / tp : 0;
  const experts = moe && !phase.expertRanks ? rowBytes(model, moe, phase, precision, tokens) : 0;
  return residual + Math.max(core, dense, experts);
}

/** Rows of the routed experts on one rank: in, inner values, out. */
function rowBytes(model: Model, moe: MixtureOfExperts, phase: Phase, precision: Precision, tokens: number): number {
  const layout = expertLayout(moe, phase);
  const act = bytesOf[precision.activations];
  const rows = ((tokens * phase.dp * phase.cp * moe.active) / layout.holders) * phase.imbalance;
  return rows * (model.hidden * (act + 2) + (moe.intermediate / layout.tensor) * (2 * (model.ffnMatrices - 1) + act));
}

/**
 * Dispatch and combine buffers. Low latency: room for every rank's tokens, twice (arXiv:2506.12708, 4.2.1). Normal: room for what
 * arrives, twice.
 */
function bufferBytes(model: Model, phase: Phase, precision: Precision, tokens: number): number {
  const moe = model.moe;
  if (!moe || phase.ep <= 1 || phase.dp * phase.cp <= 1) return 0;
  const own = tokens / phase.tp;
  // Ranks that only attend take back what they sent.
  const most = phase.expertRanks ? moe.active : phase.ep;
  const senders = phase.expertPath === "low_latency" ? most : Math.min(phase.ep, moe.active) * phase.imbalance;
  return 2 * senders * own * messageBytes(model, precision);
}

/** A token to its expert and back, with the scales of its quantised values. */
function messageBytes(model: Model, precision: Precision): number {
  const values = model.hidden * (bytesOf[precision.dispatch] + bytesOf[precision.combine]);
  return values + (bytesOf[precision.dispatch] < 2 ? (model.hidden / 56) * 4 : 0);
}
