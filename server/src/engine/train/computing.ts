/** Operators of a forward pass with those of their backward pass. */

import { bytesOf } from "../types";
import type { Operator } from "../time/operator";
import type { Pass } from "./item";
import { staysWhole } from "./parameters";
import type { Job } from "./setting";
import { transposed } from "./transpose";

/** Bytes that move for each gradient of a weight in each microbatch: read and written, where several are added up. */
function accumulation(job: Job): number {
  const { plan, several } = job;
  const { zero, precision } = plan;
  const adding = several && (zero < 2 || staysWhole(job));
  return bytesOf[precision.gradients] * (adding ? 2 : 1);
}

/** Adds computation, forward and backward; what is undefined is left out. `kind` says whether its multiplications are those of many experts. */
export function computing(job: Job, pass: Pass, operators: readonly (Operator | undefined)[], kind: "dense" | "grouped" = "dense"): void {
  const bytes = accumulation(job);
  for (const operator of operators) {
    if (!operator) continue;
    const work = moreTraffic(job, operator);
    const { input, weight } = transposed(job.device, work, bytes, kind);
    pass.forward.push({ operator: work, hide: undefined });
    pass.input.push({ operator: input, hide: undefined });
    if (weight) pass.weight.push({ operator: weight, hide: undefined });
  }
}

/** Multiplications of two things that both want gradients: no parameters are in them. */
export function products(job: Job, pass: Pass, operators: readonly Operator[]): void {
  computing(job, { ...pass, weight: pass.input }, operators);
}

/** Software that does not fuse vector work moves more bytes for it. */
function moreTraffic({ plan }: Job, operator: Operator): Operator {
  const { vectorTraffic } = plan.runtime;
  if (vectorTraffic === 1 || operator.compute > 0) return operator;
  return { ...operator, bytes: operator.bytes * vectorTraffic, memory: operator.memory * vectorTraffic };
}
