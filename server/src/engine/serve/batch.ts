/** How large a batch may be. */

import { memoryOf, totalOf } from "../memory";
import type { Phase, ServePlan } from "../types";
import { timePhase } from "./phase";

/** No instance batches more than this; keeps the search finite for models that cost nothing. */
const ceiling = 2 ** 40;

/**
 * Largest multiple of `grain` (of one instance) whose memory fits the rank, and whose KV cache the engine's shares of it; 0 when not even
 * one does. Memory grows with the batch, so a bisection finds it.
 */
export function largestFitting(plan: ServePlan, phase: Phase, grain = 1): number {
  const capacity = plan.machine.chip.hbm.capacity / plan.machine.chip.ranks;
  const most = phase.name === "prefill" ? Number.POSITIVE_INFINITY : Math.max(grain, phase.runtime.requests * phase.dp);
  const fits = (batch: number) => {
    const memory = memoryOf(plan.model, phase, plan.precision, plan.workload, batch);
    const { cacheShare, staticShare } = phase.runtime;
    if (memory.weights + memory.kvCache + memory.reserve > staticShare * capacity) return false;
    return totalOf(memory) + memory.kvCache * (1 / cacheShare - 1) <= capacity;
  };
  return largest(grain, (batch) => batch <= most && fits(batch));
}

/** What `batch = max` means: the largest batch that fits and keeps the slo of the time per output token. */
export function largestBatch(plan: ServePlan, phase: Phase): number {
  const fitting = largestFitting(plan, phase);
  const target = plan.workload.slo.tpot;
  if (target === undefined || fitting === 0) return fitting;
  return largestMeeting(plan, phase, target, fitting);
}

/** Largest batch up to `limit` whose time per output token is at most `target` seconds; 0 when none is. */
export function largestMeeting(plan: ServePlan, phase: Phase, target: number, limit: number, grain = 1): number {
  return largest(grain, (batch) => batch <= limit && timePhase(plan, phase, batch).tpot <= target);
}

/** Largest prefill batch up to `limit` that reads a prompt within `target` seconds; 0 when none does. Small batches read it in several steps, so the search goes down from the limit. */
export function largestPrompting(plan: ServePlan, phase: Phase, target: number, limit: number, grain = 1): number {
  const meets = (count: number) => timePhase(plan, phase, count * grain).promptLatency <= target;
  for (let count = Math.floor(limit / grain); count >= 1; count = Math.floor(count / 2)) {
    if (!meets(count)) continue;
    // Between this one and its double the latency rises with the batch.
    let good = count;
    let bad = Math.min(2 * count, Math.floor(limit / grain) + 1);
    while (bad - good > 1) {
      const middle = Math.floor((good + bad) / 2);
      if (meets(middle)) good = middle;
      else bad = middle;
    }
    return good * grain;
  }
  return 0;
}

/** Largest multiple of `grain` that `holds`, for a condition that fails for all larger ones once it fails. */
export function largest(grain: number, holds: (batch: number) => boolean): number {
  if (!holds(grain)) return 0;
  let good = 1;
  while (good * grain < ceiling && holds(2 * good * grain)) good *= 2;
  let bad = 2 * good;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (holds(middle * grain)) good = middle;
    else bad = middle;
  }
  return good * grain;
}
