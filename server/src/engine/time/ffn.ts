/** The operators behind the attention: a dense network, or gate, dispatch, experts and combine. */

import { bytesOf, type MixtureOfExperts, type Phase } from "../types";
import { collectiveOperator, exchangeOperator } from "./collective";
import { type Load, normOperator, quantise, type Setting, tensorReduce, tokensOf } from "./layer";
import { gemmOperator, groupedOperator, vectorOperator } from "./matrix";
import { type Operator, secondsOf } from "./operator";

/** Dense feed-forward network, split over the tensor parallel group. */
export function denseOperators(setting: Setting, load: Load): Operator[] {
  const { model, phase } = setting;
  const tokens = tokensOf(load) / phase.cp;
  const operators = [
    normOperator(setting, "expert", tokens),
    ...quantise(setting, "expert", tokens, model.hidden),
    ...network(setting, "ffn", tokens, (model.ffn?.intermediate ?? 0) / phase.tp),
  ];
  const reduce = tensorReduce(setting, tokens, "expert");
  if (reduce) operators.push(reduce);
  return operators;
}

/** Up (and gate), activation, down. */
function network(setting: Setting, name: string, tokens: number, intermediate: number): Operator[] {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const up = intermediate * (model.ffnMatrices - 1);
  return [
    gemmOperator(device, name, "expert", { rows: tokens, depth: model.hidden, columns: up, weights, activations }),
    vectorOperator(device, "activation", "expert", tokens * (up + intermediate) * 2, 1),
    ...quantise(setting, "expert", tokens, intermediate),
    gemmOperator(device, name, "expert", { rows: tokens, depth: intermediate, columns: model.hidden, weights, activations }),
  ];
}

/** How the routed experts of a layer lie on the ranks of a stage. */
export interface ExpertLayout {
  /** Ranks that one expert is split over. */
  readonly tensor: number;
  /** Ranks (expert groups, where `tensor` > 1) that hold routed experts. */
  readonly holders: number;
  /** Routed experts on each of them, redundant ones included. */
  readonly perHolder: number;
  /** Whether every holder has the shared expert beside its routed ones. */
  readonly sharedEverywhere: boolean;
}

export function expertLayout(moe: MixtureOfExperts, phase: Phase): ExpertLayout {
  const ranks = phase.tp * phase.cp * phase.dp;
  const holders = Math.max(1, phase.ep - phase.sharedExpertRanks);
  return {
    tensor: Math.max(1, ranks / phase.ep),
    holders,
    perHolder: (moe.experts + phase.redundantExperts) / holders,
    sharedEverywhere: phase.sharedExpertRanks === 0,
  };
}

