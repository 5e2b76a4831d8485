/** CMX601 and CMX603: the workload's service level and arrivals against what the plan gives. */

import { largestMeeting, largestPrompting } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatPercent, formatRate, formatTime } from "../../language/figures";
import { placeOf } from "../lower/read";
import { batchWriting, type CheckedPhase, phasesOf, placeIn, type PlanCheck, replaceFix } from "./context";
import { workloadLine } from "./related";
import { type Filling, phrase } from "../../language/phrase";

export function checkService(check: PlanCheck): Finding[] {
  return [...checkTpot(check), ...checkTtft(check), ...checkRate(check)];
}

/** Percents of a target that is missed by far say nothing. */
function excess(actual: number, target: number): string {
  const over = actual / target - 1;
  return over < 10 ? `${formatTime(actual - target)} (${formatPercent(over)})` : formatTime(actual - target);
}

function checkTpot(check: PlanCheck): Finding[] {
  const { lowered, result } = check;
  const owner = lowered.declaration;
  const target = lowered.plan.workload.slo.tpot;
  const writer = phasesOf(check).find(({ lowered: { phase } }) => phase.name !== "prefill");
  if (target === undefined || result.tpot === undefined || !writer || result.tpot <= target) return [];
  const { phase, block } = writer.lowered;
  const writing = batchWriting(lowered.plan, block, phase);
  const meeting = largestMeeting(lowered.plan, phase, target, writer.result.batch, writing.grain);
  const text = writing.write(meeting);
  const reason =
    meeting > 0 ? phrase`${phase.name} sets it: batch = ${text} meets it` : phrase`${phase.name} sets it, and no batch meets it`;
  const values = {
    metric: "tpot",
    actual: formatTime(result.tpot),
    excess: excess(result.tpot, target),
    target: formatTime(target),
    workload: lowered.plan.workload.name,
    reason,
  };
  const place = placeIn(owner, placeOf(block, "batch"), block.place);
  const fixes =
    meeting > 0 ? replaceFix(owner, block.values.get("batch")?.place, text, phrase`Reduce the batch to ${text}, to meet the slo`) : [];
  return [finding("slo-missed", place, values, { fixes, related: workloadLine(owner, "tpot") })];
}

function checkTtft(check: PlanCheck): Finding[] {
  const { lowered, result } = check;
  const owner = lowered.declaration;
  const target = lowered.plan.workload.slo.ttft;
  const reader = phasesOf(check).find(({ lowered: { phase } }) => phase.name !== "decode");
  if (target === undefined || !result.ttft || !reader) return [];
  const { wait, prefill, kvTransfer, firstStep } = result.ttft;
  const actual = wait + prefill + kvTransfer + firstStep;
  // An unbounded wait is the arrivals' fault, which CMX603 reports.
  if (actual <= target || !Number.isFinite(actual)) return [];
  const parts: readonly (readonly [Filling, number])[] = [
    [phrase`waiting`, wait],
    [reader.lowered.phase.name, prefill],
    [phrase`KV transfer`, kvTransfer],
    [phrase`the first decode step`, firstStep],
  ];
  const [name, seconds] = parts.reduce((most, part) => (part[1] > most[1] ? part : most));
  const remedy = prefillRemedy(check, reader, target - (actual - prefill));
  const taken = formatTime(seconds);
  const reason = remedy ? phrase`${name} takes ${taken} of it: batch = ${remedy.text} meets it` : phrase`${name} takes ${taken} of it`;
  const values = {
    metric: "ttft",
    actual: formatTime(actual),
    excess: excess(actual, target),
    target: formatTime(target),
    workload: lowered.plan.workload.name,
    reason,
  };
  const { block } = reader.lowered;
  return [
    finding("slo-missed", placeIn(owner, placeOf(block, "batch"), block.place), values, {
      fixes: remedy
        ? replaceFix(owner, block.values.get("batch")?.place, remedy.text, phrase`Reduce the batch to ${remedy.text}, to meet the slo`)
        : [],
      related: workloadLine(owner, "ttft"),
    }),
  ];
}

/** The largest smaller prefill batch whose latency leaves the rest of the time to first token within the target. */
function prefillRemedy({ lowered }: PlanCheck, reader: CheckedPhase, allowed: number): { readonly text: string } | undefined {
  const { phase, block } = reader.lowered;
  if (phase.name !== "prefill" || allowed <= 0) return undefined;
  const writing = batchWriting(lowered.plan, block, phase);
  const meeting = largestPrompting(lowered.plan, phase, allowed, reader.result.batch, writing.grain);
  return meeting > 0 ? { text: writing.write(meeting) } : undefined;
}

function checkRate({ lowered, result }: PlanCheck): Finding[] {
  const { rate } = lowered.plan.workload;
  if (rate === undefined || rate <= result.requests) return [];
  const { declaration } = lowered;
  const values = {
    rate: formatRate(rate, "requests"),
    sustained: formatRate(result.requests, "requests"),
    phase: (result.limiting ?? result.phases[0])?.phase.name ?? phrase`the plan`,
  };
  const place = placeIn(declaration, declaration.values.get("workload")?.place);
  return [finding("rate-not-sustained", place, values, { related: workloadLine(declaration, "rate") })];
}
