/** A whole training plan: stages, schedule, update, memory, and what a run comes to. */

import { chipPower, chipPrice, type Scales, unitsFor, unscaled } from "../hardware";
import { addedUp, type Step, type Weighted } from "../time/account";
import { sendOperator } from "../time/collective";
import { computation, type Operator, secondsOf } from "../time/operator";
import { allInSeries } from "../time/overlap";
import type { TrainPlan } from "../types";
import { embeddingPiece, headPiece, modulePieces } from "./ends";
import { type TokenFlop, tokenFlop } from "./flops";
import { type Goodput, goodputOf } from "./goodput";
import type { Item } from "./item";
import { layerPiece, type Piece } from "./layer";
import { rankHeld, stageMemory, type TrainMemory, trainTotal } from "./memory";
import { bubbleSeconds, busiestOf, type StageSeconds, stagesOnRank } from "./pipeline";
import { type Job, jobOf } from "./setting";
import { type Stage, stagesOf } from "./stages";
import { updateOf } from "./update";

/** One pipeline stage with one microbatch. */
export interface StageResult extends StageSeconds {
  readonly layers: number;
  readonly memory: TrainMemory;
}

export interface TrainResult {
  readonly plan: TrainPlan;
  readonly step: Step;
  readonly microbatches: number;
  readonly stages: readonly StageResult[];
  /** Index of the stage that sets the pace, and of the one that holds most. */
  readonly busiest: number;
  readonly fullest: number;
  readonly memory: TrainMemory;
  /** Bytes of one rank. */
  readonly capacity: number;
  readonly fits: boolean;
  /** Seconds that the busiest stage waits. */
  readonly bubble: number;
  /** Tokens of a step. */
  readonly tokens: number;
  /** FLOP of a step on all ranks: model FLOP, the same with the attention not halved, and with what is computed again. */
  readonly flop: { readonly model: number; readonly full: number; readonly hardware: number };
  /** FLOP/s of all ranks: of the type in which linear layers compute, and of bf16. */
  readonly peak: { readonly linear: number; readonly bf16: number };
  readonly goodput: Goodput | undefined;
  /** Seconds of the run; undefined where no tokens are given. */
  readonly duration: number | undefined;
  /** Watts; undefined where no power is known. */
  readonly power: number | undefined;
  /** Joules and money of the run, or of a step without `tokens`. */
  readonly energy: number | undefined;
  readonly cost: number | undefined;
}

/** Evaluates a training plan. Pure; a plan that does not fit is computed all the same. */
export function evaluateTrain(plan: TrainPlan, scales: Scales = unscaled): TrainResult {
  const job = jobOf(plan, scales);
  const stages = stagesOf(plan.model, plan.layout);
  const pieces = piecesOf(job, stages);
  const seconds = paired(
    job,
    pieces.map((stage) => secondsOfStage(stage)),
  );
  const busiest = busiestOf(seconds);
  const { step, bubble } = stepOf(job, stages, pieces, seconds, busiest);
  const timedStages = seconds.map(({ forward, input, weight, steady }, index): StageResult => {
    const layers = stages[index]?.layers ?? 0;
    return { forward, input, weight, steady, layers, memory: stageMemory(job, stages, index) };
  });
  const fullest = fullestOf(timedStages);
  const memory = timedStages[fullest]?.memory ?? stageMemory(job, stages, 0);
  const capacity = plan.machine.chip.hbm.capacity / plan.machine.chip.ranks;
  const tokens = plan.batch * plan.sequence;
  return {
    plan,
    step,
    microbatches: job.microbatches,
    stages: timedStages,
    busiest,
    fullest,
    memory,
    capacity,
    fits: trainTotal(memory) <= capacity,
    bubble,
    tokens,
    flop: flopOf(plan, tokenFlop(job), tokens),
    peak: peaksOf(job),
    ...runOf(plan, step.seconds, bubble, tokens),
  };
}

function fullestOf(stages: readonly StageResult[]): number {
  let fullest = 0;
  let most = 0;
  stages.forEach(({ memory }, index) => {
    const total = trainTotal(memory);
    if (total <= most) return;
    fullest = index;
    most = total;
  });
  return fullest;
}

/** Pieces of a stage, each so many times. */
type StagePieces = readonly (readonly [piece: Piece, times: number])[];

