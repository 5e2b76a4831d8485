/** What the steps of a job repeat for each microbatch, and what they do once: worked out once, whatever the batch. */

import type { Weighted } from "../time/account";
import { sendOperator } from "../time/collective";
import { computation, type Operator, secondsOf } from "../time/operator";
import { allInSeries } from "../time/overlap";
import { embeddingPiece, headPiece, modulePieces } from "./ends";
import { type TokenFlop, tokenFlop } from "./flops";
import type { Item } from "./item";
import { layerPiece, type Piece } from "./layer";
import { rankHeld } from "./memory";
import { bubbleSeconds, busiestOf, type StageSeconds, stagesOnRank } from "./pipeline";
import type { Job } from "./setting";
import { type Stage, stagesOf } from "./stages";
import { updateOf } from "./update";

export interface Round {
  readonly stages: readonly Stage[];
  readonly seconds: readonly StageSeconds[];
  /** Index of the stage that sets the pace. */
  readonly busiest: number;
  /** What the busiest rank runs for each microbatch, in the steady state. */
  readonly passes: readonly Weighted[];
  readonly sends: readonly Weighted[];
  /** Seconds of a microbatch in which the host is still launching. */
  readonly launching: number;
  /** Seconds of a step that the busiest stage waits. */
  readonly bubble: number;
  /** The update, and fixed times. */
  readonly once: readonly Weighted[];
  readonly flop: TokenFlop;
}

export function roundOf(job: Job): Round {
  return (job.worked.round ??= newRound(job));
}

function newRound(job: Job): Round {
  const { plan, device } = job;
  const { schedule, layout, runtime } = plan;
  const stages = stagesOf(plan.model, layout);
  const pieces = piecesOf(job, stages);
  const seconds = paired(
    job,
    pieces.map((stage) => secondsOfStage(job, stage)),
  );
  const busiest = busiestOf(seconds);
  const own = pieces[busiest] ?? [];
  const twin = pieces[stages.length - 1 - busiest] ?? own;
  const parts = stagesOnRank(schedule, stages.length) === 1 ? own : [...own, ...twin].map(([piece, times]) => [piece, times / 2] as const);
  const passes = parts.map(([{ steady }, times]) => ({ scheduled: steady.kernels, seconds: steady.seconds, times }));
  const computed = passes.reduce((sum, pass) => sum + pass.seconds * pass.times, 0);
  const { sends, filling } = sendsOf(job, stages.length);
  const free = parts.reduce((sum, [piece, times]) => sum + piece.steady.free * times, 0);
  const layers = stages[busiest]?.layers ?? 1;
  const { gradients, parameters, optimizer } = updateOf(job, rankHeld(job, stages, busiest));
  return {
    stages,
    seconds,
    busiest,
    passes,
    sends,
    launching: (seconds[busiest]?.steady ?? 0) - computed,
    bubble: stages.length > 1 ? bubbleSeconds(schedule, seconds, layout.chunks) + filling : 0,
    once: [
      ...besidePass(gradients, runtime.overlap.gradients, free, layers),
      ...besidePass(parameters, runtime.overlap.parameters, free / 3, layers),
      inSeries(optimizer),
      ...waiting("step_overhead", runtime.stepOverhead / device.scales.overhead),
    ],
    flop: tokenFlop(job),
  };
}

/** Operators that run once in the step. */
function inSeries(operators: readonly Operator[]): Weighted {
  const scheduled = allInSeries(operators, 1);
  return { scheduled, seconds: scheduled.reduce((sum, { exposed }) => sum + exposed, 0), times: 1 };
}

/** Seconds in which the rank does nothing, if there are any. */
export function waiting(name: string, seconds: number): readonly Weighted[] {
  if (seconds <= 0) return [];
  return [inSeries([computation(name, "expert", { flop: 0, bytes: 0, compute: 0, memory: 0, overhead: seconds })])];
}

/** Pieces of a stage, each so many times. */
type StagePieces = readonly (readonly [piece: Piece, times: number])[];

