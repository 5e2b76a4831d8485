/** A layer's mixture of experts: gate, dispatch, routed and shared experts, combine. */

import { bytesOf, type Layout, type MixtureOfExperts } from "../types";
import { collectiveKernel } from "./collective";
import { exchangeKernel } from "./exchange";
import { network } from "./ffn";
import { idle, type Kernel } from "./kernel";
import { normKernel, quantise, tensorReduce } from "./layer";
import { type Block, type Setting, tokensOf } from "./load";
import { gemmKernel, groupedKernel, quantisationKernel, vectorKernel } from "./matrix";
import type { Stream } from "./operator";
import { secondsAlone } from "./stopwatch";

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
  /** Data parallel groups times context parallel ranks: how many there are of the tokens of one. */
  readonly groups: number;
  /** Every holder has the shared expert, and there is one. */
  readonly sharedBeside: boolean;
}

function routeOf({ phase }: Setting, moe: MixtureOfExperts): Route {
  const layout = expertLayout(moe, phase);
  const groups = phase.dp * phase.cp;
  const exchanged = phase.expertRanks || (groups > 1 && phase.ep > 1 && phase.expertPath !== "all_gather");
  return {
    layout,
    way: exchanged ? "exchange" : groups > 1 ? "gather" : "local",
    groups,
    sharedBeside: moe.shared > 0 && layout.sharedEverywhere,
  };
}

/** Gate, dispatch, routed and shared experts, combine; each of the tokens of one data parallel group on one context parallel rank. */
export function moeBlock(setting: Setting, moe: MixtureOfExperts): Block {
  const route = routeOf(setting, moe);
  const gate = gateBlock(setting, moe);
  const down = latent(setting, moe, "in");
  const dispatch = dispatchBlock(setting, moe, route);
  const experts = expertsBlock(setting, moe, route);
  const combine = combineBlock(setting, moe, route);
  const up = latent(setting, moe, "out");
  const reduce = tensorReduce(setting, "expert");
  return (load, to) => {
    const tokens = tokensOf(load) / setting.phase.cp;
    gate(tokens, to);
    down?.(tokens, to);
    dispatch(tokens, to);
    experts(tokens, to);
    combine(tokens, to);
    up?.(tokens, to);
    reduce(tokens, to);
  };
}

function gateBlock(setting: Setting, { experts }: MixtureOfExperts): Kernel {
  const { device, model } = setting;
  const norm = normKernel(setting, "expert");
  const scores = gemmKernel(device, "gate", "expert", { depth: model.hidden, columns: experts, weights: "bf16", activations: "bf16" });
  const choice = vectorKernel(device, "gate", "expert", experts * 4, 1);
  return (tokens, to) => {
    norm(tokens, to);
    scores(tokens, to);
    choice(tokens, to);
  };
}

/** Experts on a compressed width: tokens are taken down to it before the dispatch, and their summed results back (Kimi K3). */
function latent({ device, model, precision }: Setting, { latent: width }: MixtureOfExperts, way: "in" | "out"): Kernel | undefined {
  if (width === undefined) return undefined;
  const [depth, columns] = way === "in" ? [model.hidden, width] : [width, model.hidden];
  const { activations } = precision;
  return gemmKernel(device, "latent", "expert", { depth, columns, weights: "bf16", activations });
}

/** Width of what the routed experts take in and give back. */
function expertWidth({ model }: Setting, { latent: width }: MixtureOfExperts): number {
  return width ?? model.hidden;
}

/**
 * What an exchange moves: tensor parallel ranks hold the same tokens, and each sends its share of them. Experts on fewer ranks of their
 * own than those that attend receive the more each.
 */
function exchangeOf(
  { device, phase }: Setting,
  moe: MixtureOfExperts,
  { layout }: Route,
  name: "dispatch" | "combine",
  message: number,
): Kernel {
  const { calibration } = device.machine.chip;
  const measured = phase.expertPath === "low_latency" ? calibration.lowLatency : calibration.normal;
  const attending = phase.tp * phase.cp * phase.dp;
  const crowding = phase.expertRanks ? Math.max(1, attending / layout.holders) : 1;
  const exchange = exchangeKernel(device, name, "expert", measured[name], {
    group: phase.expertRanks ? { size: attending + phase.expertRanks, stride: 1 } : { size: phase.ep, stride: layout.tensor },
    active: moe.active + (layout.sharedEverywhere ? 0 : moe.shared),
    message,
    imbalance: phase.imbalance,
  });
  return (tokens, to) => exchange((tokens / phase.tp) * crowding, to);
}

/** All tokens on every rank, or their results back to where they came from. */
function gatherOf({ device, phase }: Setting, { groups }: Route, name: "dispatch" | "combine", message: number): Kernel {
  const group = { size: groups, stride: phase.tp };
  const gather = collectiveKernel(device, name, "expert", name === "dispatch" ? "all_gather" : "reduce_scatter", group);
  return (tokens, to) => gather(tokens * groups * message, to);
}

function sendingOf(setting: Setting, moe: MixtureOfExperts, route: Route, name: "dispatch" | "combine", message: number): Kernel {
  switch (route.way) {
    case "exchange":
      return exchangeOf(setting, moe, route, name, message);
    case "gather":
      return gatherOf(setting, route, name, message);
    case "local":
      return idle;
  }
}

