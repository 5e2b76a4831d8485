/** The computed figures of a plan and of its phases. */

import { formatCount, formatFigure, formatInformation, formatPercent, formatTime } from "../../language/figures";
import { metricsOf } from "../../language/metrics";
import type { PhaseReport, PlanReport } from "../../../../shared/report";
import { headline, ratePerChip } from "../headline";
import { table } from "./markdown";
import type { Say } from "../../language/translation";
import { listed, phrase, phraseOf } from "../../language/phrase";

/** Markdown: the headline and every metric that the plan has. */
export function planFigures(report: PlanReport, say: Say): string {
  const rows = metricsOf(report.kind).flatMap(({ name, dimension }) => {
    const value = report.metrics[name];
    if (value === undefined) return [];
    const uncertainty = report.uncertainty?.[name];
    const range =
      uncertainty &&
      say(phrase`${formatFigure(uncertainty.low, dimension)} to ${formatFigure(uncertainty.high, dimension)} (${uncertainty.basis})`);
    const figure = formatFigure(value, dimension, report.currency);
    return [range === undefined ? ([name, figure] as const) : ([name, figure, range] as const)];
  });
  return `**${headline(report, say)}**\n\n${table(rows)}`;
}

/** Markdown: layout, memory, time and bottleneck of one phase. */
export function phaseFigures(report: PlanReport, phase: PhaseReport, say: Say): string {
  const { tp, pp, cp, dp, ep } = phase.degrees;
  const { memory, bottleneck } = phase;
  const rate = ratePerChip(report, phase);
  const parts = Object.entries(memory.parts)
    .filter(([, bytes]) => bytes > 0)
    .map(([part, bytes]) => phrase`${phraseOf(part.replaceAll("_", " "))} ${formatInformation(bytes)}`);
  const limit = phrase`${phraseOf(bottleneck.resource)}, ${formatPercent(bottleneck.share)} of the step`;
  const countOf = (count: number) => `${formatCount(count)} ${phase.batch_unit}`;
  return table([
    [
      say(phrase`instances`),
      say(phrase`${formatCount(phase.instances)} × ${formatCount(phase.chips)} chips, ${formatCount(phase.ranks)} ranks`),
    ],
    [say(phrase`degrees`), `tp ${tp} · pp ${pp} · cp ${cp} · dp ${dp} · ep ${ep}`],
    [say(phrase`batch`), countOf(phase.batch), say(phrase`of one instance`)],
    ...(phase.largest_batch === undefined ? [] : ([[say(phrase`largest that fits`), countOf(phase.largest_batch)]] as const)),
    [say(phrase`memory`), say(phrase`${formatInformation(memory.total)} of ${formatInformation(memory.capacity)}`), say(listed(parts))],
    [say(phrase`step`), formatTime(phase.time.total)],
    ...(rate ? ([[say(phrase`throughput`), say(phrase`${rate} per chip`)]] as const) : []),
    [say(phrase`limited by`), say(limit)],
  ]);
}
