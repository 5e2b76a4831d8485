/** A layer's mixture of experts: gate, dispatch, routed and shared experts, combine. */

import { bytesOf, type Layout, type MixtureOfExperts } from "../types";
import { collectiveOperator, type Group } from "./collective";
import { type Exchange, exchangeOperator } from "./exchange";
import { network } from "./ffn";
import { normOperator, quantise, tensorReduce } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, groupedOperator, quantisationOperator, vectorOperator } from "./matrix";
import { add, type Operator, secondsOf, type Stream } from "./operator";

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

export function expertLayout(moe: MixtureOfExperts, phase: Layout): ExpertLayout {
  const ranks = phase.tp * phase.cp * phase.dp;
  const holders = Math.max(1, phase.ep - phase.sharedExpertRanks);
  return {
    tensor: phase.expertRanks ? 1 : Math.max(1, ranks / phase.ep),
    holders,
    perHolder: (moe.experts + phase.redundantExperts) / holders,
    sharedEverywhere: phase.sharedExpertRanks === 0,
  };
}

/** How the tokens of a step come to their experts: by exchange, by gathering them all on every rank, or they are there already. */
interface Route {
  readonly layout: ExpertLayout;
  readonly way: "exchange" | "gather" | "local";
  /** Tokens of one data parallel group on one context parallel rank. */
  readonly groupTokens: number;
  /** Tokens of all groups. */
  readonly stageTokens: number;
  /** Every holder has the shared expert, and there is one. */
  readonly sharedBeside: boolean;
}

function routeOf({ phase }: Setting, moe: MixtureOfExperts, load: Load): Route {
  const layout = expertLayout(moe, phase);
  const groups = phase.dp * phase.cp;
  const groupTokens = tokensOf(load) / phase.cp;
  const spread = phase.expertRanks
    ? "exchange"
    : groups > 1
      ? phase.ep > 1 && phase.expertPath !== "all_gather"
        ? "exchange"
        : "gather"
      : "local";
  return { layout, way: spread, groupTokens, stageTokens: groupTokens * groups, sharedBeside: moe.shared > 0 && layout.sharedEverywhere };
}

/** Gate, dispatch, routed and shared experts, combine. */
export function moeOperators(setting: Setting, moe: MixtureOfExperts, load: Load, operators: Operator[] = []): Operator[] {
  const route = routeOf(setting, moe, load);
  gate(setting, moe, route, operators);
  add(operators, latent(setting, moe, route, "in"));
  dispatch(setting, moe, route, operators);
  experts(setting, moe, route, operators);
  combine(setting, moe, route, operators);
  add(operators, latent(setting, moe, route, "out"));
  add(operators, tensorReduce(setting, route.groupTokens, "expert"));
  return operators;
}

function gate(setting: Setting, moe: MixtureOfExperts, { groupTokens }: Route, operators: Operator[]): void {
  const { device, model } = setting;
  const shape = { rows: groupTokens, depth: model.hidden, columns: moe.experts, weights: "bf16", activations: "bf16" } as const;
  add(operators, normOperator(setting, "expert", groupTokens));
  add(operators, gemmOperator(device, "gate", "expert", shape));
  add(operators, vectorOperator(device, "gate", "expert", groupTokens * moe.experts * 4, 1));
}

/** Experts on a compressed width: tokens are taken down to it before the dispatch, and their summed results back (Kimi K3). */
function latent(
  { device, model, precision }: Setting,
  moe: MixtureOfExperts,
  { groupTokens }: Route,
  way: "in" | "out",
): Operator | undefined {
  if (moe.latent === undefined) return undefined;
  const [depth, columns] = way === "in" ? [model.hidden, moe.latent] : [moe.latent, model.hidden];
  const { activations } = precision;
  return gemmOperator(device, "latent", "expert", { rows: groupTokens, depth, columns, weights: "bf16", activations });
}

/** Width of what the routed experts take in and give back. */
function expertWidth({ model }: Setting, { latent: width }: MixtureOfExperts): number {
  return width ?? model.hidden;
}

