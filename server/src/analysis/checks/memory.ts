/** CMX4xx: plans that do not fit the memory of their worst rank, and what would. */

import { largestFitting, type Memory, memoryOf, type ServePlan, totalOf } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatInformation } from "../../language/figures";
import { placeOf } from "../lower/read";
import { batchWriting, type CheckedPhase, phasesOf, placeIn, type PlanCheck, replaceFix } from "./context";
import { chipMemory } from "./related";
import { remedyOf } from "./remedy";
import { type Filling, listed, type Phrase, phrase } from "../../language/phrase";

export function checkMemory(check: PlanCheck): Finding[] {
  const { plan } = check.lowered;
  return phasesOf(check).flatMap((phase) => (overflows(plan, phase) ? [overflow(check, phase)] : []));
}

/** A phase whose `batch = max` no batch satisfies may fit the memory, and miss its service level alone. */
function overflows(plan: ServePlan, { lowered: { phase }, result }: CheckedPhase): boolean {
  return totalOf(result.memory) > result.capacity || (result.batch === 0 && largestFitting(plan, phase) === 0);
}

function overflow({ lowered }: PlanCheck, { lowered: written, result }: CheckedPhase): Finding {
  const { plan, declaration } = lowered;
  const { phase, block } = written;
  const writing = batchWriting(plan, block, phase);
  const fitting = largestFitting(plan, phase, writing.grain);
  const place = placeIn(declaration, placeOf(block, "batch"), block.place);
  const memory = fitting > 0 ? result.memory : memoryOf(plan.model, phase, plan.precision, plan.workload, writing.grain);
  const related = chipMemory(declaration);
  const values = {
    phase: phase.name,
    needed: formatInformation(totalOf(memory)),
    excess: formatInformation(totalOf(memory) - result.capacity),
    capacity: formatInformation(result.capacity),
    chip: plan.machine.chip.name,
    parts: describeParts(memory),
  };
  if (fitting > 0) {
    const text = writing.write(fitting);
    const fixes = replaceFix(declaration, block.values.get("batch")?.place, text, phrase`Reduce the batch to ${text}, to fit the memory`);
    return finding("memory-overflow", place, { ...values, remedy: phrase`batch = ${text} fits` }, { fixes, related });
  }
  const remedy = remedyOf(lowered, written);
  return finding("nothing-fits", place, { ...values, remedy: remedy.text }, { fixes: remedy.fixes, related });
}

/** "KV cache 38.2 GB, weights 25.0 GB": the largest first, what is nothing left out. */
export function describeParts(memory: Memory): Filling {
  const parts: readonly (readonly [Phrase, number])[] = [
    [phrase`weights`, memory.weights],
    [phrase`KV cache`, memory.kvCache],
    [phrase`activations`, memory.activations],
    [phrase`buffers`, memory.buffers],
    [phrase`reserve`, memory.reserve],
  ];
  const largest = parts.filter(([, bytes]) => bytes > 0).sort(([, left], [, right]) => right - left);
  return listed(largest.map(([name, bytes]) => phrase`${name} ${formatInformation(bytes)}`));
}
