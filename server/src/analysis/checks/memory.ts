/** CMX4xx: plans that do not fit the memory of their worst rank, and what would. */

import {
  bytesOf,
  type Chip,
  largestFitting,
  type Memory,
  memoryOf,
  type NumberType,
  type Phase,
  type ServePlan,
  totalOf,
} from "../../engine";
import { type Finding, finding, type Fix } from "../../language/diagnostics";
import { formatInformation } from "../../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { placeOf } from "../lower/read";
import { batchWriting, type CheckedPhase, isOwn, phasesOf, placeIn, type PlanCheck, replaceFix } from "./context";

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
    const fixes = replaceFix(declaration, block.values.get("batch")?.place, text, `Reduce the batch to ${text}, to fit the memory`);
    return finding("memory-overflow", place, { ...values, remedy: `batch = ${text} fits` }, { fixes });
  }
  const remedy = otherRemedy(plan, phase);
  return finding("nothing-fits", place, { ...values, remedy: remedy.text }, { fixes: fixesOf(declaration, block, remedy) });
}

/** Writes the remedy where its properties are written in this file. */
function fixesOf(owner: ResolvedDeclaration, block: ResolvedBlock, remedy: Remedy): Fix[] {
  if (remedy.precision)
    return replaceFix(
      owner,
      owner.blocks.get("precision")?.values.get("weights")?.place,
      remedy.precision,
      `Use ${remedy.precision} weights`,
    );
  const edits = remedy.degrees.flatMap(([key, value]) => {
    const place = block.values.get(key)?.place;
    return isOwn(owner, place) ? [{ place, text: String(value) }] : [];
  });
  // A degree that is not written cannot be replaced; dp is inferred where it is left out.
  const missing = remedy.degrees.some(([key]) => key !== "dp" && !isOwn(owner, block.values.get(key)?.place));
  if (missing || edits.length === 0) return [];
  return [{ title: `Set ${remedy.degrees.map(([key, value]) => `${key} = ${value}`).join(", ")}`, edits }];
}

/** "KV cache 38.2 GB, weights 25.0 GB": the largest first, what is nothing left out. */
export function describeParts(memory: Memory): string {
  const parts: readonly (readonly [string, number])[] = [
    ["weights", memory.weights],
    ["KV cache", memory.kvCache],
    ["activations", memory.activations],
    ["buffers", memory.buffers],
    ["reserve", memory.reserve],
  ];
  return parts
    .filter(([, bytes]) => bytes > 0)
    .sort(([, left], [, right]) => right - left)
    .map(([name, bytes]) => `${name} ${formatInformation(bytes)}`)
    .join(", ");
}

interface Remedy {
  readonly text: string;
  readonly precision?: NumberType;
  readonly degrees: readonly (readonly [key: string, value: number])[];
}

/** What would fit when no batch does: a higher tensor parallel degree, smaller weights, or more chips. */
function otherRemedy(plan: ServePlan, phase: Phase): Remedy {
  const { model, precision } = plan;
  const { chip } = plan.machine;
  const fits = (candidate: Phase, types = precision) =>
    totalOf(memoryOf(model, candidate, types, plan.workload, candidate.dp * candidate.microbatches)) <= chip.hbm.capacity / chip.ranks;
  const stage = phase.tp * phase.dp;
  for (let tp = phase.tp * 2; tp <= stage; tp *= 2) {
    if (stage % tp !== 0 || model.attention.heads % tp !== 0) continue;
    const dp = stage / tp;
    if (fits({ ...phase, tp, dp }))
      return {
        text: `tp = ${tp} (and dp = ${dp}) fits`,
        degrees: [
          ["tp", tp],
          ["dp", dp],
        ],
      };
  }
  for (const type of smallerTypes(chip, precision.weights)) {
    if (fits(phase, { ...precision, weights: type, experts: type }))
      return { text: `weights = ${type} fits`, precision: type, degrees: [] };
  }
  for (let factor = 2; factor <= 1024; factor *= 2) {
    const { moe } = model;
    const chips = phase.chips * factor;
    const grown = moe
      ? { ...phase, chips, dp: phase.dp * factor, ep: Math.min(phase.ep * factor, moe.experts) }
      : { ...phase, chips, tp: phase.tp * factor };
    if (model.attention.heads % grown.tp !== 0 || !fits(grown)) continue;
    const degree: readonly [string, number] = moe ? ["ep", grown.ep] : ["tp", grown.tp];
    return { text: `chips = ${chips} with ${degree[0]} = ${degree[1]} fits`, degrees: [["chips", chips], degree, ["dp", grown.dp]] };
  }
  return { text: "no number of chips of this layout fits; split the layers with pp, or take a chip with more memory", degrees: [] };
}

function smallerTypes(chip: Chip, weights: NumberType): NumberType[] {
  const order: readonly NumberType[] = ["fp8", "int8", "fp4", "int4"];
  return order.filter(
    (type) => bytesOf[type] < bytesOf[weights] && (type === "int4" || chip.compute[type as "fp8" | "int8" | "fp4"] !== undefined),
  );
}
