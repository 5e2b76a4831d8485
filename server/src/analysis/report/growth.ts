/** How the memory of a rank grows with the batch and with the context, and how far either may go. */

import type { MemoryGrowth, MemoryPoint } from "../../../../shared/report";
import { largestFitting, memoryOf, type PhaseResult, type ServePlan, totalOf } from "../../engine";

const multiples = [0, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1, 1.25, 1.5, 2, 3, 4, 6, 8];

export function growthOf(plan: ServePlan, { phase, batch, capacity }: PhaseResult): MemoryGrowth {
  const { workload } = plan;
  const at = (requests: number, input: number) => memoryOf(plan.model, phase, plan.precision, { ...workload, input }, requests);
  const point = (value: number, requests: number, input: number): MemoryPoint => {
    const memory = at(requests, input);
    const { weights, kvCache, activations, buffers, reserve } = memory;
    return { value, total: totalOf(memory), parts: { weights, kv_cache: kvCache, activations, buffers, reserve } };
  };
  const fits = (input: number) => totalOf(at(batch, input)) <= capacity;
  const largest = largestFitting(plan, phase);
  const context = batch > 0 && fits(1) ? largestInput(workload.input, fits) : 0;
  return {
    batch: steps(batch, largest).map((value) => point(value, value, workload.input)),
    context:
      batch > 0
        ? steps(workload.input, context)
            .slice(1)
            .map((value) => point(value + workload.output, batch, value))
        : [],
    ...(context > 0 && Number.isFinite(context) ? { largest_context: context + workload.output } : {}),
  };
}

/** Multiples of what the plan has, a little beyond the most that fits, and that itself. */
function steps(value: number, most: number): number[] {
  const bound = Math.max(value, most) * 1.15;
  const all = [...multiples.map((multiple) => Math.round(value * multiple)), ...(most > 0 && Number.isFinite(most) ? [most] : [])];
  const within = all.filter((each) => each <= bound);
  return [...new Set([...within, ...(most > 8 * value ? [] : [Math.round(bound)])])].sort((left, right) => left - right);
}

/** No model reads more than this; a model whose cache does not grow would be asked for ever. */
const longest = 2 ** 24;

/** The longest prompt that fits beside the others: Infinity where the memory does not grow with it. */
function largestInput(input: number, fits: (input: number) => boolean): number {
  let good = fits(input) ? input : 1;
  let bad = fits(input) ? input * 2 : input;
  while (fits(bad)) {
    if (bad > longest) return Number.POSITIVE_INFINITY;
    good = bad;
    bad *= 2;
  }
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
