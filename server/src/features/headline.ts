/** The figures of a plan on one line: what a user wants to see without opening the report. */

import { formatRate, formatTime } from "../language/figures";
import type { PhaseReport, PlanReport } from "../../../shared/report";

/** `1,943 tokens/s per chip · TPOT 49.4 ms · TTFT 2.6 s · limited by hbm`. */
export function headline(report: PlanReport): string {
  const phase = mainPhase(report);
  const rate = phase && ratePerChip(report, phase);
  const { tpot, ttft } = report.metrics;
  return [
    ...(report.feasible ? [] : ["does not fit"]),
    ...(rate === undefined ? [] : [`${rate} per chip`]),
    ...(tpot === undefined ? [] : [`TPOT ${formatTime(tpot)}`]),
    ...(ttft === undefined ? [] : [`TTFT ${formatTime(ttft)}`]),
    ...(phase ? [`limited by ${phase.bottleneck.resource}`] : []),
  ].join(" · ");
}

/** Throughput of one chip of the phase's pool: `1,943 tokens/s`. */
export function ratePerChip(report: PlanReport, phase: PhaseReport): string | undefined {
  const throughput = report.metrics[`${phase.name}.throughput`];
  return throughput === undefined ? undefined : formatRate(throughput / (phase.chips * phase.instances), "tokens");
}

/** The phase that writes the answers; of a plan of prefill alone, that. */
function mainPhase(report: PlanReport): PhaseReport | undefined {
  return report.phases.find((phase) => phase.name !== "prefill") ?? report.phases[0];
}
