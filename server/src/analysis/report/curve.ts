/** Throughput against batch: the plan's own batch, multiples of it, and the largest that fits. */

import type { CurvePoint, PlanReport } from "../../../../shared/report";
import { largestFitting, memoryOf, type ServePlan, type ServeResult, timePhase, totalOf } from "../../engine";
import { batchWriting } from "../checks/context";

/** Multiples of the plan's batch at which the curve is drawn, as far as the memory (and a little beyond) goes. */
const multiples = [1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

export function curveOf(
  plan: ServePlan,
  result: ServeResult,
  lowered: readonly { readonly phase: { readonly name: string }; readonly block: Parameters<typeof batchWriting>[1] }[],
): PlanReport["curve"] {
  const writer = result.phases.find(({ phase }) => phase.name !== "prefill");
  const written = lowered.find(({ phase }) => phase.name === writer?.phase.name);
  if (!writer || !written || writer.phase.name === "prefill" || writer.batch <= 0) return null;
  const { phase, batch } = writer;
  const slo = plan.workload.slo.tpot;
  const grain = Math.min(batchWriting(plan, written.block, phase).grain, batch);
  const fitting = largestFitting(plan, phase, grain);
  const batches = new Set([batch, ...(fitting > 0 ? [fitting] : [])]);
  for (const multiple of multiples) {
    const rounded = Math.max(1, Math.round((batch * multiple) / grain)) * grain;
    if (rounded <= Math.max(batch, fitting * 1.2)) batches.add(rounded);
  }
  const points = [...batches]
    .sort((left, right) => left - right)
    .map((value): CurvePoint => {
      const time = timePhase(plan, phase, value);
      const memory = memoryOf(plan.model, phase, plan.precision, plan.workload, value);
      return {
        batch: value,
        throughput_per_chip: time.throughput / (phase.instances * phase.chips),
        tpot: time.tpot,
        fits: totalOf(memory) <= writer.capacity,
        meets_slo: slo === undefined || time.tpot <= slo,
        current: value === batch,
      };
    });
  return { phase: phase.name === "colocated" ? "colocated" : "decode", points, ...(slo === undefined ? {} : { slo_tpot: slo }) };
}