function dispatchBlock(setting: Setting, moe: MixtureOfExperts, route: Route): Kernel {
  const { phase, precision } = setting;
  const width = expertWidth(setting, moe);
  const sorted = sortedCopies(setting, moe, route, width);
  // Low-latency dispatch quantises on its way; a shared expert on every rank wants the quantised tokens all the same.
  const onTheWay = route.way === "exchange" && (phase.expertPath === "low_latency" || sorted !== undefined) && !route.sharedBeside;
  const quantised = onTheWay ? undefined : quantise(setting, "expert", width);
  const message = width * bytesOf[precision.dispatch] + scaleBytes(width, bytesOf[precision.dispatch]);
  const send = sendingOf(setting, moe, route, "dispatch", message);
  return (tokens, to) => {
    quantised?.(tokens, to);
    sorted?.(tokens, to);
    send(tokens, to);
  };
}

/**
 * Where a dispatch sends from a buffer in the order of the experts, a kernel copies each token there for each of its experts, and
 * quantises the copies (hicann/cann-recipes-infer, "double routing"; arXiv:2506.12708, 4.3.2).
 */
function sortedCopies({ device, phase, precision }: Setting, moe: MixtureOfExperts, route: Route, width: number): Kernel | undefined {
  const { normal } = device.machine.chip.calibration;
  if (route.way !== "exchange" || phase.expertPath !== "normal" || normal.sending === "direct") return undefined;
  const sent = bytesOf[precision.dispatch];
  const each = (moe.active * width * (2 + sent)) / phase.tp;
  return sent < 2 ? quantisationKernel(device, "permute", "expert", each) : vectorKernel(device, "permute", "expert", each, 1);
}

/** Routed experts of the hottest holder, and the shared expert where it stands beside them. */
function expertsBlock(setting: Setting, moe: MixtureOfExperts, { layout, way, groups, sharedBeside }: Route): Kernel {
  const { phase } = setting;
  const routed = routedBlock(setting, moe, layout);
  const rowsOfToken = (groups * moe.active * phase.imbalance) / (layout.holders * layout.perHolder);
  if (moe.shared === 0) return (tokens, to) => routed(tokens * rowsOfToken, to);
  if (sharedBeside) {
    // Of tokens that are gathered everywhere each rank takes its share of the shared expert.
    const copies = way === "gather" ? groups : 1;
    const shared = network(setting, "shared_expert", (moe.shared * moe.sharedIntermediate) / phase.tp / copies);
    return (tokens, to) => {
      routed(tokens * rowsOfToken, to);
      shared(tokens * copies, to);
    };
  }
  // The ranks that hold the shared expert and those that hold routed ones work at the same time; the slower sort counts.
  const alone = network(setting, "shared_expert", moe.sharedIntermediate / layout.tensor, expertStream(setting));
  const shareOfToken = (groups * moe.shared) / phase.sharedExpertRanks;
  return (tokens, to) => {
    const rows = tokens * rowsOfToken;
    const shared = tokens * shareOfToken;
    if (secondsAlone(alone, shared) > secondsAlone(routed, rows)) alone(shared, to);
    else routed(rows, to);
  };
}

/** Experts may have ranks that hold nothing else. */
function expertStream({ phase }: Setting): Stream {
  return phase.expertRanks ? "apart" : "expert";
}

function combineBlock(setting: Setting, moe: MixtureOfExperts, route: Route): Kernel {
  const { device, phase, precision } = setting;
  const width = expertWidth(setting, moe);
  const send = sendingOf(setting, moe, route, "combine", width * bytesOf[precision.combine]);
  // The combined copies are weighted and summed from memory; low-latency combine does it on arrival.
  const summed = route.way === "exchange" && phase.expertPath === "normal";
  const sum = summed ? vectorKernel(device, "combine", "expert", (moe.active * width * 2) / phase.tp, 1) : undefined;
  // The shared expert's result is added to the routed ones'.
  const addition = route.sharedBeside ? vectorKernel(device, "combine", "expert", width * 6, 1) : undefined;
  return (tokens, to) => {
    send(tokens, to);
    sum?.(tokens, to);
    addition?.(tokens, to);
  };
}

/**
 * Grouped up, activation, down over the experts of one rank, with so many rows for each; with low-latency dispatch tokens arrive in expert
 * order, else they are permuted.
 */
function routedBlock(setting: Setting, moe: MixtureOfExperts, { perHolder, tensor }: ExpertLayout): Kernel {
  const { device, model, phase, precision } = setting;
  const { experts: weights, expertActivations: activations } = precision;
  const stream = expertStream(setting);
  const intermediate = moe.intermediate / tensor;
  const columns = intermediate * (model.ffnMatrices - 1);
  const width = expertWidth(setting, moe);
  const permute =
    phase.expertPath === "low_latency" ? undefined : vectorKernel(device, "permute", stream, width * (2 * bytesOf[activations] + 2 * 2), 2);
  const up = groupedKernel(device, "experts", stream, { depth: width, columns, weights, activations });
  const activation = vectorKernel(device, "activation", stream, (columns + intermediate) * 2, 1);
  const quantised = quantise(setting, stream, intermediate, activations);
  const down = groupedKernel(device, "experts", stream, { depth: intermediate, columns: width, weights, activations });
  return (rows, to) => {
    const all = rows * perHolder;
    // The hottest rank has more tokens for its experts, not more experts that have any.
    const hit = hitExperts(perHolder, rows / phase.imbalance, phase.expertSpread);
    permute?.(all, to);
    up(all / hit, hit, to);
    activation(all, to);
    quantised?.(all, to);
    down(all / hit, hit, to);
  };
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
