/** What tensor parallel ranks exchange around a block that is split over them (Korthikanti 2022, sections 4.2.1 and 4.2.2). */

import { bytesOf } from "../types";
import { collective, type Pass } from "./item";
import type { Job } from "./setting";

/**
 * With sequence parallelism tokens are gathered before a block and its results reduce-scattered behind it; the backward pass does the
 * same the other way round, and gathers the inputs once more for the gradients of the weights. Without it there is an all-reduce behind
 * the block, and one of the gradients before it.
 */
export function tensorExchange(job: Job, pass: Pass, hidden: number): void {
  const { plan, tokens } = job;
  const { tp } = plan.layout;
  if (tp === 1) return;
  const group = { size: tp, stride: 1 };
  const values = tokens * hidden;
  const bytes = values * 2;
  if (!plan.sequenceParallel) {
    collective(job, pass.forward, "tensor_reduce", "all_reduce", group, bytes, "tensor");
    collective(job, pass.input, "tensor_reduce_backward", "all_reduce", group, bytes, "tensorGradients");
    return;
  }
  // Inputs are gathered in the type in which they are multiplied.
  const narrow = values * Math.min(2, bytesOf[plan.precision.activations]);
  collective(job, pass.forward, "tensor_gather", "all_gather", group, narrow, "tensor");
  collective(job, pass.forward, "tensor_scatter", "reduce_scatter", group, bytes, "tensor");
  collective(job, pass.input, "tensor_gather_backward", "all_gather", group, narrow, "tensor");
  collective(job, pass.input, "tensor_scatter_backward", "reduce_scatter", group, bytes, "tensorGradients");
  collective(job, pass.weight, "tensor_gather_backward", "all_gather", group, narrow, "tensorGradients");
}
