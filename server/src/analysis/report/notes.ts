/** What the reader should know before trusting a figure. */

import { allReduceOf, type Machine, type Phase, type ServePlan, type ServeResult } from "../../engine";
import type { PlanResult } from "../metrics";
import { uncertainties } from "../uncertainty";
import { formatCount, formatInformation, formatPercent, formatTime } from "../../language/figures";

export function notesOf(result: ServeResult): string[] {
  const { plan, phases } = result;
  const notes: string[] = [];
  const { chip } = plan.machine;
  if (chip.calibration.basis === "estimated") {
    notes.push(`The efficiencies of ${chip.name} are estimated, not measured: no operator of it has been published. Expect larger errors.`);
  }
  notes.push(outsideOf(result));
  notes.push(...arrivals(plan, phases));
  const [any] = phases;
  if (any) notes.push(softwareOf(any.phase));
  for (const { phase } of phases) {
    if (plan.model.moe && phase.ep > 1 && phase.dp * phase.cp > 1)
      notes.push(`${phase.name}: experts are reached by the ${phase.expertPath} path, with imbalance ${phase.imbalance}.`);
  }
  for (const { phase, batch } of phases) {
    const algorithm = allReduceOf(plan, phase, batch);
    if (algorithm)
      notes.push(`${phase.name}: ${phase.tp} tensor parallel ranks add their results by ${algorithm} (all_reduce = ${phase.allReduce}).`);
  }
  const [first] = phases;
  if (first) notes.push(`The runtime keeps ${formatInformation(first.phase.reserve)} of each rank (reserve).`);
  notes.push(...powerAndPrice(plan.machine));
  if (plan.kvTransfer !== undefined && phases.length > 1) notes.push(`The KV cache goes from prefill to decode over ${plan.kvTransfer}.`);
  return notes;
}

/** What the time to first token holds of waiting. */
function arrivals({ workload }: ServePlan, phases: ServeResult["phases"]): string[] {
  const { rate, concurrency, rounds } = workload;
  if (concurrency !== undefined) {
    if (rounds === undefined) return ["Times are means in the steady state."];
    const means = phases.some(({ phase }) => phase.name === "colocated") ? "Times and throughput" : "Times";
    const run = `${means} are means over a run of ${formatCount(concurrency * rounds)} requests`;
    return [`${run}: ${formatCount(rounds)} of each of ${formatCount(concurrency)} clients, the first of all at once.`];
  }
  if (rate !== undefined || phases.every(({ phase }) => phase.name === "decode")) return [];
  return ["The workload has no rate and no concurrency: the time to first token has no queue in it."];
}

/** What the serving software adds. */
function softwareOf({ runtime }: Phase): string {
  const { engine, stepOverhead, requestOverhead, admission } = runtime;
  if (engine === undefined) return `No engine is named: beside the chips' work a step takes ${formatTime(stepOverhead)}, and nothing else.`;
  const each = requestOverhead > 0 ? ` and ${formatTime(requestOverhead)} a request` : "";
  const first = admission > 0 ? `; the first token takes ${formatTime(admission)} more` : "";
  return `${engine} takes ${formatTime(stepOverhead)} a step${each} beside the chips' work${first}.`;
}

/** What power and cost are made of. No source divides a machine's draw by resource: a busy one counts in full. */
export function powerAndPrice({ name, chip, power, price }: Machine): string[] {
  const idle = formatPercent(chip.calibration.idlePower);
  const drawn =
    power !== undefined
      ? `Power is what ${name} declares for full load, and ${idle} of it when idle: an upper bound where memory limits.`
      : chip.power !== undefined
        ? `Power is the nameplate of ${chip.name} alone, and ${idle} of it when idle: no figure of the whole machine is known.`
        : `No power of ${name} or ${chip.name} is known: the plan has neither power nor energy.`;
  const unpriced = (price ?? chip.price) === undefined;
  return unpriced ? [drawn, `No price of ${name} or ${chip.name} is known: the plan has no cost.`] : [drawn];
}

/** Where no measurement of a plan like this stands beside CMX's predictions. */
export function outsideOf(result: PlanResult): string {
  const known = Object.values(uncertainties(result));
  if (known.length === 0) return "No measurement stands beside CMX's predictions of such a plan yet.";
  const outside = [...new Set(known.flatMap((each) => each.outside))];
  if (outside.length === 0) return "Ranges of figures are those of eight measurements in ten of such plans (docs/validation.md).";
  return `The ranges of figures are taken from other plans: ${outside.join("; ")}.`;
}
