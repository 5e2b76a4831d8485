/** Follows a step down to its kernels: the very operators that were added up, not a second account of them. */

import type { Bound, Operator } from "./time/operator";
import { boundOf } from "./time/operator";
import { partOf, type Step } from "./time/account";

/** One kernel of a part of a step. */
export interface Kernel {
  /** Of the part of the step. */
  readonly part: string;
  readonly operator: Operator;
  /** How often it runs in the step, on one rank. */
  readonly runs: number;
  /** Seconds of the step, of all runs: shown, and hidden behind others. */
  readonly exposed: number;
  readonly hidden: number;
  /** Share of the chip's cores that it runs on. */
  readonly cores: number;
  readonly bound: Bound;
}

/** All kernels of the step. The exposed seconds of a part's kernels add up to the part; a part of waiting has none. */
export function kernelsOf({ origin }: Step, times = 1): readonly Kernel[] {
  if ("steps" in origin) return origin.steps.flatMap(([step, often]) => kernelsOf(step, times * often));
  if ("wait" in origin) return kernelsOf(origin.step, times);
  if ("name" in origin)
    return kernelsOf(origin.step, times).map((kernel) =>
      kernel.operator.fabric === undefined ? { ...kernel, part: origin.name } : kernel,
    );
  return origin.kernels.flatMap((group) =>
    group.scheduled.map(({ operator, cores, repeats, exposed, hidden }) => ({
      part: partOf(operator, group),
      operator,
      runs: (repeats * group.times * times) / origin.stages,
      exposed: exposed * group.times * times,
      hidden: hidden * group.times * times,
      cores,
      bound: boundOf(operator, cores),
    })),
  );
}
