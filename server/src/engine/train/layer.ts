/** A layer of a training step: its passes with what is computed again, and what ZeRO moves for it. */

import type { LayerSort } from "../layers";
import { bytesOf } from "../types";
import { attentionPass, coreAgain } from "./attention";
import { densePass } from "./dense";
import { expertsPass } from "./experts";
import { timed, type Timed } from "./hide";
import { collective, type Item, nothing, type Pass, together } from "./item";
import { type Held, layerHeld, shardingOf } from "./parameters";
import type { Job } from "./setting";
import { backwardName } from "./transpose";

/** One microbatch through a piece of the model, on one rank. */
export interface Piece {
  /** Forward and backward with all that hides behind either. */
  readonly steady: Timed;
  /** Seconds where no other microbatch is there to hide exchanges: of the forward pass, the gradients of inputs, those of weights. */
  readonly forward: number;
  readonly input: number;
  readonly weight: number;
  /** FLOP of one rank: forward, of its attention core, and computed again. */
  readonly flop: { readonly forward: number; readonly core: number; readonly again: number };
}

/** A layer of `sort`, with its activations kept or computed again. */
export function layerPiece(job: Job, sort: LayerSort, recompute: boolean): Piece {
  const { plan } = job;
  const attention = attentionPass(job, sort.attention);
  const network = sort.experts && plan.model.moe ? expertsPass(job, plan.model.moe) : densePass(job);
  const pass = together(attention, network);
  const again = !recompute || plan.recompute === "none" ? [] : plan.recompute === "full" ? pass.forward : coreAgain(attention);
  return pieceOf(job, together(splitParameters(job, layerHeld(plan.model, plan.layout, sort)), pass), again);
}

export function pieceOf(job: Job, pass: Pass, again: readonly Item[] = []): Piece {
  const repeated = again.map(({ operator, hide }) => ({ operator: { ...operator, name: "recompute" }, hide }));
  const { overlap } = job.plan.runtime;
  const lonely = overlap.experts > 0 ? { ...overlap, experts: 0 } : overlap;
  const separate = overlap.experts === 0 || job.microbatches < 2;
  const backward = timed(job, [...repeated, ...pass.input, ...pass.weight], lonely);
  const forward = timed(job, pass.forward, lonely);
  const weights = backward.kernels.slice(repeated.length + pass.input.length).reduce((sum, { exposed }) => sum + exposed, 0);
  const steady = separate
    ? { kernels: [...forward.kernels, ...backward.kernels], seconds: forward.seconds + backward.seconds, free: backward.free }
    : timed(job, [...pass.forward, ...repeated, ...pass.input, ...pass.weight]);
  return {
    steady,
    forward: forward.seconds,
    input: backward.seconds - weights,
    weight: weights,
    flop: {
      forward: flopOf(pass.forward),
      core: flopOf(pass.forward.filter(({ operator }) => !operator.shape || operator.name === "attention")),
      again: flopOf(again),
    },
  };
}

function flopOf(items: readonly Item[]): number {
  let flop = 0;
  for (const { operator } of items) flop += operator.flop;
  return flop;
}

/**
 * ZeRO 3 gathers the parameters of a layer before each pass that uses them; from ZeRO 2 on the gradients of each microbatch are added up
 * over the ranks at once, since no rank has room for all (Rajbhandari 2020, section 5).
 */
function splitParameters(job: Job, held: Held): Pass {
  const { zero, reshard, precision } = job.plan;
  if (zero < 2) return nothing;
  const each = (move: (held: number, experts: boolean) => Item[]) => [...move(held.dense, false), ...move(held.experts, true)];
  const gather = (name: string) =>
    each((parameters, experts) => {
      const { shards } = shardingOf(job, experts ? job.expertCopies : job.copies);
      return collective(job, name, "all_gather", shards, parameters * bytesOf[precision.parameters], "parameters");
    });
  const scatter = each((parameters, experts) => {
    const { shards, replicas } = shardingOf(job, experts ? job.expertCopies : job.copies);
    const bytes = parameters * bytesOf[precision.reduction];
    return [
      ...collective(job, "gradient_scatter", "reduce_scatter", shards, bytes, "gradients"),
      ...collective(job, "gradient_reduce", "all_reduce", replicas, bytes / shards.size, "gradients"),
    ];
  });
  return {
    forward: zero === 3 ? gather("parameter_gather") : [],
    input: zero === 3 && reshard ? gather(backwardName("parameter_gather")) : [],
    weight: scatter,
  };
}
