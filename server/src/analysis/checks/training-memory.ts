/** CMX401 of training plans: a stage that does not fit its ranks, and what would. */

import { type TrainMemory, type TrainPlan, type TrainResult, trainTotal } from "../../engine";
import { type Finding, finding, type Fix, fix } from "../../language/diagnostics";
import { formatInformation } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { LoweredTraining } from "../lower/train";
import { trainOnce } from "../memo";
import { placeIn, settingEdit } from "./context";
import { type Filling, listed, phrase, phraseOf } from "../../language/phrase";

export function checkTrainingMemory({ declaration, plan }: LoweredTraining, result: TrainResult): Finding[] {
  if (result.fits) return [];
  const needed = trainTotal(result.memory);
  const remedy = remedyOf(declaration, plan);
  const values = {
    phase: result.stages.length > 1 ? phrase`Stage ${result.fullest + 1} of ${plan.name}` : plan.name,
    needed: formatInformation(needed),
    excess: formatInformation(needed - result.capacity),
    capacity: formatInformation(result.capacity),
    chip: plan.machine.chip.name,
    parts: describeMemory(result.memory),
    remedy: remedy
      ? phrase`${remedy.text} fits`
      : phrase`no microbatch, ZeRO stage or recomputation fits: spread the model over more ranks with tp or pp`,
  };
  return [finding("memory-overflow", placeIn(declaration), values, { fixes: remedy?.fixes ?? [] })];
}

interface Remedy {
  readonly text: string;
  readonly fixes: readonly Fix[];
}

/** Of what fits with the fewest changes, the one with the shortest step. */
function remedyOf(declaration: ResolvedDeclaration, plan: TrainPlan): Remedy | undefined {
  const candidates = candidatesOf(plan).flatMap(({ changes, changed }) => {
    const { fits, step } = trainOnce(changed);
    return fits ? [{ changes, seconds: step.seconds }] : [];
  });
  const [best] = candidates.sort((left, right) => left.changes.length - right.changes.length || left.seconds - right.seconds);
  if (!best) return undefined;
  const text = best.changes.map(({ key, value }) => `${key} = ${value}`).join(", ");
  const edits = best.changes.flatMap(({ key, value }) => settingEdit(declaration, declaration, key, value));
  return { text, fixes: edits.length === best.changes.length ? [fix(phrase`Set ${text}, to fit the memory`, edits)] : [] };
}

interface Change {
  readonly key: string;
  readonly value: string;
}

interface Candidate {
  readonly changes: readonly Change[];
  readonly changed: TrainPlan;
}

/** Smaller microbatches, more of ZeRO, more computed again, and all of these together. */
function candidatesOf(plan: TrainPlan): Candidate[] {
  const order = ["none", "selective", "full"] as const;
  const sizes = [plan.microbatch, ...divisorsBelow(plan.microbatch)];
  const stages = ([0, 1, 2, 3] as const).filter((stage) => stage >= plan.zero);
  const again = order.slice(order.indexOf(plan.recompute));
  return sizes.flatMap((microbatch) =>
    stages.flatMap((zero) =>
      again.map(
        (recompute): Candidate => ({
          changes: [
            ...(microbatch === plan.microbatch
              ? []
              : [{ key: "microbatch", value: `${microbatch} sequence${microbatch === 1 ? "" : "s"}` }]),
            ...(zero === plan.zero ? [] : [{ key: "zero", value: String(zero) }]),
            ...(recompute === plan.recompute ? [] : [{ key: "recompute", value: recompute }]),
          ],
          changed: { ...plan, microbatch, zero, recompute },
        }),
      ),
    ),
  );
}

/** 1 and the largest divisor: those between differ little. */
function divisorsBelow(whole: number): number[] {
  const largest = Array.from({ length: Math.max(0, whole - 1) }, (_, index) => whole - 1 - index).find((each) => whole % each === 0);
  return largest === undefined ? [] : [...new Set([largest, 1])];
}

/** "activations 38.2 GB, optimizer 25.0 GB": the largest first, what is nothing left out. */
function describeMemory(memory: TrainMemory): Filling {
  const largest = Object.entries(memory)
    .filter(([, bytes]) => bytes > 0)
    .sort(([, left], [, right]) => right - left);
  return listed(largest.map(([name, bytes]) => phrase`${phraseOf(name)} ${formatInformation(bytes)}`));
}
