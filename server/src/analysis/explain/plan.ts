/** Figures of a whole plan, or of one of its pools: the formula with the numbers in it, and the parts that it is made of. */

import type { Explanation } from "../../../../shared/report";
import { chipPower, chipPrice, type PhaseResult, type ServeResult, tokensPerStep } from "../../engine";
import { formatCount, formatFigure, formatMoney, formatPercent, formatPower, formatRate, formatTime } from "../../language/figures";
import { findMetric } from "../../language/metrics";
import { measure } from "../metrics";
import { type Explained, figure, partOf } from "./figure";
import { type Filling, listed, phrase, phraseOf, summed } from "../../language/phrase";

const chapter = 8;

export function explainPlan(result: ServeResult, path: string): Explained | undefined {
  const value = measure(result)[path];
  if (value === undefined) return undefined;
  const writer = result.phases.find(({ phase }) => phase.name !== "prefill");
  switch (path) {
    case "ttft": {
      const { wait = 0, prefill = 0, kvTransfer = 0, firstStep = 0 } = result.ttft ?? {};
      const parts = Object.entries({ wait, prefill, "KV transfer": kvTransfer, "first step": firstStep });
      const formula = summed(parts.map(([each, seconds]) => phrase`${phraseOf(each)} ${formatTime(seconds)}`));
      return {
        ...figure(path, value, formatTime(value), formula, chapter),
        parts: parts.map(([each, seconds]) => partOf(each, seconds, formatTime(seconds))),
      };
    }
    case "tpot": {
      const step = writer?.time.seconds ?? 0;
      const yielded = writer ? tokensPerStep(writer.phase) : 1;
      const exact = Math.abs(step / yielded / value - 1) < 1e-9;
      const formula = exact
        ? phrase`step ${formatTime(step)} / ${yielded.toFixed(3)} tokens of a step`
        : phrase`mean over the steps of an answer, of ${formatTime(step)} on the mean`;
      return {
        ...figure(path, value, formatTime(value), formula, chapter),
        parts: writer ? [partOf(`${writer.phase.name}.step`, step, formatTime(step))] : [],
      };
    }
    case "throughput": {
      const { output } = result.plan.workload;
      const formula = phrase`${formatRate(result.requests, "requests")} × ${formatCount(output)} output tokens`;
      return { ...figure(path, value, formatRate(value, "tokens"), formula, chapter), parts: pools(result) };
    }
    case "requests": {
      const formula = phrase`the least of ${listed(result.phases.map(({ phase, time }) => `${phase.name} ${formatRate(time.requests, "requests")}`))}`;
      return { ...figure(path, value, formatRate(value, "requests"), formula, chapter), parts: pools(result) };
    }
    default: {
      const metric = findMetric("serve", path);
      const text = metric ? formatFigure(value, metric.dimension) : formatCount(value);
      return figure(path, value, text, costFormula(result, path), chapter);
    }
  }
}

/** Power, energy and cost with the numbers filled in. */
function costFormula({ plan, phases, power = 0, requests, chips }: ServeResult, path: string): Filling {
  const { machine, workload } = plan;
  const served = Math.min(workload.rate ?? requests, requests) * workload.output;
  const rate = formatRate(served, "tokens");
  const idle = machine.chip.calibration.idlePower;
  const watts = formatPower(chipPower(machine) ?? 0);
  switch (path) {
    case "power": {
      const pool = ({ phase, utilization }: PhaseResult) => {
        const share = phrase`(${formatPercent(idle)} + ${formatPercent(1 - idle)} × ${formatPercent(utilization)} used)`;
        return phrase`${formatCount(phase.instances * phase.chips)} chips × ${watts} × ${share}`;
      };
      return summed(phases.map(pool));
    }
    case "energy":
      return phrase`${formatPower(power)} / ${rate} that are served`;
    case "cost":
      return phrase`${formatCount(chips)} chips × ${formatMoney((chipPrice(machine) ?? 0) * 3600, undefined)} an hour / ${rate} that are served × 1,000,000 tokens`;
    default:
      return "";
  }
}

function pools({ phases }: ServeResult): Explanation["parts"] {
  return phases.map(({ phase, time }) => partOf(phase.name, time.requests, formatRate(time.requests, "requests")));
}

export function explainThroughput(result: ServeResult, path: string, { phase, time }: PhaseResult): Explained {
  const { input, output } = result.plan.workload;
  const rate = formatRate(time.requests, "requests");
  const formula =
    phase.name === "prefill"
      ? phrase`${rate} of the pool × ${formatCount(input)} input tokens`
      : phrase`${rate} of the pool × ${formatCount(output)} output tokens`;
  return figure(path, time.throughput, formatRate(time.throughput, "tokens"), formula, chapter);
}