/**
 * What an exchange moves: tensor parallel ranks hold the same tokens, and each sends its share of them. Experts on fewer ranks of their
 * own than those that attend receive the more each.
 */
function exchangeOf({ phase }: Setting, moe: MixtureOfExperts, { layout, groupTokens }: Route, message: number): Exchange {
  const attending = phase.tp * phase.cp * phase.dp;
  const crowding = phase.expertRanks ? Math.max(1, attending / layout.holders) : 1;
  return {
    group: phase.expertRanks ? { size: attending + phase.expertRanks, stride: 1 } : { size: phase.ep, stride: layout.tensor },
    tokens: (groupTokens / phase.tp) * crowding,
    active: moe.active + (layout.sharedEverywhere ? 0 : moe.shared),
    message,
    imbalance: phase.imbalance,
  };
}

function everyGroup({ phase }: Setting): Group {
  return { size: phase.dp * phase.cp, stride: phase.tp };
}

function dispatch(setting: Setting, moe: MixtureOfExperts, route: Route, operators: Operator[]): void {
  const { device, phase, precision } = setting;
  const { calibration } = device.machine.chip;
  const width = expertWidth(setting, moe);
  const message = width * bytesOf[precision.dispatch] + scaleBytes(width, bytesOf[precision.dispatch]);
  const sorted = sortedCopies(setting, moe, route, width);
  // Low-latency dispatch quantises on its way; a shared expert on every rank wants the quantised tokens all the same.
  const onTheWay = route.way === "exchange" && (phase.expertPath === "low_latency" || sorted !== undefined) && !route.sharedBeside;
  if (!onTheWay) add(operators, quantise(setting, "expert", route.groupTokens, width));
  add(operators, sorted);
  if (route.way === "local") return;
  const measured = phase.expertPath === "low_latency" ? calibration.lowLatency : calibration.normal;
  add(
    operators,
    route.way === "gather"
      ? collectiveOperator(device, "dispatch", "expert", "all_gather", everyGroup(setting), route.stageTokens * message)
      : exchangeOperator(device, "dispatch", "expert", measured.dispatch, exchangeOf(setting, moe, route, message)),
  );
}

/**
 * Where a dispatch sends from a buffer in the order of the experts, a kernel copies each token there for each of its experts, and
 * quantises the copies (hicann/cann-recipes-infer, "double routing"; arXiv:2506.12708, 4.3.2).
 */
function sortedCopies({ device, phase, precision }: Setting, moe: MixtureOfExperts, route: Route, width: number): Operator | undefined {
  const { normal } = device.machine.chip.calibration;
  if (route.way !== "exchange" || phase.expertPath !== "normal" || normal.sending === "direct") return undefined;
  const sent = bytesOf[precision.dispatch];
  const bytes = (route.groupTokens / phase.tp) * moe.active * width * (2 + sent);
  return sent < 2 ? quantisationOperator(device, "permute", "expert", bytes) : vectorOperator(device, "permute", "expert", bytes, 1);
}

/** Routed experts of the hottest holder, and the shared expert where it stands beside them. */
function experts(setting: Setting, moe: MixtureOfExperts, route: Route, operators: Operator[]): void {
  const { phase } = setting;
  const { layout, way, groupTokens, stageTokens } = route;
  const rows = (stageTokens * moe.active * phase.imbalance) / (layout.holders * layout.perHolder);
  const inner = moe.shared * moe.sharedIntermediate;
  if (route.sharedBeside || moe.shared === 0) {
    routed(setting, moe, layout.perHolder, rows, layout.tensor, operators);
    if (moe.shared === 0) return;
    if (way === "gather") network(setting, "shared_expert", stageTokens, inner / (phase.tp * phase.cp * phase.dp), operators);
    else network(setting, "shared_expert", groupTokens, inner / phase.tp, operators);
    return;
  }
  const holder = routed(setting, moe, layout.perHolder, rows, layout.tensor, []);
  // The ranks that hold the shared expert and those that hold routed ones work at the same time; the slower sort counts.
  const alone = network(
    setting,
    "shared_expert",
    (stageTokens * moe.shared) / phase.sharedExpertRanks,
    moe.sharedIntermediate / layout.tensor,
    [],
    expertStream(setting),
  );
  const slower = total(alone) > total(holder) ? alone : holder;
  for (const operator of slower) operators.push(operator);
}

