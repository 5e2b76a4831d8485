/** Kernels that run together in a step: their seconds at once, what shows and hides of each only for who asks. */

import type { Weighted } from "./account";
import { listed } from "./kernel";
import type { Block, Load, Setting } from "./load";
import { isCommunication, type Operator, withOverhead } from "./operator";
import { allInSeries, schedule, type Scheduled } from "./overlap";
import { layerTime, type LayerTime, secondsInSeries, type Stopwatch, watchOf } from "./stopwatch";

/** What runs so many times in a step. */
export interface Kernels {
  readonly block: Block;
  readonly load: Load;
  readonly times: number;
  readonly part?: string;
  /** Runs before `block` in a layer. Layers are scheduled over the microbatches, all else runs by itself. */
  readonly attention?: Block;
}

/** All of them on chips at a share of their `pace`. */
export function togetherAt(setting: Setting, kernels: readonly Kernels[], pace: number): Together[] {
  const { phase, device } = setting;
  const { overlap } = device.machine.chip.calibration;
  let last: { readonly attention: Block; readonly watch: Stopwatch } | undefined;
  const timeOf = (each: Kernels): LayerTime => {
    const { attention, block, load } = each;
    if (!attention) return { seconds: secondsInSeries(block, load, pace), kernels: 0 };
    // Ranks that hold nothing but experts play ping-pong with the others, which only the schedule knows.
    if (phase.expertRanks) return addedUp(scheduleOf(setting, each, pace));
    // Sorts that differ in the network alone attend alike.
    if (last?.attention !== attention) {
      last = { attention, watch: watchOf(phase, overlap, pace) };
      attention(load, last.watch);
    }
    const watch = last.watch.copy();
    block(load, watch);
    return layerTime(watch, phase, overlap);
  };
  return kernels.map((each) => new Together(setting, each, pace, timeOf(each)));
}

export class Together implements Weighted {
  readonly seconds: number;
  readonly times: number;
  readonly part: string | undefined;
  /** Kernels of a microbatch of a layer. */
  readonly count: number;
  readonly #setting: Setting;
  readonly #kernels: Kernels;
  readonly #pace: number;
  #scheduled: readonly Scheduled[] | undefined;

  constructor(setting: Setting, kernels: Kernels, pace: number, { seconds, kernels: count }: LayerTime) {
    this.#setting = setting;
    this.#kernels = kernels;
    this.#pace = pace;
    this.seconds = seconds;
    this.times = kernels.times;
    this.part = kernels.part;
    this.count = count;
  }

  get scheduled(): readonly Scheduled[] {
    return (this.#scheduled ??= scheduleOf(this.#setting, this.#kernels, this.#pace));
  }
}

function scheduleOf({ phase, device }: Setting, { attention, block, load }: Kernels, pace: number): readonly Scheduled[] {
  const operators = listed((to) => {
    attention?.(load, to);
    block(load, to);
  });
  if (!attention) return allInSeries(operators, 1, pace);
  return schedule(shortened(operators, phase.runtime.fixedTimes), phase, device.machine.chip.calibration.overlap, pace);
}

function addedUp(scheduled: readonly Scheduled[]): LayerTime {
  return { seconds: scheduled.reduce((sum, { exposed }) => sum + exposed, 0), kernels: scheduled.length };
}

/** Kernels of a graph start without the host, and begin while the one before them ends: a share of their fixed times remains. */
function shortened(operators: readonly Operator[], share: number): readonly Operator[] {
  if (share === 1) return operators;
  return operators.map((operator) => (isCommunication(operator) ? operator : withOverhead(operator, operator.overhead * share)));
}
