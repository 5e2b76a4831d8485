/** Kernels that run together in a step: their seconds at once, what shows and hides of each only for who asks. */

import type { Weighted } from "./account";
import { listed } from "./kernel";
import type { Block, Load, Setting } from "./load";
import { isCommunication, type Operator, withOverhead } from "./operator";
import { allInSeries, schedule, type Scheduled } from "./overlap";
import { layerTime, secondsInSeries } from "./stopwatch";

/** What runs so many times in a step. Layers are scheduled over the microbatches, the others run by themselves. */
export interface Kernels {
  readonly block: Block;
  readonly load: Load;
  readonly times: number;
  readonly part?: string;
  readonly overlapping?: boolean;
}

export class Together implements Weighted {
  readonly seconds: number;
  readonly times: number;
  readonly part: string | undefined;
  /** Operators of one microbatch of a layer. */
  readonly count: number;
  readonly #setting: Setting;
  readonly #kernels: Kernels;
  readonly #pace: number;
  #scheduled: readonly Scheduled[] | undefined;

  /** On chips at a share of their `pace`. */
  constructor(setting: Setting, kernels: Kernels, pace: number) {
    this.#setting = setting;
    this.#kernels = kernels;
    this.#pace = pace;
    this.times = kernels.times;
    this.part = kernels.part;
    if (kernels.overlapping) {
      // Ranks that hold nothing but experts play ping-pong with the others, which only the schedule knows.
      const { seconds, kernels: count } = setting.phase.expertRanks ? this.scheduledTime : this.layerTime;
      this.seconds = seconds;
      this.count = count;
    } else {
      this.seconds = secondsInSeries(kernels.block, kernels.load, pace);
      this.count = 0;
    }
  }

  get scheduled(): readonly Scheduled[] {
    return (this.#scheduled ??= this.schedule());
  }

  private get layerTime() {
    const { phase, device } = this.#setting;
    const { block, load } = this.#kernels;
    return layerTime(block, load, phase, device.machine.chip.calibration.overlap, this.#pace);
  }

  private get scheduledTime() {
    return { seconds: this.scheduled.reduce((sum, { exposed }) => sum + exposed, 0), kernels: this.scheduled.length };
  }

  private schedule(): readonly Scheduled[] {
    const { block, load, overlapping } = this.#kernels;
    const operators = listed((to) => block(load, to));
    if (!overlapping) return allInSeries(operators, 1, this.#pace);
    const { phase, device } = this.#setting;
    return schedule(shortened(operators, phase.runtime.fixedTimes), phase, device.machine.chip.calibration.overlap, this.#pace);
  }
}

/** Kernels of a graph start without the host, and begin while the one before them ends: a share of their fixed times remains. */
function shortened(operators: readonly Operator[], share: number): readonly Operator[] {
  if (share === 1) return operators;
  return operators.map((operator) => (isCommunication(operator) ? operator : withOverhead(operator, operator.overhead * share)));
}
