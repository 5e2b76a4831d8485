/** A whole training plan: stages, schedule, update, memory, and what a run comes to. */

import { chipPower, chipPrice, type Scales, unitsFor, unscaled } from "../hardware";
import { addedUp, type Step, type Weighted } from "../time/account";
import type { TrainPlan } from "../types";
import type { TokenFlop } from "./flops";
import { type Goodput, goodputOf } from "./goodput";
import { stageMemory, type TrainMemory, trainTotal } from "./memory";
import type { StageSeconds } from "./pipeline";
import { type Round, roundOf, waiting } from "./round";
import { type Job, jobOf, microbatchesOf } from "./setting";

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
  const round = roundOf(job);
  const microbatches = microbatchesOf(plan);
  const step = stepOf(round, microbatches);
  const stages = round.seconds.map(({ forward, input, weight, steady }, index): StageResult => {
    const layers = round.stages[index]?.layers ?? 0;
    return { forward, input, weight, steady, layers, memory: stageMemory(job, round.stages, index, microbatches) };
  });
  const fullest = fullestOf(stages);
  const memory = stages[fullest]?.memory ?? stageMemory(job, round.stages, 0, microbatches);
  const capacity = plan.machine.chip.hbm.capacity / plan.machine.chip.ranks;
  const tokens = plan.batch * plan.sequence;
  const { goodput, duration, power, energy, cost } = runOf(plan, step.seconds, round.bubble, tokens);
  return {
    plan,
    step,
    microbatches,
    stages,
    busiest: round.busiest,
    fullest,
    memory,
    capacity,
    fits: trainTotal(memory) <= capacity,
    bubble: round.bubble,
    tokens,
    flop: flopOf(plan, round.flop, tokens),
    peak: peaksOf(plan, job),
    goodput,
    duration,
    power,
    energy,
    cost,
  };
}

/** The busiest stage works through all microbatches, waits, sends, and takes part in the update. */
function stepOf({ passes, sends, launching, bubble, once }: Round, microbatches: number): Step {
  const each = ({ scheduled, seconds, times }: Weighted): Weighted => ({ scheduled, seconds, times: times * microbatches });
  const kernels = [
    ...passes.map(each),
    ...waiting("launching", launching * microbatches),
    ...sends.map(each),
    ...waiting("bubble", bubble),
    ...once,
  ];
  return addedUp(kernels, 1, 1);
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

function flopOf(plan: TrainPlan, { linear, core, full }: TokenFlop, tokens: number): TrainResult["flop"] {
  const model = 3 * (linear + core) * tokens;
  const { recompute, recomputeLayers, layout } = plan;
  const layers = plan.model.layers / layout.pp;
  const share = Math.min(1, (recomputeLayers ?? layers) / layers);
  const head = 2 * plan.model.vocabulary * plan.model.hidden;
  const again = { none: 0, selective: core, full: linear - head + core }[recompute] * share * tokens;
  return { model, full: 3 * (linear + full) * tokens, hardware: model + again };
}

function peaksOf(plan: TrainPlan, { device }: Job): TrainResult["peak"] {
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