/** Gate, dispatch, routed and shared experts, combine. */
export function moeOperators(setting: Setting, moe: MixtureOfExperts, load: Load): Operator[] {
  const { device, model, phase, precision } = setting;
  const { calibration } = device.machine.chip;
  const layout = expertLayout(moe, phase);
  const ranks = phase.tp * phase.cp * phase.dp;
  const groupTokens = tokensOf(load) / phase.cp;
  // Tensor parallel ranks hold the same tokens: each sends its share of them.
  const ownTokens = groupTokens / phase.tp;
  const exchanged = phase.dp * phase.cp > 1 && phase.ep > 1;
  const operators: Operator[] = [
    normOperator(setting, "expert", groupTokens),
    gemmOperator(device, "gate", "expert", {
      rows: groupTokens,
      depth: model.hidden,
      columns: moe.experts,
      weights: "bf16",
      activations: "bf16",
    }),
    vectorOperator(device, "gate", "expert", groupTokens * moe.experts * 4, 1),
  ];
  const add = (...more: (Operator | undefined)[]) => {
    for (const operator of more) if (operator) operators.push(operator);
  };

  const group = { size: phase.ep, stride: layout.tensor };
  const gathers = exchanged ? phase.expertPath === "all_gather" : phase.dp * phase.cp > 1;
  const paths = phase.expertPath === "low_latency" ? calibration.lowLatency : calibration.normal;
  const exchange = {
    group,
    tokens: ownTokens,
    active: moe.active + (layout.sharedEverywhere ? 0 : moe.shared),
    imbalance: phase.imbalance,
  };
  // Low-latency dispatch quantises on its way; a shared expert on every rank wants the quantised tokens all the same.
  const inDispatch = exchanged && !gathers && phase.expertPath === "low_latency";
  if (!inDispatch || (moe.shared > 0 && layout.sharedEverywhere)) add(...quantise(setting, "expert", groupTokens, model.hidden));

  const dispatchMessage = model.hidden * bytesOf[precision.dispatch] + scaleBytes(model.hidden, bytesOf[precision.dispatch]);
  const everyone = { size: phase.dp * phase.cp, stride: phase.tp };

  if (gathers)
    add(collectiveOperator(device, "dispatch", "expert", "all_gather", everyone, groupTokens * phase.dp * phase.cp * dispatchMessage));
  else if (exchanged) add(exchangeOperator(device, "dispatch", "expert", paths.dispatch, { ...exchange, message: dispatchMessage }));

  // Rows that one holder computes: all tokens of the stage × active / holders, on the hottest one.
  const stageTokens = groupTokens * phase.dp * phase.cp;
  const rows = (stageTokens * moe.active * phase.imbalance) / (layout.holders * layout.perHolder);
  const expert = routed(setting, moe, layout.perHolder, rows, layout.tensor);
  if (moe.shared > 0 && !layout.sharedEverywhere) {
    // The ranks that hold the shared expert and those that hold routed ones work at the same time; the slower sort counts.
    const shared = network(
      setting,
      "shared_expert",
      (stageTokens * moe.shared) / phase.sharedExpertRanks,
      moe.sharedIntermediate / layout.tensor,
    );
    add(...(total(shared) > total(expert) ? shared : expert));
  } else add(...expert);
  if (moe.shared > 0 && layout.sharedEverywhere) {
    const shared =
      exchanged && !gathers
        ? { tokens: groupTokens, split: phase.tp }
        : { tokens: gathers ? stageTokens : groupTokens, split: gathers ? ranks : phase.tp };
    add(...network(setting, "shared_expert", shared.tokens, (moe.shared * moe.sharedIntermediate) / shared.split));
  }

  if (gathers)
    add(
      collectiveOperator(device, "combine", "expert", "reduce_scatter", everyone, stageTokens * model.hidden * bytesOf[precision.combine]),
    );
  else if (exchanged)
    add(exchangeOperator(device, "combine", "expert", paths.combine, { ...exchange, message: model.hidden * bytesOf[precision.combine] }));
  if (phase.expertPath === "normal" && exchanged) {
    // The combined copies are weighted and summed from memory; low-latency combine does it on arrival.
    add(vectorOperator(device, "combine", "expert", ownTokens * moe.active * model.hidden * 2, 1));
  }
  if (moe.shared > 0 && layout.sharedEverywhere) {
    // The shared expert's result is added to the routed ones'.
    add(vectorOperator(device, "combine", "expert", groupTokens * model.hidden * 6, 1));
  }
  add(tensorReduce(setting, groupTokens, "expert"));
  return operators;
}

function total(operators: readonly Operator[]): number {
  return operators.reduce((sum, operator) => sum + secondsOf(operator, 1), 0);
}

/** Grouped up, activation, down over the experts of one rank; with low-latency dispatch tokens arrive in expert order, else they are permuted. */
function routed(setting: Setting, moe: MixtureOfExperts, experts: number, rows: number, tensor: number): Operator[] {
  const { device, model, phase, precision } = setting;
  const activations = precision.activations;
  const intermediate = moe.intermediate / tensor;
  const up = intermediate * (model.ffnMatrices - 1);
  const all = rows * experts;
  const operators = [
    groupedOperator(device, "experts", "expert", {
      rows,
      depth: model.hidden,
      columns: up,
      count: experts,
      weights: precision.experts,
      activations,
    }),
    vectorOperator(device, "activation", "expert", all * (up + intermediate) * 2, 1),
    ...quantise(setting, "expert", all, intermediate),
    groupedOperator(device, "experts", "expert", {
      rows,
      depth: intermediate,
      columns: model.hidden,
      count: experts,
      weights: precision.experts,
      activations,
    }),
  ];
  if (phase.expertPath === "low_latency") return operators;
  const permute = vectorOperator(device, "permute", "expert", all * model.hidden * (2 * bytesOf[activations] + 2 * 2), 2);
  return [permute, ...operators];
}

/** Quantised tokens carry their scales along: 512 bytes for 7,168 values (arXiv:2506.12708, 4.2.1), one 4-byte scale for each 56. */
function scaleBytes(hidden: number, bytes: number): number {
  return bytes < 2 ? (hidden / 56) * 4 : 0;
}
