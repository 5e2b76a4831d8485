/** Pipeline schedules: how long stages wait, and how many microbatches they hold. */

import type { Schedule } from "../types";

/** Seconds of one microbatch in a stage. */
export interface StageSeconds {
  readonly forward: number;
  readonly input: number;
  readonly weight: number;
  /** Of both passes, in the steady state. */
  readonly steady: number;
}

/**
 * Seconds that the busiest stage waits in a step.
 * 1f1b: while the first microbatch reaches it and the last one leaves it, all other stages work once (Narayanan 2021, section 2.2).
 * interleaved: they work on one of `chunks` pieces.
 * zero_bubble: gradients of weights, which wait for nobody, fill a part: forward + input − weight (Qi 2023, arXiv:2401.10241, ZB-H1).
 * dualpipe: (pp/2 − 1) · (both + backward − 3 · weight) (DeepSeek-V3 report, table 2).
 */
export function bubbleSeconds(schedule: Schedule, stages: readonly StageSeconds[], chunks: number): number {
  const busiest = busiestOf(stages);
  const sum = (value: (stage: StageSeconds) => number) =>
    stages.reduce((total, stage, index) => (index === busiest ? total : total + value(stage)), 0);
  switch (schedule) {
    case "1f1b":
      return sum(({ forward, input, weight }) => forward + input + weight);
    case "interleaved":
      return sum(({ forward, input, weight }) => forward + input + weight) / chunks;
    case "zero_bubble":
      return Math.max(
        0,
        sum(({ forward, input, weight }) => forward + input - weight),
      );
    case "dualpipe": {
      const waits = Math.max(0, stages.length / 2 - 1) / Math.max(1, stages.length - 1);
      return Math.max(0, waits * sum(({ steady, input, weight }) => steady + input - 2 * weight));
    }
  }
}

export function busiestOf(stages: readonly StageSeconds[]): number {
  let busiest = 0;
  stages.forEach(({ steady }, index) => {
    if (steady > (stages[busiest]?.steady ?? 0)) busiest = index;
  });
  return busiest;
}

/**
 * Microbatches whose activations stage `index` (from 0) of `pp` holds at once, counted in whole stages.
 * interleaved: 2(pp − 1 − index) + (chunks − 1) · pp + 1 pieces (Megatron-LM's warm-up); dualpipe: pp + 1 (DeepSeek-V3 report, table 2).
 */
export function microbatchesHeld(schedule: Schedule, pp: number, index: number, chunks: number, microbatches: number): number {
  if (pp === 1) return 1;
  switch (schedule) {
    case "interleaved": {
      const pieces = 2 * (pp - 1 - index) + (chunks - 1) * pp + 1;
      return Math.min(microbatches * chunks, pieces) / chunks;
    }
    case "dualpipe":
      return Math.min(microbatches, pp + 1);
    default:
      return Math.min(microbatches, pp - index);
  }
}

/** Copies of the parameters of a stage: DualPipe has two stages on each rank. */
export function stagesOnRank(schedule: Schedule, pp: number): number {
  return schedule === "dualpipe" && pp > 1 ? 2 : 1;
}
