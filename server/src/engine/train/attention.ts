/** The attention block of a layer, forward and backward, with what context parallel ranks exchange. */

import { vectorOperator, gemmOperator } from "../time/matrix";
import { attentionOperators } from "../time/layer";
import { isCommunication, type Operator } from "../time/operator";
import type { Attention } from "../types";
import { computing, products } from "./computing";
import { collective, nothing, type Pass, shown, together } from "./item";
import { type Job } from "./setting";
import { tensorExchange } from "./tensor";
import { backwardName } from "./transpose";

export function attentionPass(job: Job, attention: Attention): Pass {
  const { plan, setting, load } = job;
  const operators = attentionOperators(setting, load, attention);
  const stored = plan.runtime.storedScores && attention.kind === "gqa";
  const computed = ownNorms(
    job,
    operators.filter((operator) => !isCommunication(operator) && !(stored && isCore(operator))),
  );
  const gathers = operators.filter((operator) => isCommunication(operator) && operator.name === "all_gather");
  return together(
    computing(job, computed),
    stored && attention.kind === "gqa" ? storedCore(job, attention) : nothing,
    contextExchange(job, attention, gathers),
    tensorExchange(job, plan.model.hidden),
  );
}

export function isCore({ name }: Operator): boolean {
  return name === "attention";
}

/** Norms and residuals of the tokens that a rank keeps for itself under sequence parallelism. */
export function ownNorms({ tokens, ownTokens }: Job, operators: readonly Operator[]): readonly Operator[] {
  const share = ownTokens / tokens;
  if (share === 1) return operators;
  return operators.map((operator) =>
    operator.name === "norm" ? { ...operator, bytes: operator.bytes * share, memory: operator.memory * share } : operator,
  );
}

/** Scores, softmax and weighted sum as kernels of their own, over all pairs of tokens, with the scores in memory (Korthikanti 2022, figure 3). */
function storedCore(job: Job, { heads, headDim }: Extract<Attention, { kind: "gqa" }>): Pass {
  const { device, plan } = job;
  const { layout, sequence, microbatch, precision, runtime } = plan;
  const count = (heads / layout.tp) * microbatch;
  const rows = sequence / layout.cp;
  const types = { weights: precision.attention, activations: precision.attention };
  const scores = count * rows * sequence;
  return together(
    products(job, [
      gemmOperator(device, "attention", "attention", { rows, depth: headDim, columns: sequence, count, ...types }),
      gemmOperator(device, "attention", "attention", { rows, depth: sequence, columns: headDim, count, ...types }),
    ]),
    // Softmax reads and writes the scores; dropout does so once more, and writes a mask.
    computing(job, [vectorOperator(device, "attention_scores", "attention", scores * (4 + (runtime.dropout ? 5 : 0)), 1)]),
  );
}

/** Ring and all-gather move the same keys and values, and their gradients back; all-to-all moves queries and results too (arXiv:2309.14509). */
function contextExchange(job: Job, attention: Attention, gathers: readonly Operator[]): Pass {
  const { plan, tokens } = job;
  const { cp, tp } = plan.layout;
  if (cp === 1) return nothing;
  if (plan.context === "all_to_all" && (attention.kind === "gqa" || attention.kind === "mla")) {
    const width = attention.kind === "gqa" ? 2 * (attention.heads + attention.kvHeads) * attention.headDim : exchanged(attention);
    const exchange = (name: string) => collective(job, name, "all_to_all", { size: cp, stride: tp }, (tokens * width * 2) / tp);
    return { forward: exchange("context_exchange"), input: exchange("context_exchange_backward"), weight: [] };
  }
  const hide = plan.context === "ring" ? ("context" as const) : undefined;
  const named = (name: string) => gathers.map((operator) => ({ operator: { ...operator, name }, hide }));
  const back = backwardName("context_gather");
  return { forward: named("context_gather"), input: [...named(back), ...named(back)], weight: [] };
}

function exchanged({ heads, nopeDim, ropeDim, valueDim }: Extract<Attention, { kind: "mla" }>): number {
  return heads * (2 * (nopeDim + ropeDim) + 2 * valueDim);
}

/** The attention core alone, where it is computed again for the backward pass. */
export function coreAgain(pass: Pass): Pass["forward"] {
  return pass.forward
    .filter(({ operator }) => isCore(operator) || operator.name === "attention_scores")
    .map(({ operator }) => shown(operator));
}