function piecesOf(job: Job, stages: readonly Stage[]): readonly StagePieces[] {
  const { plan } = job;
  const pieces = new Map<string, Piece>();
  const piece = (key: string, make: () => Piece) => {
    const made = pieces.get(key) ?? make();
    pieces.set(key, made);
    return made;
  };
  const sortKeys = new Map<object, number>();
  return stages.map(({ sorts, layers: all }, index) => {
    let left = plan.recompute === "none" ? 0 : (plan.recomputeLayers ?? all);
    const parts: [Piece, number][] = [];
    for (const { sort, layers } of sorts) {
      if (!sortKeys.has(sort)) sortKeys.set(sort, sortKeys.size);
      const again = Math.min(left, layers);
      left -= again;
      if (again > 0) parts.push([piece(`${sortKeys.get(sort)} again`, () => layerPiece(job, sort, true)), again]);
      if (layers > again) parts.push([piece(`${sortKeys.get(sort)} kept`, () => layerPiece(job, sort, false)), layers - again]);
    }
    if (index === 0) parts.push([embeddingPiece(job), 1]);
    if (index === stages.length - 1) {
      parts.push([headPiece(job), 1 + plan.mtpModules]);
      if (plan.mtpModules > 0) for (const each of modulePieces(job)) parts.push([each, plan.mtpModules]);
    }
    return parts;
  });
}

function secondsOfStage({ device }: Job, pieces: StagePieces): StageSeconds {
  const sum = { forward: 0, input: 0, weight: 0, steady: 0 };
  let host = 0;
  for (const [piece, times] of pieces) {
    sum.forward += piece.forward * times;
    sum.input += piece.input * times;
    sum.weight += piece.weight * times;
    sum.steady += piece.steady.seconds * times;
    host += piece.host * times;
  }
  // Where the host takes longer to launch the kernels than the chip to run them, it sets the pace.
  const slower = Math.max(1, host / device.scales.overhead / Math.max(sum.steady, Number.MIN_VALUE));
  return { forward: sum.forward * slower, input: sum.input * slower, weight: sum.weight * slower, steady: sum.steady * slower };
}

/** DualPipe gives each rank the stage as far from the other end too, for the microbatches that come from there. */
function paired({ plan }: Job, stages: readonly StageSeconds[]): readonly StageSeconds[] {
  if (stagesOnRank(plan.schedule, stages.length) === 1) return stages;
  return stages.map((stage, index) => {
    const other = stages[stages.length - 1 - index] ?? stage;
    const mean = (value: (each: StageSeconds) => number) => (value(stage) + value(other)) / 2;
    return {
      forward: mean(({ forward }) => forward),
      input: mean(({ input }) => input),
      weight: mean(({ weight }) => weight),
      steady: mean(({ steady }) => steady),
    };
  });
}

/** Communication of the update beside the last backward or the first forward pass: all but that of the last layer, as far as the pass lasts. */
function besidePass(items: readonly Item[], share: number, free: number, layers: number): Weighted[] {
  let left = free;
  return items.map(({ operator }) => {
    const seconds = secondsOf(operator, 1);
    const hidden = Math.min(seconds * share * (1 - 1 / Math.max(1, layers)), left);
    left -= hidden;
    return partly(operator, hidden, 1);
  });
}

/** Activations to the next stage, gradients to the one before, for each microbatch; and seconds that the first and last ones are on their way. */
function sendsOf({ plan, device, ownTokens }: Job, pp: number): { sends: Weighted[]; filling: number } {
  const { tp, cp, dp, chunks } = plan.layout;
  const bytes = ownTokens * plan.model.hidden * 2;
  const operator = pp === 1 ? undefined : sendOperator(device, "pipeline_send", "expert", tp * cp * dp, bytes);
  if (!operator) return { sends: [], filling: 0 };
  const seconds = secondsOf(operator, 1);
  return { sends: [partly(operator, seconds * plan.runtime.overlap.pipeline, 2 * chunks)], filling: 2 * (pp - 1) * seconds };
}

/** An operator of which some seconds are hidden. */
function partly(operator: Operator, hidden: number, times: number): Weighted {
  const exposed = secondsOf(operator, 1) - hidden;
  return { scheduled: [{ operator, cores: 1, repeats: 1, exposed, hidden }], seconds: exposed, times };
}
