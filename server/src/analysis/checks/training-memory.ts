/** CMX401 of training plans: a stage that does not fit its ranks, and what would. */

import { type TrainMemory, type TrainPlan, type TrainResult, trainTotal } from "../../engine";
import { type Finding, finding, type Fix } from "../../language/diagnostics";
import { formatInformation } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { LoweredTraining } from "../lower/train";
import { trainOnce } from "../memo";
import { placeIn, replaceFix } from "./context";

export function checkTrainingMemory({ declaration, plan }: LoweredTraining, result: TrainResult): Finding[] {
  if (result.fits) return [];
  const needed = trainTotal(result.memory);
  const remedy = remedyOf(declaration, plan);
  const values = {
    phase: result.stages.length > 1 ? `Stage ${result.fullest + 1} of ${plan.name}` : plan.name,
    needed: formatInformation(needed),
    excess: formatInformation(needed - result.capacity),
    capacity: formatInformation(result.capacity),
    chip: plan.machine.chip.name,
    parts: describeMemory(result.memory),
    remedy: remedy ? `${remedy.text} fits` : "no smaller microbatch, ZeRO stage or recomputation fits: use more ranks",
  };
  return [finding("memory-overflow", placeIn(declaration), values, { fixes: remedy?.fixes ?? [] })];
}

interface Remedy {
  readonly text: string;
  readonly fixes: readonly Fix[];
}

/** Of the changes that fit, the one with the shortest step. */
function remedyOf(declaration: ResolvedDeclaration, plan: TrainPlan): Remedy | undefined {
  const candidates = changesOf(plan).flatMap(({ key, value, changed }) => {
    const { fits, step } = trainOnce(changed);
    return fits ? [{ key, value, seconds: step.seconds }] : [];
  });
  const best = candidates.sort((left, right) => left.seconds - right.seconds)[0];
  if (!best) return undefined;
  const { key, value } = best;
  return {
    text: `${key} = ${value}`,
    fixes: replaceFix(declaration, declaration.values.get(key)?.place, value, `Set ${key} to ${value}, to fit the memory`),
  };
}

interface Change {
  readonly key: string;
  readonly value: string;
  readonly changed: TrainPlan;
}

function changesOf(plan: TrainPlan): Change[] {
  const { microbatch, zero, recompute } = plan;
  const smaller = divisorsBelow(microbatch).map((size) => ({
    key: "microbatch",
    value: `${size} sequence${size === 1 ? "" : "s"}`,
    changed: { ...plan, microbatch: size },
  }));
  const split = ([1, 2, 3] as const)
    .filter((stage) => stage > zero)
    .map((stage) => ({ key: "zero", value: String(stage), changed: { ...plan, zero: stage } }));
  const order = ["none", "selective", "full"] as const;
  const again = order
    .slice(order.indexOf(recompute) + 1)
    .map((each) => ({ key: "recompute", value: each, changed: { ...plan, recompute: each, recomputeLayers: undefined } }));
  return [...smaller, ...split, ...again];
}

function divisorsBelow(whole: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(64, whole) - 1) }, (_, index) => index + 1).filter((each) => whole % each === 0);
}

/** "activations 38.2 GB, optimizer 25.0 GB": the largest first, what is nothing left out. */
function describeMemory(memory: TrainMemory): string {
  return Object.entries(memory)
    .filter(([, bytes]) => bytes > 0)
    .sort(([, left], [, right]) => right - left)
    .map(([name, bytes]) => `${name} ${formatInformation(bytes)}`)
    .join(", ");
}