function piecesOf(job: Job, stages: readonly Stage[]): readonly StagePieces[] {
  const { plan } = job;
  const known = new Map<string, Piece>();
  const piece = (key: string, make: () => Piece) => {
    const made = known.get(key) ?? make();
    known.set(key, made);
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

function secondsOfStage(pieces: StagePieces): StageSeconds {
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
  const slower = Math.max(1, host / Math.max(sum.steady, Number.MIN_VALUE));
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

/** The busiest stage works through all microbatches, waits, sends, and takes part in the update. */
function stepOf(
  job: Job,
  stages: readonly Stage[],
  pieces: readonly StagePieces[],
  seconds: readonly StageSeconds[],
  busiest: number,
): { step: Step; bubble: number } {
  const { plan, device, microbatches } = job;
  const { schedule, layout, runtime } = plan;
  const kernels: Weighted[] = [];
  const own = pieces[busiest] ?? [];
  const twin = pieces[stages.length - 1 - busiest] ?? own;
  const parts = stagesOnRank(schedule, stages.length) === 1 ? own : [...own, ...twin].map(([piece, times]) => [piece, times / 2] as const);
  let computed = 0;
  for (const [piece, times] of parts) {
    kernels.push({ scheduled: piece.steady.kernels, seconds: piece.steady.seconds, times: times * microbatches });
    computed += piece.steady.seconds * times * microbatches;
  }
  const wait = (name: string, length: number) => {
    if (length > 0) kernels.push(inSeries([waiting(name, length)]));
  };
  const steady = seconds[busiest]?.steady ?? 0;
  wait("launching", steady * microbatches - computed);
  const { sends, filling } = sendsOf(job, stages.length);
  kernels.push(...sends);
  const bubble = stages.length > 1 ? bubbleSeconds(schedule, seconds, layout.chunks) + filling : 0;
  wait("bubble", bubble);
  const free = parts.reduce((sum, [piece, times]) => sum + piece.steady.free * times, 0);
  const { gradients, parameters, optimizer } = updateOf(job, rankHeld(job, stages, busiest));
  kernels.push(...besidePass(gradients, runtime.overlap.gradients, free, stages[busiest]?.layers ?? 1));
  kernels.push(...besidePass(parameters, runtime.overlap.parameters, free / 3, stages[busiest]?.layers ?? 1));
  kernels.push(inSeries(optimizer));
  wait("step_overhead", runtime.stepOverhead / device.scales.overhead);
  return { step: addedUp(kernels, 1, 1), bubble };
}

/** Operators that run once in the step. */
function inSeries(operators: readonly Operator[]): Weighted {
  const scheduled = allInSeries(operators, 1);
  return { scheduled, seconds: scheduled.reduce((sum, { exposed }) => sum + exposed, 0), times: 1 };
}

/** Communication of the update beside the last backward or the first forward pass: all but that of the last layer, as far as the pass lasts. */
function besidePass(items: readonly Item[], share: number, free: number, layers: number): Weighted[] {
  let left = free;
  return items.map(({ operator }) => {
    const seconds = secondsOf(operator, 1);
    const hidden = Math.min(seconds * share * (1 - 1 / Math.max(1, layers)), left);
    left -= hidden;
    const exposed = seconds - hidden;
    return { scheduled: [{ operator, cores: 1, repeats: 1, exposed, hidden }], seconds: exposed, times: 1 };
  });
}

/** Activations to the next stage, gradients to the one before: those of the steady state, and seconds that the first and last ones are on their way. */
function sendsOf(job: Job, pp: number): { sends: Weighted[]; filling: number } {
  const { plan, device, microbatches, ownTokens } = job;
  if (pp === 1) return { sends: [], filling: 0 };
  const { tp, cp, dp, chunks } = plan.layout;
  const operator = sendOperator(device, "pipeline_send", "expert", tp * cp * dp, ownTokens * plan.model.hidden * 2);
  if (!operator) return { sends: [], filling: 0 };
  const seconds = secondsOf(operator, 1);
  const hidden = seconds * plan.runtime.overlap.pipeline;
  const exposed = seconds - hidden;
  const scheduled = { operator, cores: 1, repeats: 1, exposed, hidden };
  return { sends: [{ scheduled: [scheduled], seconds: exposed, times: 2 * microbatches * chunks }], filling: 2 * (pp - 1) * seconds };
}

function flopOf(plan: TrainPlan, { linear, core, full }: TokenFlop, tokens: number): TrainResult["flop"] {
  const model = 3 * (linear + core) * tokens;
  const { recompute, recomputeLayers, layout } = plan;
  const layers = plan.model.layers / layout.pp;
  const share = Math.min(1, (recomputeLayers ?? layers) / layers);
  const head = 2 * plan.model.vocabulary * plan.model.hidden;
  const again = { none: 0, selective: core, full: linear - head + core }[recompute] * share * tokens;
  return { model, full: 3 * (linear + full) * tokens, hardware: model + again };
}

function waiting(name: string, seconds: number): Operator {
  return computation(name, "expert", { flop: 0, bytes: 0, compute: 0, memory: 0, overhead: seconds });
}

function peaksOf({ plan, device }: Job): TrainResult["peak"] {
  const ranks = plan.chips * plan.machine.chip.ranks;
  return { linear: unitsFor(device, plan.precision.activations).peak * ranks, bf16: unitsFor(device, "bf16").peak * ranks };
}

/** Power between idle and full by the share of a step that is no bubble; the run with its failures. */
function runOf(
  plan: TrainPlan,
  seconds: number,
  bubble: number,
  tokens: number,
): Pick<TrainResult, "goodput" | "duration" | "power" | "energy" | "cost"> {
  const goodput = goodputOf(plan.failures);
  const duration = plan.tokens === undefined ? undefined : ((plan.tokens / tokens) * seconds) / (goodput?.share ?? 1);
  const perChip = chipPower(plan.machine);
  const { idlePower } = plan.machine.chip.calibration;
  const busy = seconds > 0 ? 1 - bubble / seconds : 0;
  const power = perChip === undefined ? undefined : plan.chips * perChip * (idlePower + (1 - idlePower) * busy);
  const price = chipPrice(plan.machine);
  const lasting = duration ?? seconds;
  return {
    goodput,
    duration,
    power,
    energy: power === undefined ? undefined : power * lasting,
    cost: price === undefined ? undefined : price * plan.chips * lasting,
  };
}
