/** The mixture of experts of a layer, forward and backward: gate, dispatch, routed and shared experts, combine. */

import { exchangeOperator } from "../time/exchange";
import { network } from "../time/ffn";
import { normOperator, quantise } from "../time/layer";
import { gemmOperator, groupedOperator, vectorOperator } from "../time/matrix";
import type { Operator } from "../time/operator";
import { bytesOf, type ExchangeCalibration, type MixtureOfExperts, type NumberType } from "../types";
import { computing } from "./computing";
import { collective, type Item, nothing, type Pass, together } from "./item";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";
import { backwardName } from "./transpose";

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

export function expertsPass(job: Job, moe: MixtureOfExperts): Pass {
  const { device, setting, plan } = job;
  const { hidden } = plan.model;
  const { own, rows } = expertShare(job, moe);
  const width = moe.latent ?? hidden;
  const gate = { rows: own, depth: hidden, columns: moe.experts, weights: "bf16" as const, activations: "bf16" as const };
  const latent = (depth: number, columns: number) =>
    gemmOperator(device, "latent", "expert", { rows: own, depth, columns, weights: "bf16", activations: "bf16" });
  // Tokens are put into the order of their experts before they leave and where they arrive, and back again.
  const permuted = (values: number) => vectorOperator(device, "permute", "expert", values * width * 4, 1);
  return together(
    computing(job, [
      normOperator(setting, "expert", own),
      gemmOperator(device, "gate", "expert", gate),
      vectorOperator(device, "gate", "expert", own * moe.experts * 4, 1),
      ...(moe.latent === undefined ? [] : [latent(hidden, moe.latent), latent(moe.latent, hidden)]),
      permuted(own * moe.active),
      ...(plan.layout.ep > 1 ? [permuted(rows), permuted(rows)] : []),
      permuted(own * moe.active),
    ]),
    exchange(job, moe, width),
    computing(job, routed(job, moe, width), "grouped"),
    splitExperts(job, rows * width),
    moe.shared > 0 ? shared(job, moe) : nothing,
  );
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
    quantise(setting, "expert", rows, width),
    groupedOperator(device, "experts", "expert", { rows: rows / held, depth: width, columns: up, ...types }),
    vectorOperator(device, "activation", "expert", rows * (up + inner) * 2, 1),
    quantise(setting, "expert", rows, inner),
    groupedOperator(device, "experts", "expert", { rows: rows / held, depth: inner, columns: width, ...types }),
  ];
}

/** An expert that is split wants all its tokens on all its ranks, and its results added up. */
function splitExperts(job: Job, values: number): Pass {
  const group = { size: job.plan.layout.expertTp, stride: 1 };
  const gather = (name: string) => collective(job, name, "all_gather", group, values * 2, "tensor");
  const scatter = (name: string) => collective(job, name, "reduce_scatter", group, values * 2, "tensor");
  return {
    forward: [...gather("tensor_gather"), ...scatter("tensor_scatter")],
    input: [...gather(backwardName("tensor_gather")), ...scatter(backwardName("tensor_scatter"))],
    weight: [],
  };
}

/** Tokens to their experts and back; in the backward pass gradients go the same ways. */
function exchange(job: Job, moe: MixtureOfExperts, width: number): Pass {
  const { plan, device } = job;
  const { normal } = device.machine.chip.calibration;
  const { dispatch, combine } = plan.precision;
  const out = way(job, "dispatch", moe, width, dispatch, normal.dispatch);
  const back = way(job, "combine", moe, width, combine, normal.combine);
  const returned = (items: readonly Item[]) =>
    items.map(({ operator, hide }) => ({ operator: { ...operator, name: backwardName(operator.name) }, hide }));
  // Gradients go out as the combine came back, in its type, and return as such too.
  return { forward: [...out, ...back], input: [...returned(back), ...returned(back)], weight: [] };
}

function way(
  job: Job,
  name: "dispatch" | "combine",
  moe: MixtureOfExperts,
  width: number,
  type: NumberType,
  measured: ExchangeCalibration,
): Item[] {
  const { plan, device } = job;
  const { ep, expertTp } = plan.layout;
  const { own } = expertShare(job, moe);
  const group = { size: ep, stride: expertTp };
  const message = width * bytesOf[type];
  switch (plan.expertPath) {
    case "all_to_all":
      return collective(job, name, "all_to_all", group, own * moe.active * plan.imbalance * message, "experts");
    case "all_gather":
      return collective(job, name, name === "dispatch" ? "all_gather" : "reduce_scatter", group, own * ep * message, "experts");
    case "normal": {
      const operator = exchangeOperator(device, name, "expert", measured, {
        group,
        tokens: own,
        active: moe.active,
        message,
        imbalance: plan.imbalance,
      });
      return operator ? [{ operator, hide: "experts" }] : [];
    }
  }
}

/** The shared experts are a dense network of all tokens. */
function shared(job: Job, moe: MixtureOfExperts): Pass {
  const { setting, plan, tokens } = job;
  const inner = (moe.shared * moe.sharedIntermediate) / plan.layout.tp;
  return together(
    computing(job, [quantise(setting, "expert", tokens, plan.model.hidden), ...network(setting, "shared_expert", tokens, inner)]),
    tensorExchange(job, plan.model.hidden),
  );
}
