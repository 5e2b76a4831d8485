/** CMX7xx: what would be better, found by evaluating it. */

import { type PhaseResult, type ServePlan, timePhase } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatPercent, formatRate } from "../../language/figures";
import { placeOf } from "../lower/read";
import { phasesOf, placeIn, type PlanCheck, replaceFix } from "./context";
import { phrase } from "../../language/phrase";

/** Gains below this are not worth a hint. */
const worthwhile = 0.02;
/** A pool that is used less than this is out of balance. */
const balanced = 0.8;

export function checkAdvice(check: PlanCheck): Finding[] {
  return [...microbatches(check), ...idlePools(check)];
}

function microbatches(check: PlanCheck): Finding[] {
  const { lowered } = check;
  const owner = lowered.declaration;
  return phasesOf(check).flatMap(({ lowered: { phase, block }, result }) => {
    if (phase.microbatches < 2 || result.batch <= 0) return [];
    const gain = throughputAlone(lowered.plan, result) / result.time.throughput - 1;
    if (gain < worthwhile) return [];
    const place = block.values.get("microbatches")?.place;
    const values = { better: 1, phase: phase.name, gain: formatPercent(gain) };
    return [
      finding("fewer-microbatches", placeIn(owner, place, placeOf(block, "microbatches")), values, {
        fixes: replaceFix(owner, place, "1", phrase`Set microbatches to 1`),
      }),
    ];
  });
}

const known = new WeakMap<PhaseResult, number>();

/** Throughput with one microbatch; a trial that is remembered as long as the phase's result is. */
function throughputAlone(plan: ServePlan, result: PhaseResult): number {
  const throughput = known.get(result) ?? timePhase(plan, { ...result.phase, microbatches: 1 }, result.batch).throughput;
  known.set(result, throughput);
  return throughput;
}

function idlePools({ lowered, result }: PlanCheck): Finding[] {
  const { limiting } = result;
  if (!limiting || lowered.plan.workload.rate !== undefined) return [];
  return result.phases.flatMap((idle) => {
    if (idle === limiting || idle.utilization >= balanced) return [];
    const block = lowered.declaration.blocks.get(idle.phase.name);
    const values = {
      idle: idle.phase.name,
      percent: formatPercent(idle.utilization),
      limiting: limiting.phase.name,
      requests: formatRate(result.requests, "requests"),
    };
    return [finding("pool-idle", placeIn(lowered.declaration, block?.place), values)];
  });
}
