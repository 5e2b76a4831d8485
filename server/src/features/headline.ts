/** The figures of a plan on one line: what a user wants to see without opening the report. */

import { formatPercent, formatRate, formatTime } from "../language/figures";
import { english, type Say } from "../language/translation";
import type { PhaseReport, PlanReport } from "../../../shared/report";
import { phrase, phraseOf } from "../language/phrase";

/** `1,943 tokens/s per chip · TPOT 49.4 ms · TTFT 2.6 s · limited by hbm`. */
export function headline(report: PlanReport, say: Say = english.say): string {
  const phase = mainPhase(report);
  const rate = phase && ratePerChip(report, phase);
  if (report.kind === "train") return trainingHeadline(report, say);
  const { tpot, ttft } = report.metrics;
  return [
    ...(report.feasible ? [] : [say(phrase`does not fit`)]),
    ...(rate === undefined ? [] : [say(phrase`${rate} per chip`)]),
    ...(tpot === undefined ? [] : [`TPOT ${formatTime(tpot)}`]),
    ...(ttft === undefined ? [] : [`TTFT ${formatTime(ttft)}`]),
    ...(phase ? [say(phrase`limited by ${phraseOf(phase.bottleneck.resource)}`)] : []),
  ].join(" · ");
}

/** `step 9.65 s · MFU 54.1% · 212 tokens/s per chip · limited by compute`. */
function trainingHeadline({ feasible, metrics, phases: [phase] }: PlanReport, say: Say): string {
  const { step, mfu, throughput } = metrics;
  return [
    ...(feasible ? [] : [say(phrase`does not fit`)]),
    ...(step === undefined ? [] : [say(phrase`step ${formatTime(step)}`)]),
    ...(mfu === undefined ? [] : [`MFU ${formatPercent(mfu)}`]),
    ...(throughput === undefined || !phase ? [] : [say(phrase`${formatRate(throughput / phase.chips, "tokens")} per chip`)]),
    ...(phase ? [say(phrase`limited by ${phraseOf(phase.bottleneck.resource)}`)] : []),
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
