/**
 * Prompts of several ranks read together: sequence parallel around the attention, tensor parallel inside (SP-TP-SP of CloudMatrix-Infer,
 * arXiv:2506.12708, 4.3.1). Work a rank stays as it is, but prompts of different lengths even out; two exchanges come on top.
 */

import type { Attention, Instance } from "../types";
import { collectiveKernel } from "./collective";
import type { Block, Setting } from "./load";

/** Bytes of a value that is exchanged: in 16 bits. */
const wide = 2;

/** The gathering of the latent (or hidden) values before the heads, and the exchange of heads for tokens after them. */
export function regrouping({ device, model, phase }: Setting, attention: Attention): Block {
  const ranks = phase.attentionGroup;
  const group = { size: ranks, stride: phase.tp };
  const before = attention.kind === "mla" && attention.qRank > 0 ? attention.qRank + attention.kvRank + attention.ropeDim : model.hidden;
  const width = "valueDim" in attention ? attention.valueDim : attention.headDim;
  const gather = collectiveKernel(device, "attention_gather", "attention", "all_gather", group);
  const exchange = collectiveKernel(device, "attention_exchange", "attention", "all_to_all", group);
  return ({ prompt }, to) => {
    gather(prompt * ranks * before * wide, to);
    exchange((prompt * attention.heads * width * wide) / phase.tp, to);
  };
}

/** Prompt tokens of the fullest rank over the mean: those of `attentionGroup` ranks together vary by the root of their number less. */
export function evenedSkew({ skew, attentionGroup }: Instance): number {
  return 1 + (skew - 1) / Math.sqrt(attentionGroup);
}