/** Experts may have ranks that hold nothing else. */
function expertStream({ phase }: Setting): Stream {
  return phase.expertRanks ? "apart" : "expert";
}

function combine(setting: Setting, moe: MixtureOfExperts, route: Route, operators: Operator[]): void {
  const { device, phase, precision } = setting;
  const { calibration } = device.machine.chip;
  const width = expertWidth(setting, moe);
  const message = width * bytesOf[precision.combine];
  const measured = phase.expertPath === "low_latency" ? calibration.lowLatency : calibration.normal;
  if (route.way === "gather")
    add(operators, collectiveOperator(device, "combine", "expert", "reduce_scatter", everyGroup(setting), route.stageTokens * message));
  if (route.way === "exchange")
    add(operators, exchangeOperator(device, "combine", "expert", measured.combine, exchangeOf(setting, moe, route, message)));
  if (route.way === "exchange" && phase.expertPath === "normal") {
    // The combined copies are weighted and summed from memory; low-latency combine does it on arrival.
    add(operators, vectorOperator(device, "combine", "expert", (route.groupTokens / phase.tp) * moe.active * width * 2, 1));
  }
  // The shared expert's result is added to the routed ones'.
  if (route.sharedBeside) add(operators, vectorOperator(device, "combine", "expert", route.groupTokens * width * 6, 1));
}

function total(operators: readonly Operator[]): number {
  let seconds = 0;
  for (const operator of operators) seconds += secondsOf(operator, 1);
  return seconds;
}

/** Grouped up, activation, down over the experts of one rank; with low-latency dispatch tokens arrive in expert order, else they are permuted. */
function routed(setting: Setting, moe: MixtureOfExperts, count: number, rows: number, tensor: number, operators: Operator[]): Operator[] {
  const { device, model, phase, precision } = setting;
  const { experts: weights, activations } = precision;
  const stream = expertStream(setting);
  const intermediate = moe.intermediate / tensor;
  const up = intermediate * (model.ffnMatrices - 1);
  const width = expertWidth(setting, moe);
  const all = rows * count;
  // The hottest rank has more tokens for its experts, not more experts that have any.
  const hit = hitExperts(count, rows / phase.imbalance, phase.expertSpread);
  if (phase.expertPath !== "low_latency")
    add(operators, vectorOperator(device, "permute", stream, all * width * (2 * bytesOf[activations] + 2 * 2), 2));
  const grouped = (depth: number, columns: number) =>
    groupedOperator(device, "experts", stream, { rows: all / hit, depth, columns, count: hit, weights, activations });
  add(operators, grouped(width, up));
  add(operators, vectorOperator(device, "activation", stream, all * (up + intermediate) * 2, 1));
  add(operators, quantise(setting, stream, all, intermediate));
  add(operators, grouped(intermediate, width));
  return operators;
}

/**
 * Of `count` experts with `rows` tokens on the mean, those that any token goes to. Tokens choose at random, so that e^−rows of the experts
 * get none; where some experts are more popular than others (loads of a gamma distribution with `spread` as standard deviation over the
 * mean), the popular ones take it: (1 + rows · spread²)^(−1 / spread²) get none.
 */
export function hitExperts(count: number, rows: number, spread: number): number {
  const variance = spread ** 2;
  const missed = variance < 1e-6 ? Math.exp(-rows) : (1 + rows * variance) ** (-1 / variance);
  return count * (1 - missed);
}

/** Quantised tokens carry their scales along: 512 bytes for 7,168 values (arXiv:2506.12708, 4.2.1), one 4-byte scale for each 56. */
function scaleBytes(hidden: number, bytes: number): number {
  return bytes < 2 ? (hidden / 56) * 4 : 0;
}
