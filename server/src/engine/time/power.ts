/**
 * The clock that the power limit leaves to a step. Switching takes power as f · V², and the voltage goes with the frequency: the energy of a
 * FLOP falls with the square of the clock. The limit holds the mean over a step, since it is enforced over milliseconds. See docs/engine.md,
 * section 7.
 */

import { unitsFor } from "../hardware";
import type { Weighted } from "./account";
import type { Setting } from "./load";

/** Full power × seconds that a step takes beside what stands: its FLOP at full clock, and its memory traffic. */
interface Energy {
  readonly multiplying: number;
  readonly moving: number;
}

/** No chip slows down further: what then still is too much are kernels that the model takes for hungrier than they are. */
const slowest = 0.3;
const precise = 1e-10;

/**
 * Share of the full clock at which the kernels draw what the chip may; 1 where they draw less at full clock, or the chip's limit is unknown.
 * `secondsAt` tells how long the step is at a share.
 */
export function paceUnderLimit(setting: Setting, kernels: readonly Weighted[], secondsAt: (pace: number) => number): number {
  const limit = setting.device.machine.chip.calibration.powerLimit;
  if (!limit) return 1;
  const { multiplying, moving } = energyOf(setting, kernels, limit.memory);
  const over = (pace: number) => pace * pace * multiplying + moving - (1 - limit.standing) * secondsAt(pace);
  let high = { pace: 1, over: over(1) };
  if (multiplying === 0 || high.over <= 0) return 1;
  let low = { pace: slowest, over: over(slowest) };
  if (low.over >= 0) return slowest;
  // False position, halving the end that stays (Illinois): what is over grows with the pace.
  for (;;) {
    const pace = high.pace - (high.over * (high.pace - low.pace)) / (high.over - low.over);
    const next = { pace, over: over(pace) };
    if (Math.abs(next.over) <= precise * moving + precise * multiplying || high.pace - low.pace <= precise) return pace;
    if (next.over > 0) [high, low] = [next, { pace: low.pace, over: low.over / 2 }];
    else [low, high] = [next, { pace: high.pace, over: high.over / 2 }];
  }
}

function energyOf({ device, precision }: Setting, kernels: readonly Weighted[], memory: number): Energy {
  let multiplying = 0;
  let bytes = 0;
  for (const { scheduled, times } of kernels) {
    for (const { operator, repeats } of scheduled) {
      const { flop, shape } = operator;
      bytes += operator.bytes * repeats * times;
      if (flop > 0) multiplying += flop * unitsFor(device, shape?.activations ?? precision.attention).draw * repeats * times;
    }
  }
  return { multiplying, moving: (bytes / device.hbmBandwidth) * memory };
}
