/** What a tenth more or less of each resource does to a phase's throughput. */

import type { SensitivityReport } from "../../../../shared/report";
import { type PhaseResult, type Scales, type ServePlan, timePhase, unscaled } from "../../engine";

const tenth = 0.1;

/** The most influential resource first. */
export function sensitivityOf(plan: ServePlan, { phase, batch, time }: PhaseResult, resources: readonly string[]): SensitivityReport[] {
  const change = (resource: string, factor: number) =>
    timePhase(plan, phase, Math.max(1, batch), scaled(resource, factor)).throughput / time.throughput - 1;
  const span = ({ less, more }: SensitivityReport) => Math.abs(more) + Math.abs(less);
  return resources
    .map((resource) => ({ resource, less: change(resource, 1 - tenth), more: change(resource, 1 + tenth) }))
    .sort((left, right) => span(right) - span(left));
}

function scaled(resource: string, factor: number): Scales {
  if (resource === "compute" || resource === "hbm" || resource === "overhead") return { ...unscaled, [resource]: factor };
  return { ...unscaled, fabrics: { [resource]: factor } };
}
