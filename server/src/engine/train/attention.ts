/** The attention block of a layer, forward and backward, with what context parallel ranks exchange. */

import { attentionOperators } from "../time/layer";
import { gemmOperator, vectorOperator } from "../time/matrix";
import { isCommunication, type Operator } from "../time/operator";
import type { Attention, GroupedAttention, LatentAttention } from "../types";
import { computing, products } from "./computing";
import { collective, type Pass } from "./item";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";
import { backwardName, renamed } from "./transpose";

export function attentionPass(job: Job, pass: Pass, attention: Attention): void {
  const { plan, setting, load } = job;
  const stored = plan.runtime.storedScores && attention.kind === "gqa";
  const computed: Operator[] = [];
  const gathers: Operator[] = [];
  for (const operator of attentionOperators(setting, load, attention)) {
    if (!isCommunication(operator)) {
      if (!stored || !isCore(operator)) computed.push(ownNorm(job, operator));
    } else if (operator.name === "all_gather") gathers.push(operator);
  }
  computing(job, pass, computed);
  if (stored) storedCore(job, pass, attention);
  contextExchange(job, pass, attention, gathers);
  tensorExchange(job, pass, plan.model.hidden);
}

/** Whether it is the attention core, which selective recomputation computes again. */
export function isCore({ name }: Operator): boolean {
  return name === "attention" || name === "attention_scores";
}

/** Norms and residuals are those of the tokens that a rank keeps for itself under sequence parallelism. */
export function ownNorm({ tokens, ownTokens }: Job, operator: Operator): Operator {
  const share = ownTokens / tokens;
  if (share === 1 || operator.name !== "norm") return operator;
  return { ...operator, bytes: operator.bytes * share, memory: operator.memory * share };
}

/** Scores, softmax and weighted sum as kernels of their own, over all pairs of tokens, with the scores in memory (Korthikanti 2022, figure 3). */
function storedCore(job: Job, pass: Pass, { heads, headDim }: GroupedAttention): void {
  const { device, plan } = job;
  const { layout, sequence, microbatch, precision, runtime } = plan;
  const count = (heads / layout.tp) * microbatch;
  const rows = sequence / layout.cp;
  const types = { weights: precision.attention, activations: precision.attention };
  products(job, pass, [
    gemmOperator(device, "attention", "attention", { rows, depth: headDim, columns: sequence, count, ...types }),
    gemmOperator(device, "attention", "attention", { rows, depth: sequence, columns: headDim, count, ...types }),
  ]);
  // Softmax reads and writes the scores; dropout does so once more, and writes a mask.
  const bytes = count * rows * sequence * (4 + (runtime.dropout ? 5 : 0));
  computing(job, pass, [vectorOperator(device, "attention_scores", "attention", bytes, 1)]);
}

/** Ring and all-gather move the same keys and values, and their gradients back; all-to-all moves queries and results too (arXiv:2309.14509). */
function contextExchange(job: Job, pass: Pass, attention: Attention, gathers: readonly Operator[]): void {
  const { plan, tokens } = job;
  const { cp, tp } = plan.layout;
  if (cp === 1) return;
  if (plan.context === "all_to_all" && (attention.kind === "gqa" || attention.kind === "mla")) {
    const bytes = (tokens * exchangedWidth(attention) * 2) / tp;
    collective(job, pass.forward, "context_exchange", "all_to_all", { size: cp, stride: tp }, bytes);
    collective(job, pass.input, "context_exchange_backward", "all_to_all", { size: cp, stride: tp }, bytes);
    return;
  }
  const hide = plan.context === "ring" ? ("context" as const) : undefined;
  const back = backwardName("context_gather");
  for (const operator of gathers) {
    pass.forward.push({ operator: renamed(operator, "context_gather"), hide });
    // Keys and values once more, and their gradients.
    for (let times = 0; times < 2; times++) pass.input.push({ operator: renamed(operator, back), hide });
  }
}

/** Values of a token that are swapped: queries, keys, values, and results. */
function exchangedWidth(attention: GroupedAttention | LatentAttention): number {
  if (attention.kind === "gqa") return 2 * (attention.heads + attention.kvHeads) * attention.headDim;
  const { heads, nopeDim, ropeDim, valueDim } = attention;
  return heads * (2 * (nopeDim + ropeDim) + 2 * valueDim);
}
