/** What a figure does in the plans of this file: a batch its memory and time per token, a fabric who loads it. */

import type { Analysis } from "../../analysis/types";
import { formatCount, formatInformation, formatPercent, formatTime } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { Quantity } from "../../syntax";
import { conversions } from "../conversions";
import { supernodeOf } from "../numbers";
import { plain, table } from "./markdown";

/** Of `batch` in a phase: memory, time and the largest that fits, as the plan stands. */
export function batchNow(analysis: Analysis, plan: ResolvedDeclaration | undefined, phaseName: string): string | undefined {
  const report = analysis.plans.find(({ declaration }) => declaration === plan)?.report;
  const phase = report?.phases.find(({ name }) => name === phaseName);
  if (!report || !phase) return undefined;
  const { total, capacity } = phase.memory;
  const { tpot } = report.metrics;
  return table([
    ["now", `${formatCount(phase.batch)} ${phase.batch_unit}`, "of one instance"],
    ["memory", `${formatInformation(total)} of ${formatInformation(capacity)}`, "of the fullest rank"],
    ...(phaseName === "prefill" || tpot === undefined ? [] : ([["TPOT", formatTime(tpot)]] as const)),
    ["step", formatTime(phase.time.total)],
    ...(phase.largest_batch === undefined
      ? []
      : ([["largest that fits", `${formatCount(phase.largest_batch)} ${phase.batch_unit}`]] as const)),
  ]);
}

/** Of a fabric of `machine`: the phases of this file's plans that use it, how much, and for what. */
export function loadsOf(analysis: Analysis, machine: ResolvedDeclaration | undefined, fabric: string): string | undefined {
  const rows = analysis.plans.flatMap(({ declaration, report }) => {
    const on = declaration.values.get("on");
    const same = on?.type === "reference" && machine && (on.target === machine || supernodeOf(on.target) === machine);
    if (!same || !report) return [];
    return report.phases.flatMap((phase) => {
      const load = phase.fabrics.find(({ name, bytes }) => name === fabric && bytes > 0);
      const operators = phase.time.parts.filter((part) => part.fabric === fabric).map(({ op }) => op);
      if (!load) return [];
      return [[`${report.name}.${phase.name}`, formatPercent(load.utilization), [...new Set(operators)].join(", ")] as const];
    });
  });
  return rows.length > 0 ? `Loaded by\n\n${table(rows)}` : undefined;
}

/** `3.2 TB/s is 3,200 GB/s, 25.6 Tbps.` */
export function conversionsOf(quantity: Quantity): string | undefined {
  const others = conversions(quantity).map(({ value, unit }) => `${value.toLocaleString("en-US", { maximumFractionDigits: 9 })} ${unit}`);
  return others.length > 0
    ? plain(`${quantity.value.toLocaleString("en-US")} ${quantity.unit?.text ?? ""} is ${others.join(", ")}.`)
    : undefined;
}
