/** What a figure does in the plans of this file: a batch its memory and time per token, a fabric who loads it. */

import type { Analysis } from "../../analysis/types";
import { formatCount, formatInformation, formatPercent, formatTime } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { Quantity } from "../../syntax";
import { conversions } from "../conversions";
import { supernodeOf } from "../numbers";
import { plain, table } from "./markdown";
import type { Say } from "../../language/translation";
import { listed, phrase, phraseOf } from "../../language/phrase";

/** Of `batch` in a phase: memory, time and the largest that fits, as the plan stands. */
export function batchNow(analysis: Analysis, plan: ResolvedDeclaration | undefined, phaseName: string, say: Say): string | undefined {
  const report = analysis.plans.find(({ declaration }) => declaration === plan)?.report;
  const phase = report?.phases.find(({ name }) => name === phaseName);
  if (!report || !phase) return undefined;
  const { total, capacity } = phase.memory;
  const { tpot } = report.metrics;
  const countOf = (count: number) => `${formatCount(count)} ${phase.batch_unit}`;
  return table([
    [say(phrase`now`), countOf(phase.batch), say(phrase`of one instance`)],
    [say(phrase`memory`), say(phrase`${formatInformation(total)} of ${formatInformation(capacity)}`), say(phrase`of the fullest rank`)],
    ...(phaseName === "prefill" || tpot === undefined ? [] : ([["TPOT", formatTime(tpot)]] as const)),
    [say(phrase`step`), formatTime(phase.time.total)],
    ...(phase.largest_batch === undefined ? [] : ([[say(phrase`largest that fits`), countOf(phase.largest_batch)]] as const)),
  ]);
}

/** Of a fabric of `machine`: the phases of this file's plans that use it, how much, and for what. */
export function loadsOf(analysis: Analysis, machine: ResolvedDeclaration | undefined, fabric: string, say: Say): string | undefined {
  const rows = analysis.plans.flatMap(({ declaration, report }) => {
    const on = declaration.values.get("on");
    const same = on?.type === "reference" && machine && (on.target === machine || supernodeOf(on.target) === machine);
    if (!same || !report) return [];
    return report.phases.flatMap((phase) => {
      const load = phase.fabrics.find(({ name, bytes }) => name === fabric && bytes > 0);
      const operators = phase.time.parts.filter((part) => part.fabric === fabric).map(({ op }) => say(phraseOf(op.replaceAll("_", " "))));
      if (!load) return [];
      return [[`${report.name}.${phase.name}`, formatPercent(load.utilization), [...new Set(operators)].join(", ")] as const];
    });
  });
  return rows.length > 0 ? `${say(phrase`Loaded by`)}\n\n${table(rows)}` : undefined;
}

/** `3.2 TB/s is 3,200 GB/s, 25.6 Tbps.` */
export function conversionsOf(quantity: Quantity, say: Say): string | undefined {
  const others = conversions(quantity).map(({ value, unit }) => `${value.toLocaleString("en-US", { maximumFractionDigits: 9 })} ${unit}`);
  return others.length > 0
    ? plain(say(phrase`${`${quantity.value.toLocaleString("en-US")} ${quantity.unit?.text ?? ""}`} is ${listed(others)}.`))
    : undefined;
}
