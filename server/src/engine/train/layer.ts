/** A layer of a training step: its passes with what is computed again, and what ZeRO moves for it. */

import { bytesOf, type LayerSort } from "../types";
import { attentionPass, isCore } from "./attention";
import { densePass } from "./dense";
import { expertsPass } from "./experts";
import { timed, type Timed } from "./hide";
import { collective, type Item, newPass, type Pass } from "./item";
import { type Held, shardingOf, staysWhole } from "./parameters";
import type { Job } from "./setting";
import { figuresOf } from "./sort";
import { backwardName, renamed } from "./transpose";

/** One microbatch through a piece of the model, on one rank. */
export interface Piece {
  /** Forward and backward with all that hides behind either. */
  readonly steady: Timed;
  /** Seconds where no other microbatch is there to hide exchanges: of the forward pass, the gradients of inputs, those of weights. */
  readonly forward: number;
  readonly input: number;
  readonly weight: number;
  /** Seconds in which the host launches all of it. */
  readonly host: number;
}

/** A layer of `sort`, with its activations kept or computed again. */
export function layerPiece(job: Job, sort: LayerSort, recompute: boolean): Piece {
  const { plan } = job;
  const pass = newPass();
  if (sort.attention) attentionPass(job, pass, sort.attention);
  if (sort.network === "experts" && plan.model.moe) expertsPass(job, pass, plan.model.moe);
  else if (sort.network) densePass(job, pass);
  const again =
    !recompute || plan.recompute === "none"
      ? []
      : plan.recompute === "full"
        ? pass.forward.slice()
        : pass.forward.filter(({ operator }) => isCore(operator));
  splitParameters(job, pass, figuresOf(job, sort).held);
  const piece = pieceOf(job, pass, again);
  return sort.network === "experts" ? { ...piece, host: piece.host + plan.runtime.expertLaunch } : piece;
}

export function pieceOf(job: Job, pass: Pass, again: readonly Item[] = []): Piece {
  const { overlap, launch } = job.plan.runtime;
  const lonely = overlap.experts > 0 ? { ...overlap, experts: 0 } : overlap;
  const backward: Item[] = [];
  for (const { operator, hide } of again) backward.push({ operator: renamed(operator, "recompute"), hide });
  for (const item of pass.input) backward.push(item);
  const firstWeight = backward.length;
  for (const item of pass.weight) backward.push(item);
  const out = timed(job, pass.forward, lonely);
  const back = timed(job, backward, lonely);
  let weight = 0;
  for (let index = firstWeight; index < back.kernels.length; index++) weight += back.kernels[index]?.exposed ?? 0;
  const exchanges = pass.forward.some(({ hide }) => hide === "experts");
  const separate = overlap.experts === 0 || !job.several || !exchanges;
  const steady = separate
    ? { kernels: out.kernels.concat(back.kernels), seconds: out.seconds + back.seconds, free: back.free }
    : timed(job, pass.forward.concat(backward), overlap);
  return { steady, forward: out.seconds, input: back.seconds - weight, weight, host: steady.kernels.length * launch };
}

/**
 * ZeRO 3 gathers the parameters of a layer before each pass that uses them; from ZeRO 2 on the gradients of each microbatch are added up
 * over the ranks at once, since no rank has room for all (Rajbhandari 2020, section 5).
 */
function splitParameters(job: Job, pass: Pass, held: Held): void {
  const { zero, reshard, precision } = job.plan;
  if (zero < 2 || staysWhole(job)) return;
  for (const [parameters, copies] of [
    [held.dense, job.copies],
    [held.experts, job.expertCopies],
  ] as const) {
    const { shards, replicas } = shardingOf(job, copies);
    const gathered = parameters * bytesOf[precision.parameters];
    const reduced = parameters * bytesOf[precision.reduction];
    if (zero === 3) collective(job, pass.forward, "parameter_gather", "all_gather", shards, gathered, "parameters");
    if (zero === 3 && reshard) collective(job, pass.input, backwardName("parameter_gather"), "all_gather", shards, gathered, "parameters");
    collective(job, pass.weight, "gradient_scatter", "reduce_scatter", shards, reduced, "gradients");
    collective(job, pass.weight, "gradient_reduce", "all_reduce", replicas, reduced / shards.size, "gradients");
  }
}
