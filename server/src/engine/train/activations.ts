/**
 * Activations that a layer keeps for its backward pass, of one microbatch on one rank: the terms of Korthikanti 2022, section 4, for any
 * attention and feed-forward network. Inputs of multiplications are kept in the type that is multiplied, everything else in 16 bits.
 */

import { blocksOf, linearWidth } from "../model";
import { type Attention, bytesOf, type LayerSort, type MixtureOfExperts } from "../types";
import { expertShare } from "./experts";
import type { Job } from "./setting";

/** Bytes of a value of an intermediate, of an input of a multiplication. */
const wide = 2;

function narrow({ plan }: Job): number {
  return Math.min(wide, bytesOf[plan.precision.activations]);
}

/** Everything that the backward pass of a layer wants, where nothing is computed again. */
export function layerActivations(job: Job, sort: LayerSort): number {
  const { plan, ownTokens } = job;
  const { hidden, moe } = plan.model;
  // Of each block the input of its norm, and the mask of its dropout.
  const residual = blocksOf(sort) * ownTokens * hidden * (wide * (plan.model.streams ?? 1) + (plan.runtime.dropout ? 1 : 0));
  const attention = sort.attention ? attentionActivations(job, sort.attention) : 0;
  if (!sort.network) return residual + attention;
  return residual + attention + (sort.network === "experts" && moe ? expertActivations(job, moe) : denseActivations(job));
}

/** What is left of a layer under `recompute`. */
export function keptActivations(job: Job, sort: LayerSort): number {
  switch (job.plan.recompute) {
    case "none":
      return layerActivations(job, sort);
    case "selective":
      return layerActivations(job, sort) - (sort.attention ? scoreBytes(job, sort.attention) : 0);
    case "full":
      return job.ownTokens * job.plan.model.hidden * wide;
  }
}

/** Input of the projections, queries, keys, values, result, and the scores where they are kept. */
function attentionActivations(job: Job, attention: Attention): number {
  const { tokens, ownTokens, plan } = job;
  const { hidden } = plan.model;
  const { tp } = plan.layout;
  const input = ownTokens * hidden * narrow(job);
  return (
    input + tokens * attentionValues(attention, tp, narrow(job), plan.runtime.storedScores ? 0 : bytesOf.fp32) + scoreBytes(job, attention)
  );
}

/** Bytes of one token; `sums` those of the softmax of a head, without its scores. A result of 16 bits that is multiplied in fewer is kept twice: the core wants it, too. */
function attentionValues(attention: Attention, tp: number, input: number, sums: number): number {
  const again = input < wide ? input : 0;
  switch (attention.kind) {
    case "gqa": {
      const { heads, kvHeads, headDim, gate = false } = attention;
      const keys = Math.max(1, kvHeads / tp);
      return ((heads / tp) * (2 * wide + again + (gate ? 2 * wide : 0)) + 2 * keys * wide) * headDim + (heads / tp) * sums;
    }
    case "mla": {
      const { heads, qRank, kvRank, nopeDim, ropeDim, valueDim } = attention;
      const latent = (qRank + kvRank) * (wide + input) + ropeDim * wide;
      const own = 2 * (nopeDim + ropeDim) * wide + valueDim * (2 * wide + again) + sums;
      return latent + (heads / tp) * own;
    }
    case "linear": {
      const { heads, valueDim, rule } = attention;
      // Mamba-2's kernels keep what the convolution takes in, and compute what it gives once more (mamba_split_conv1d_scan_combined).
      const convolved = rule === "mamba2" ? 1 : 2;
      return (convolved * linearWidth(attention) * wide + heads * valueDim * (2 * wide + input)) / tp;
    }
    case "compressed": {
      const { heads, headDim, qRank, outputRank, outputGroups } = attention;
      return qRank * (wide + input) + headDim * wide + (heads * headDim * (2 * wide + again) + outputGroups * outputRank * input) / tp;
    }
  }
}

/** Softmax's result, and with dropout its mask and its result: 5·a·s² bytes (Korthikanti 2022, section 4.1); FlashAttention keeps none. */
function scoreBytes({ plan, tokens }: Job, attention: Attention): number {
  if (!plan.runtime.storedScores || attention.kind !== "gqa") return 0;
  return tokens * plan.sequence * (attention.heads / plan.layout.tp) * (plan.runtime.dropout ? wide + 1 + wide : wide);
}

/** Input, results of up and gate, input of down. */
function denseActivations(job: Job): number {
  const { tokens, ownTokens, plan } = job;
  const { model, layout } = plan;
  const inner = (model.ffn?.intermediate ?? 0) / layout.tp;
  return ownTokens * model.hidden * narrow(job) + tokens * networkValues(job, inner);
}

function networkValues(job: Job, inner: number): number {
  return inner * ((job.plan.model.ffnMatrices - 1) * wide + narrow(job));
}

/** Input of gate and shared experts, scores of the gate, and of each copy of a token what its expert took in and made of it. */
function expertActivations(job: Job, moe: MixtureOfExperts): number {
  const { ownTokens, tokens, plan } = job;
  const { hidden } = plan.model;
  const { rows, own } = expertShare(job, moe);
  const inner = moe.intermediate / plan.layout.expertTp;
  const shared = moe.shared > 0 ? tokens * networkValues(job, (moe.shared * moe.sharedIntermediate) / plan.layout.tp) : 0;
  const copies = rows * ((moe.latent ?? hidden) * narrow(job) + networkValues(job, inner));
  return ownTokens * hidden * wide + own * moe.experts * bytesOf.fp32 + copies + shared;
}
