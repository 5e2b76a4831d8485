/** Memory of the worst rank, by part. docs/engine.md, "Memory", has the formulas. */

import { cacheBytes } from "./cache";
import { PerInstance } from "./instances";
import { draftSort, layerSorts, moeLayers, type SortCount, stageSorts } from "./layers";
import {
  attentionParameters,
  expertParameters,
  ffnParameters,
  gateParameters,
  linearWidth,
  outputParameters,
  sharedParameters,
  visionParameters,
} from "./model";
import { expertLayout } from "./time/moe";
import { withoutWindow } from "./windows";
import {
  type Attention,
  bytesOf,
  type LayerSort,
  type MixtureOfExperts,
  type Model,
  type Instance,
  type Precision,
  type Workload,
} from "./types";
import { freshTokens, lengthInFlight } from "./workload";

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

/** Embeddings, head and gates stay in 16 bits. Norms are left out: less than 0.01%. */
const wideBytes = 2;

/** Weights of the worst rank: of the heaviest pipeline stage and the head, beside its share of every layer. */
export function weightBytes(model: Model, phase: Instance, precision: Precision): number {
  let layers = 0;
  for (const stage of stageSorts(model, phase.pp)) layers = Math.max(layers, stageBytes(model, phase, precision, stage));
  return layers + embeddingBytes(model, phase) + draftBytes(model, phase, precision) + encoderBytes(model, phase);
}

/** What the weights of the worst rank are made of, in bytes: for each sort of layers of its stage, and what is beside the layers. */
export function weightParts(model: Model, phase: Instance, precision: Precision): readonly WeightPart[] {
  const stages = stageSorts(model, phase.pp).map((stage) => ({ stage, bytes: stageBytes(model, phase, precision, stage) }));
  const heaviest = stages.reduce((left, right) => (right.bytes > left.bytes ? right : left));
  const ofLayers = heaviest.stage.flatMap(({ sort, layers }) => {
    const attention = attentionBytes(model, sort.attention, phase, precision);
    const network = networkBytes(model, phase, precision, sort);
    return [
      { name: "attention", layers, bytes: layers * attention },
      { name: sort.network === "experts" ? "experts, shared experts and gates" : "dense networks", layers, bytes: layers * network },
    ];
  });
  return [
    ...ofLayers,
    { name: "embeddings and head", layers: 0, bytes: embeddingBytes(model, phase) },
    { name: "drafts", layers: 0, bytes: draftBytes(model, phase, precision) },
    { name: "image encoder", layers: 0, bytes: encoderBytes(model, phase) },
  ].filter(({ bytes }) => bytes > 0);
}

/** `layers` is how many of them the bytes are of; 0: of none. */
export interface WeightPart {
  readonly name: string;
  readonly layers: number;
  readonly bytes: number;
}

function embeddingBytes({ tiedEmbeddings, vocabulary, hidden }: Model, { tp, pp }: Instance): number {
  const ends = pp === 1 && !tiedEmbeddings ? 2 : 1;
  return (ends * vocabulary * hidden * wideBytes) / tp;
}

/** The encoder of images, in 16 bits, where prompts are read. */
function encoderBytes({ vision, hidden }: Model, phase: Instance): number {
  return vision && phase.name !== "decode" ? (visionParameters(vision, hidden) * wideBytes) / phase.tp : 0;
}

/** Weights of the layers of one pipeline stage. */
function stageBytes(model: Model, phase: Instance, precision: Precision, stage: readonly SortCount[]): number {
  let bytes = 0;
  for (const { sort, layers } of stage) bytes += layers * layerBytes(model, phase, precision, sort);
  return bytes;
}

function layerBytes(model: Model, phase: Instance, precision: Precision, sort: LayerSort): number {
  return attentionBytes(model, sort.attention, phase, precision) + networkBytes(model, phase, precision, sort);
}

function networkBytes(model: Model, phase: Instance, precision: Precision, { network }: LayerSort): number {
  switch (network) {
    case "experts":
      return moeLayerBytes(model, phase, precision);
    case "dense":
      return (ffnParameters(model, model.ffn?.intermediate ?? 0) * bytesOf[precision.weights]) / phase.tp;
    case undefined:
      return 0;
  }
}

/** Attention weights of a layer. Where answers are written, the absorbed expansions of mla stay in 16 bits, as they are multiplied. */
function attentionBytes({ hidden }: Model, attention: Attention | undefined, phase: Instance, precision: Precision): number {
  const weights = bytesOf[precision.projections.weights];
  const output = outputParameters(attention, hidden) * (bytesOf[precision.output.weights] - weights);
  const all = attentionParameters(attention, hidden) * weights + output;
  if (attention?.kind !== "mla" || phase.name === "prefill") return all / phase.tp;
  const absorbed = attention.kvRank * attention.heads * (attention.nopeDim + attention.valueDim);
  return (all + absorbed * (wideBytes - weights)) / phase.tp;
}

