/** What tensor parallel ranks exchange around a block that is split over them (Korthikanti 2022, sections 4.2.1 and 4.2.2). */

import { bytesOf } from "../types";
import { collective, nothing, type Pass } from "./item";
import type { Job } from "./setting";

/**
 * With sequence parallelism tokens are gathered before a block and its results reduce-scattered behind it; the backward pass does the
 * same the other way round, and gathers the inputs once more for the gradients of the weights. Without it there is an all-reduce behind
 * the block, and one of the gradients before it.
 */
export function tensorExchange(job: Job, hidden: number): Pass {
  const { plan, tokens } = job;
  const { tp } = plan.layout;
  if (tp === 1) return nothing;
  const group = { size: tp, stride: 1 };
  const values = tokens * hidden;
  const bytes = values * 2;
  if (!plan.sequenceParallel) {
    return {
      forward: collective(job, "tensor_reduce", "all_reduce", group, bytes, "tensor"),
      input: collective(job, "tensor_reduce_backward", "all_reduce", group, bytes, "tensorGradients"),
      weight: [],
    };
  }
  // Inputs are gathered in the type in which they are multiplied.
  const narrow = values * Math.min(2, bytesOf[plan.precision.activations]);
  return {
    forward: [
      ...collective(job, "tensor_gather", "all_gather", group, narrow, "tensor"),
      ...collective(job, "tensor_scatter", "reduce_scatter", group, bytes, "tensor"),
    ],
    input: [
      ...collective(job, "tensor_gather_backward", "all_gather", group, narrow, "tensor"),
      ...collective(job, "tensor_scatter_backward", "reduce_scatter", group, bytes, "tensorGradients"),
    ],
    weight: collective(job, "tensor_gather_backward", "all_gather", group, narrow, "tensorGradients"),
  };
}
