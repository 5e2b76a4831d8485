/** Communication beside computation: how much of it shows, and what it costs the computation. */

import { unitsFor } from "../hardware";
import { isCommunication, type Operator, secondsOf, withOverhead } from "../time/operator";
import type { Scheduled } from "../time/overlap";
import type { Overlap } from "../types";
import type { Item } from "./item";
import type { Job } from "./setting";
import { isRecurrence } from "./transpose";

/** Operators of a stretch of a pass with the seconds that show and hide. */
export interface Timed {
  readonly kernels: readonly Scheduled[];
  /** Exposed seconds of all kernels. */
  readonly seconds: number;
  /** Seconds of computation that no communication hides behind yet. */
  readonly free: number;
}

/**
 * Each communication hides behind the computation of the same stretch to the share that the software runs beside it, as far as there is
 * computation left. The power limit slows multiplications as if they had fewer cores. Kernels that communicate take cores: the computation
 * beside them loses that share of its pace.
 */
export function timed(job: Job, items: readonly Item[], overlap: Overlap = job.plan.runtime.overlap): Timed {
  const { communicationCores } = job.device.machine.chip.calibration.overlap;
  const { fixedTimes } = job.plan.runtime;
  const kernels: { operator: Operator; cores: number; repeats: number; exposed: number; hidden: number }[] = [];
  let computation = 0;
  for (const { operator: whole } of items) {
    const operator = shortened(whole, fixedTimes);
    const cores = operator.compute > 0 ? paceOf(job, operator) : 1;
    const seconds = secondsOf(operator, cores);
    kernels.push({ operator, cores, repeats: 1, exposed: seconds, hidden: 0 });
    if (!isCommunication(operator)) computation += seconds;
  }
  let free = computation;
  items.forEach(({ hide }, index) => {
    const kernel = kernels[index];
    if (!kernel || hide === undefined) return;
    const hidden = Math.min(kernel.exposed * overlap[hide], free);
    free -= hidden;
    kernel.hidden = hidden;
    kernel.exposed -= hidden;
  });
  const behind = computation - free;
  const slowed = computation > 0 ? 1 + (behind * communicationCores) / computation : 1;
  let seconds = 0;
  for (const kernel of kernels) {
    if (slowed > 1 && !isCommunication(kernel.operator)) kernel.exposed *= slowed;
    seconds += kernel.exposed;
  }
  return { kernels, seconds, free };
}

/**
 * Share of its pace alone at which an operator computes: the power limit's, and where it is the attention core its kernel's. Recurrences
 * are far from drawing the power that is limited.
 */
function paceOf({ device, plan }: Job, operator: Operator): number {
  const { shape } = operator;
  if (isRecurrence(operator)) return 1;
  const { sustained } = device.machine.chip.calibration;
  const { type } = unitsFor(device, shape?.activations ?? plan.precision.attention);
  return sustained[type] * (shape ? 1 : plan.runtime.attentionPace);
}

/** The host launches ahead: a share of a kernel's fixed time remains. */
function shortened(operator: Operator, share: number): Operator {
  return share === 1 || isCommunication(operator) ? operator : withOverhead(operator, operator.overhead * share);
}
