/** The mixture of experts of a layer, forward and backward: gate, dispatch, routed and shared experts, combine. */

import { collectiveOperator } from "../time/collective";
import { exchangeOperator } from "../time/exchange";
import { network } from "../time/ffn";
import { listed, onlyOperator } from "../time/kernel";
import { normKernel, quantise } from "../time/layer";
import { gemmOperator, groupedOperator, vectorOperator } from "../time/matrix";
import type { Operator } from "../time/operator";
import { bytesOf, type ExchangeCalibration, type MixtureOfExperts } from "../types";
import { computing } from "./computing";
import { collective, type Item, type Pass } from "./item";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";
import { backwardName, renamed } from "./transpose";

/** How the routed experts of a layer lie on the ranks of a stage. */
export interface ExpertShare {
  /** Experts on one rank. */
  readonly held: number;
  /** Tokens of a microbatch that a rank sends out: tensor parallel ranks share them. */
  readonly own: number;
  /** Rows that the experts of a rank work on, all together, on the hottest rank. */
  readonly rows: number;
}

export function expertShare({ plan, tokens }: Job, moe: MixtureOfExperts): ExpertShare {
  const { tp, ep, expertTp } = plan.layout;
  const own = tokens / tp;
  return { held: moe.experts / ep, own, rows: own * moe.active * expertTp * plan.imbalance };
}

export function expertsPass(job: Job, pass: Pass, moe: MixtureOfExperts): void {
  const { device, setting, plan } = job;
  const { hidden } = plan.model;
  const { own, rows } = expertShare(job, moe);
  const width = moe.latent ?? hidden;
  const gate = { rows: own, depth: hidden, columns: moe.experts, weights: "bf16" as const, activations: "bf16" as const };
  const latent = (depth: number, columns: number) =>
    gemmOperator(device, "latent", "expert", { rows: own, depth, columns, weights: "bf16", activations: "bf16" });
  // Tokens are put into the order of their experts before they leave and where they arrive, and back again.
  const permuted = (values: number) => vectorOperator(device, "permute", "expert", values * width * 4, 1);
  const arrived = plan.layout.ep > 1 ? permuted(rows) : undefined;
  const left = permuted(own * moe.active);
  computing(job, pass, [
    onlyOperator((to) => normKernel(setting, "expert")(own, to)),
    gemmOperator(device, "gate", "expert", gate),
    vectorOperator(device, "gate", "expert", own * moe.experts * 4, 1),
    ...(moe.latent === undefined ? [] : [latent(hidden, moe.latent), latent(moe.latent, hidden)]),
    left,
    arrived,
    arrived,
    left,
  ]);
  exchange(job, pass, moe, width);
  computing(job, pass, routed(job, moe, width), "grouped");
  splitExperts(job, pass, rows * width);
  if (moe.shared > 0) shared(job, pass, moe);
}

/** Grouped up and gate, activation, down. */
function routed(job: Job, moe: MixtureOfExperts, width: number): (Operator | undefined)[] {
  const { device, plan, setting } = job;
  const { held, rows } = expertShare(job, moe);
  const { weights, activations } = setting.precision;
  const inner = moe.intermediate / plan.layout.expertTp;
  const up = inner * (plan.model.ffnMatrices - 1);
  const types = { count: held, weights, activations };
  return [
    quantised(job, rows, width),
    groupedOperator(device, "experts", "expert", { rows: rows / held, depth: width, columns: up, ...types }),
    vectorOperator(device, "activation", "expert", rows * (up + inner) * 2, 1),
    quantised(job, rows, inner),
    groupedOperator(device, "experts", "expert", { rows: rows / held, depth: inner, columns: width, ...types }),
  ];
}

/**
 * Inputs of grouped multiplications are brought to 8 or 4 bits by kernels of their own, by rows and by columns, as the two multiplications of
 * the backward pass want them: what was measured of grouped multiplications is the multiplication alone.
 */
function quantised({ device, plan }: Job, rows: number, width: number): Operator | undefined {
  const bytes = bytesOf[plan.precision.activations];
  return bytes < 2 ? vectorOperator(device, "quantisation", "expert", rows * width * (2 + 2 * bytes), 1) : undefined;
}

/** An expert that is split wants all its tokens on all its ranks, and its results added up. */
function splitExperts(job: Job, pass: Pass, values: number): void {
  const group = { size: job.plan.layout.expertTp, stride: 1 };
  if (group.size === 1) return;
  collective(job, pass.forward, "tensor_gather", "all_gather", group, values * 2, "tensor");
  collective(job, pass.forward, "tensor_scatter", "reduce_scatter", group, values * 2, "tensor");
  collective(job, pass.input, backwardName("tensor_gather"), "all_gather", group, values * 2, "tensor");
  collective(job, pass.input, backwardName("tensor_scatter"), "reduce_scatter", group, values * 2, "tensor");
}

/** Tokens to their experts and back. In the backward pass gradients go the same ways, in the type of the combine. */
function exchange(job: Job, pass: Pass, moe: MixtureOfExperts, width: number): void {
  const { plan, device } = job;
  const { normal } = device.machine.chip.calibration;
  const { dispatch, combine } = plan.precision;
  const out = wayOf(job, "dispatch", moe, width * bytesOf[dispatch], normal.dispatch);
  const back = wayOf(job, "combine", moe, width * bytesOf[combine], normal.combine);
  if (!out || !back) return;
  pass.forward.push({ operator: out, hide: "experts" }, { operator: back, hide: "experts" });
  const returned: Item = { operator: renamed(back, backwardName("combine")), hide: "experts" };
  pass.input.push(returned, returned);
}

/** One way, with `message` bytes a token; undefined where every rank has all experts. */
function wayOf(
  { plan, device, tokens }: Job,
  name: "dispatch" | "combine",
  moe: MixtureOfExperts,
  message: number,
  measured: ExchangeCalibration,
): Operator | undefined {
  const { tp, ep, expertTp } = plan.layout;
  const own = tokens / tp;
  const group = { size: ep, stride: expertTp };
  switch (plan.expertPath) {
    case "all_to_all":
      return collectiveOperator(device, name, "expert", "all_to_all", group, own * moe.active * plan.imbalance * message);
    case "all_gather":
      return collectiveOperator(device, name, "expert", name === "dispatch" ? "all_gather" : "reduce_scatter", group, own * ep * message);
    case "normal":
      return exchangeOperator(device, name, "expert", measured, {
        group,
        tokens: own,
        active: moe.active,
        message,
        imbalance: plan.imbalance,
      });
  }
}

/** The shared experts are a dense network of all tokens. */
function shared(job: Job, pass: Pass, moe: MixtureOfExperts): void {
  const { setting, plan, tokens } = job;
  const inner = (moe.shared * moe.sharedIntermediate) / plan.layout.tp;
  const operators = listed((to) => {
    quantise(setting, "expert", plan.model.hidden)?.(tokens, to);
    network(setting, "shared_expert", inner)(tokens, to);
  });
  computing(job, pass, operators);
  tensorExchange(job, pass, plan.model.hidden);
}
