/** The computed figures of a plan and of its phases. */

import { formatCount, formatFigure, formatInformation, formatPercent, formatTime } from "../../language/figures";
import { metricsOf } from "../../language/metrics";
import type { PhaseReport, PlanReport } from "../../../../shared/report";
import { headline, ratePerChip } from "../headline";
import { table } from "./markdown";

/** Markdown: the headline and every metric that the plan has. */
export function planFigures(report: PlanReport): string {
  const rows = metricsOf(report.kind).flatMap(({ name, dimension }) => {
    const value = report.metrics[name];
    if (value === undefined) return [];
    const uncertainty = report.uncertainty?.[name];
    const range =
      uncertainty && `${formatFigure(uncertainty.low, dimension)} to ${formatFigure(uncertainty.high, dimension)} (${uncertainty.basis})`;
    return [
      range === undefined ? ([name, formatFigure(value, dimension)] as const) : ([name, formatFigure(value, dimension), range] as const),
    ];
  });
  return `**${headline(report)}**\n\n${table(rows)}`;
}

/** Markdown: layout, memory, time and bottleneck of one phase. */
export function phaseFigures(report: PlanReport, phase: PhaseReport): string {
  const { tp, pp, cp, dp, ep } = phase.degrees;
  const { memory, bottleneck } = phase;
  const rate = ratePerChip(report, phase);
  const parts = Object.entries(memory.parts)
    .filter(([, bytes]) => bytes > 0)
    .map(([part, bytes]) => `${part} ${formatInformation(bytes)}`);
  const limit = `${bottleneck.resource}, ${formatPercent(bottleneck.share)} of the step`;
  return table([
    ["instances", `${formatCount(phase.instances)} × ${formatCount(phase.chips)} chips, ${formatCount(phase.ranks)} ranks`],
    ["degrees", `tp ${tp} · pp ${pp} · cp ${cp} · dp ${dp} · ep ${ep}`],
    ["batch", `${formatCount(phase.batch)} ${phase.batch_unit}`, "of one instance"],
    ...(phase.largest_batch === undefined
      ? []
      : ([["largest that fits", `${formatCount(phase.largest_batch)} ${phase.batch_unit}`]] as const)),
    ["memory", `${formatInformation(memory.total)} of ${formatInformation(memory.capacity)}`, parts.join(", ").replaceAll("_", " ")],
    ["step", formatTime(phase.time.total)],
    ...(rate ? ([["throughput", `${rate} per chip`]] as const) : []),
    ["limited by", limit],
  ]);
}