/** Routed experts of one layer on one of the ranks that hold some. */
function routedBytes(model: Model, moe: MixtureOfExperts, phase: Instance, precision: Precision): number {
  const layout = expertLayout(moe, phase);
  return (layout.perHolder * expertParameters(model, moe) * bytesOf[precision.experts]) / layout.tensor;
}

function moeLayerBytes(model: Model, phase: Instance, precision: Precision): number {
  const moe = model.moe;
  if (!moe) return 0;
  const layout = expertLayout(moe, phase);
  const routed = phase.expertRanks ? 0 : routedBytes(model, moe, phase, precision);
  const shared = layout.sharedEverywhere ? (sharedParameters(model, moe) * bytesOf[precision.weights]) / phase.tp : 0;
  return routed + shared + gateParameters(model, moe) * wideBytes;
}

/** A draft model lies on the same ranks, without experts of its own on others. */
export function draftPhase(phase: Instance): Instance {
  return { ...phase, speculation: undefined, ep: 1, redundantExperts: 0, sharedExpertRanks: 0 };
}

/**
 * What drafts: a model of its own, or multi-token prediction modules, which are a layer and a projection each and share the embeddings.
 */
function draftBytes(model: Model, phase: Instance, precision: Precision): number {
  if (phase.speculation?.draft) return weightBytes(phase.speculation.draft, draftPhase(phase), precision);
  if (!phase.speculation || model.mtpModules === 0) return 0;
  const projection = 2 * model.hidden * model.hidden * bytesOf[precision.weights];
  return model.mtpModules * (layerBytes(model, phase, precision, draftSort(model)) + projection);
}

/** KV cache (and states of linear attention) of one sequence of `length` tokens on one rank, of the stage that holds most. */
export function kvBytesOfSequence(model: Model, phase: Instance, precision: Precision, length: number): number {
  const { tp, pp, cp, speculation } = phase;
  const draft = speculation?.draft;
  let most = 0;
  for (const stage of stageSorts(model, pp)) {
    let bytes = 0;
    for (const { sort, layers } of stage) bytes += layers * cacheBytes(keptOf(sort.attention, phase), length, tp, cp, precision.kvCache);
    most = Math.max(most, bytes);
  }
  const modules = speculation && !draft ? model.mtpModules * cacheBytes(draftSort(model).attention, length, tp, cp, precision.kvCache) : 0;
  const drafted = draft ? kvBytesOfSequence(draft, draftPhase(phase), precision, length) : 0;
  return most + modules + drafted;
}

function keptOf(attention: Attention | undefined, { runtime }: Instance): Attention | undefined {
  return attention && runtime.windows !== "kept" ? withoutWindow(attention) : attention;
}

/** Sequences that a data parallel group holds, and the tokens that each finds room for. */
export function admitted(phase: Instance, workload: Workload, batch: number): { readonly sequences: number; readonly length: number } {
  const perGroup = batch / phase.dp;
  if (phase.name !== "prefill") return { sequences: perGroup, length: lengthInFlight(workload, phase.runtime.answerRoom) };
  // A prompt that is read in several batches is held whole all the while.
  return { sequences: Math.max(1, perGroup / freshTokens(workload)), length: workload.input };
}

/**
 * Memory of the worst rank when the instance holds `batch` (tokens for prefill, requests for the other phases).
 * Requests are admitted at full length, input and output, or with as much of the output as the engine asks room for.
 */
export function memoryOf(model: Model, phase: Instance, precision: Precision, workload: Workload, batch: number): Memory {
  const perGroup = batch / phase.dp;
  const prefill = phase.name === "prefill";
  const { sequences, length } = admitted(phase, workload, batch);
  const queries = 1 + (phase.speculation?.tokens ?? 0);
  const stepTokens = prefill ? perGroup : (perGroup * queries) / phase.pp + (phase.name === "colocated" ? phase.chunk : 0);
  const tokens = stepTokens / phase.cp / phase.microbatches;
  const logits = prefill ? sequences : (perGroup * queries) / phase.pp;
  const { rank, expertRank } = footprintOf(model, phase, precision);
  const attending: Memory = {
    weights: rank.weights,
    kvCache: sequences * kvBytesOfSequence(model, phase, precision, length),
    activations: tokens * rank.activations + (logits * model.vocabulary * 4) / phase.tp,
    buffers: tokens * rank.buffers,
    reserve: phase.reserve,
  };
  if (!expertRank) return attending;
  const { weights, activations, buffers } = expertRank;
  const apart = { weights, kvCache: 0, activations: tokens * activations, buffers: tokens * buffers, reserve: phase.reserve };
  return totalOf(apart) > totalOf(attending) ? apart : attending;
}

