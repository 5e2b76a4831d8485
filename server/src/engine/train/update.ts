/** What happens once in a step: gradients are added up over the ranks, the optimizer works, new parameters are gathered. */

import { vectorOperator } from "../time/matrix";
import { computation, type Operator } from "../time/operator";
import { unitsFor } from "../hardware";
import { bytesOf } from "../types";
import { collective, type Item } from "./item";
import { type Held, sharded, shardingOf, staysWhole } from "./parameters";
import type { Job } from "./setting";

/** Gradients of all that a rank holds (ZeRO 0 and 1), and parameters that come back from where they were updated. */
export interface Update {
  readonly gradients: readonly Item[];
  readonly parameters: readonly Item[];
  readonly optimizer: readonly Operator[];
}

export function updateOf(job: Job, held: Held): Update {
  const { zero, precision } = job.plan;
  const gradients: Item[] = [];
  const parameters: Item[] = [];
  for (const [count, copies] of [
    [held.dense, job.copies],
    [held.experts, job.expertCopies],
  ] as const) {
    const { shards, replicas } = shardingOf(job, copies);
    const bytes = count * bytesOf[precision.reduction];
    if (zero === 0) collective(job, gradients, "gradient_reduce", "all_reduce", copies, bytes, "gradients");
    const once = zero === 1 || staysWhole(job);
    if (once) {
      collective(job, gradients, "gradient_scatter", "reduce_scatter", shards, bytes, "gradients");
      collective(job, gradients, "gradient_reduce", "all_reduce", replicas, bytes / shards.size, "gradients");
    }
    if (once || zero === 2)
      collective(job, parameters, "parameter_gather", "all_gather", shards, count * bytesOf[precision.parameters], "parameters");
  }
  return { gradients, parameters, optimizer: optimizerOf(job, held) };
}

/** Gradients, states and parameters are read and written once, by each rank for its share; the norm of the gradients reads them before. */
function optimizerOf(job: Job, held: Held): Operator[] {
  const { device, plan } = job;
  const { precision, optimizer, zero } = plan;
  const own = zero === 0 ? held.dense + held.experts : sharded(job, held);
  const moments = { adam: 2, muon: 1, sgd: 0 }[optimizer];
  const master = precision.master === precision.weights ? 0 : bytesOf[precision.master];
  const bytes =
    2 * bytesOf[precision.gradients] +
    2 * (master + moments * bytesOf[precision.moments]) +
    bytesOf[precision.weights] * (master > 0 ? 1 : 2);
  const update = vectorOperator(device, "optimizer", "expert", own * bytes, 4);
  // Gradients of the next step start from zero; parameters that are multiplied in a narrower type are converted once in a step.
  const whole = held.dense + held.experts;
  const cleared = vectorOperator(device, "optimizer", "expert", (zero >= 2 ? own : whole) * bytesOf[precision.gradients], 1);
  const narrow = bytesOf[precision.activations];
  const cast =
    narrow < bytesOf[precision.weights] && zero < 3
      ? [vectorOperator(device, "optimizer", "expert", whole * (bytesOf[precision.weights] + 2 * narrow), 1)]
      : [];
  return [update, cleared, ...cast, ...(optimizer === "muon" ? [orthogonalised(job, own)] : [])];
}

/**
 * Muon: five Newton-Schulz iterations X ← aX + (bA + cA²)X with A = XXᵀ on each matrix (Jordan 2024): for a matrix of m × n with m ≤ n,
 * 2m²n + 2m³ + 2m²n FLOP each, which is at most 6m for each of its parameters. The narrow side is taken as the residual stream's.
 */
function orthogonalised({ device, plan }: Job, own: number): Operator {
  const iterations = 5;
  const flop = iterations * 6 * plan.model.hidden * own;
  const { gemm } = device.machine.chip.calibration;
  const compute = flop / (unitsFor(device, "bf16").peak * gemm.efficiency.bf16);
  return computation("optimizer", "expert", { flop, bytes: 0, compute, memory: 0, overhead: 0 });
}
