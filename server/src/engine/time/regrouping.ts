/**
 * Prompts of several ranks read together: sequence parallel around the attention, tensor parallel inside (SP-TP-SP of CloudMatrix-Infer,
 * arXiv:2506.12708, 4.3.1). Work a rank stays as it is, but prompts of different lengths even out; two exchanges come on top.
 */

import type { Attention, Phase } from "../types";
import { collectiveOperator } from "./collective";
import type { Load, Setting } from "./load";
import { add, type Operator } from "./operator";

/** Bytes of a value that is exchanged: in 16 bits. */
const wide = 2;

/** The gathering of the latent (or hidden) values before the heads, and the exchange of heads for tokens after them. */
export function regrouping({ device, model, phase }: Setting, load: Load, attention: Attention, operators: Operator[]): Operator[] {
  const ranks = phase.attentionGroup;
  if (ranks <= 1 || load.prompt <= 0) return operators;
  const group = { size: ranks, stride: phase.tp };
  const before = attention.kind === "mla" && attention.qRank > 0 ? attention.qRank + attention.kvRank + attention.ropeDim : model.hidden;
  const width = "valueDim" in attention ? attention.valueDim : attention.headDim;
  const tokens = load.prompt * ranks;
  add(operators, collectiveOperator(device, "attention_gather", "attention", "all_gather", group, tokens * before * wide));
  const sent = (load.prompt * attention.heads * width * wide) / phase.tp;
  add(operators, collectiveOperator(device, "attention_exchange", "attention", "all_to_all", group, sent));
  return operators;
}

/** Prompt tokens of the fullest rank over the mean: those of `attentionGroup` ranks together vary by the root of their number less. */
export function evenedSkew({ skew, attentionGroup }: Phase): number {
  return 1 + (skew - 1) / Math.sqrt(attentionGroup);
}