/** What does not depend on the batch: bytes of the weights, and of activations and buffers for one token of a microbatch. */
interface Share {
  readonly weights: number;
  readonly activations: number;
  readonly buffers: number;
}

interface Footprint {
  readonly rank: Share;
  /** Of a rank that holds nothing but experts, if there are such. */
  readonly expertRank: Share | undefined;
}

const footprints = new WeakMap<Model, PerInstance<Footprint>>();

function footprintOf(model: Model, phase: Instance, precision: Precision): Footprint {
  let known = footprints.get(model);
  if (!known) footprints.set(model, (known = new PerInstance()));
  return known.of(model, phase, precision, () => ({
    rank: {
      weights: weightBytes(model, phase, precision),
      activations: activationBytes(model, phase, precision),
      buffers: bufferBytes(model, phase, precision),
    },
    expertRank: model.moe && phase.expertRanks ? expertShare(model, model.moe, phase, precision) : undefined,
  }));
}

/** A rank that holds nothing but experts: those of all layers, and room for what all ranks that attend may send. */
function expertShare(model: Model, moe: MixtureOfExperts, phase: Instance, precision: Precision): Share {
  const senders = phase.tp * phase.cp * phase.dp;
  return {
    weights: moeLayers(model) * routedBytes(model, moe, phase, precision),
    activations: rowBytes(model, moe, phase, precision),
    buffers: (2 * senders * messageBytes(moe.latent ?? model.hidden, precision)) / phase.tp,
  };
}

/** Peak of one microbatch, for each token: residual and norm, and the larger of attention and feed-forward network. */
function activationBytes(model: Model, phase: Instance, precision: Precision): number {
  const { moe, hidden } = model;
  const { tp } = phase;
  const residual = (1 + (model.streams ?? 1)) * hidden * 2;
  let widest = 0;
  for (const { sort } of layerSorts(model)) widest = Math.max(widest, attentionWidth(sort.attention, tp));
  const act = bytesOf[precision.activations];
  const dense = model.ffn ? (model.ffn.intermediate * (2 * (model.ffnMatrices - 1) + act)) / tp : 0;
  const experts = moe && !phase.expertRanks ? rowBytes(model, moe, phase, precision) : 0;
  return residual + Math.max(widest * 2, dense, experts);
}

/** Values of one token in the largest part of a layer's attention, on one rank. */
function attentionWidth(attention: Attention | undefined, tp: number): number {
  switch (attention?.kind) {
    case undefined:
      return 0;
    case "gqa":
      return attention.headDim * (((attention.gate ? 3 : 2) * attention.heads) / tp + 2 * Math.max(1, attention.kvHeads / tp));
    case "mla":
      return (attention.heads / tp) * (2 * (attention.nopeDim + attention.ropeDim) + (attention.gate ? 3 : 2) * attention.valueDim);
    case "linear":
      return (linearWidth(attention) + 2 * attention.heads * attention.valueDim) / tp;
    case "compressed":
      return (2 * attention.heads * attention.headDim) / tp + attention.headDim;
  }
}

/** Rows of the routed experts on one rank, for each token of a microbatch: in, inner values, out. */
function rowBytes(model: Model, moe: MixtureOfExperts, phase: Instance, precision: Precision): number {
  const layout = expertLayout(moe, phase);
  const act = bytesOf[precision.expertActivations];
  const rows = ((phase.dp * phase.cp * moe.active) / layout.holders) * phase.imbalance;
  return rows * ((moe.latent ?? model.hidden) * (act + 2) + (moe.intermediate / layout.tensor) * (2 * (model.ffnMatrices - 1) + act));
}

/**
 * Dispatch and combine buffers, for each token of a microbatch. Low latency: room for every rank's tokens, twice (arXiv:2506.12708, 4.2.1).
 * Normal: room for what arrives, twice.
 */
function bufferBytes(model: Model, phase: Instance, precision: Precision): number {
  const moe = model.moe;
  if (!moe || phase.ep <= 1 || phase.dp * phase.cp <= 1) return 0;
  // Ranks that only attend take back what they sent.
  const most = phase.expertRanks ? moe.active : phase.ep;
  const senders = phase.expertPath === "low_latency" ? most : Math.min(phase.ep, moe.active) * phase.imbalance;
  return (2 * senders * messageBytes(moe.latent ?? model.hidden, precision)) / phase.tp;
}

/** A token to its expert and back, with the scales of its quantised values. */
function messageBytes(width: number, precision: Precision): number {
  const values = width * (bytesOf[precision.dispatch] + bytesOf[precision.combine]);
  return values + (bytesOf[precision.dispatch] < 2 ? (width / 56) * 4 : 0);
}
