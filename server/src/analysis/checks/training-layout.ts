/** CMX3xx of training plans: what does not divide, and what exceeds the machine. Needs no engine run. */

import { chipsOf, type Layout, type TrainPlan } from "../../engine";
import { type Finding, finding, type DiagnosticKey, type DiagnosticValues, type Place } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { LoweredTraining } from "../lower/train";
import { numberOf, placeOf } from "../lower/read";
import { placeIn, replaceFix } from "./context";
import { checkDegrees, nearestDivisor } from "./degrees";
import { checkTypes } from "./precision";
import { machineItself } from "./related";
import { phrase } from "../../language/phrase";

/** One with an error has no meaningful figures, but for a plan that is too large for its machine. */
export function checkTrainingLayout(lowered: LoweredTraining): Finding[] {
  const { declaration, plan } = lowered;
  return [
    ...machineSize(lowered),
    ...ranksDisagree(lowered),
    ...degrees(declaration, plan),
    ...experts(declaration, plan),
    ...stages(declaration, plan),
    ...batch(declaration, plan),
    ...pieces(declaration, plan),
    ...checkTypes(declaration, plan.precision, ["weights", "activations", "attention", "dispatch"], plan.machine.chip),
  ];
}

function at(declaration: ResolvedDeclaration, key: string): Place {
  return placeIn(declaration, declaration.values.get(key)?.place);
}

/** A finding about one property, with the value that mends it. */
function mended<Key extends DiagnosticKey>(
  declaration: ResolvedDeclaration,
  key: Key,
  property: string,
  values: DiagnosticValues<Key>,
  right?: number,
): Finding {
  const place = declaration.values.get(property)?.place;
  const fixes = right === undefined ? [] : replaceFix(declaration, place, String(right), phrase`Set ${property} to ${right}`);
  return finding(key, at(declaration, property), values, { fixes });
}

function machineSize({ declaration, plan }: LoweredTraining): Finding[] {
  const { tp, pp, cp, dp } = plan.layout;
  const available = chipsOf(plan.machine);
  if (plan.chips <= available) return [];
  const parts = `tp ${tp} × pp ${pp} × cp ${cp} × dp ${dp}`;
  const key = ["chips", "dp", "tp"].find((each) => declaration.values.has(each)) ?? "on";
  const values = { plan: plan.name, used: formatCount(plan.chips), parts, machine: plan.machine.name, available: formatCount(available) };
  return [finding("too-many-chips", placeIn(declaration, placeOf(declaration, key)), values, { related: machineItself(declaration) })];
}

/** Degrees without `chips` take the chips that they need; with them they must fill these. */
function ranksDisagree({ declaration, plan, consistent }: LoweredTraining): Finding[] {
  if (consistent) return [];
  const { tp, pp, cp, dp } = plan.layout;
  const ranks = plan.chips * plan.machine.chip.ranks;
  const right = ranks / (tp * pp * cp);
  const key = declaration.values.has("dp") ? "dp" : "tp";
  const values = { tp, pp, cp, dp, degrees: tp * pp * cp * dp, chips: plan.chips, ranks };
  return [mended(declaration, "ranks-disagree", key, values, key === "dp" && Number.isInteger(right) && right >= 1 ? right : undefined)];
}

/** Stages of written sizes need not be even. */
function degrees(declaration: ResolvedDeclaration, plan: TrainPlan): Finding[] {
  const { tp, pp, cp, dp, ep, firstLayers, lastLayers } = plan.layout;
  const layout: Layout = { tp, pp, cp, dp, ep, redundantExperts: 0, sharedExpertRanks: 0 };
  const found = checkDegrees(declaration, declaration, layout, plan);
  const written = firstLayers !== undefined || lastLayers !== undefined;
  return written ? found.filter(({ key }) => key !== "layers-uneven") : found;
}

function experts(declaration: ResolvedDeclaration, { layout, model }: TrainPlan): Finding[] {
  const { tp, cp, dp, ep, expertTp } = layout;
  const ranks = tp * cp * dp;
  if (!model.moe) {
    if (expertTp === 1) return [];
    return [mended(declaration, "no-experts", "expert_tp", { property: "expert_tp", model: model.name }, 1)];
  }
  // That ep alone does not divide them has been said.
  if (ranks % ep !== 0 || (ranks / ep) % expertTp === 0) return [];
  const near = nearestDivisor(ranks / ep, expertTp);
  return [
    mended(declaration, "expert-tensors", "expert_tp", { ep, expertTp, ranks, suggestion: phrase` expert_tp = ${near} does.` }, near),
  ];
}

function stages(declaration: ResolvedDeclaration, { layout, model, schedule }: TrainPlan): Finding[] {
  const { pp, chunks, firstLayers = 0, lastLayers = 0 } = layout;
  const ends = firstLayers + lastLayers;
  if (ends > model.layers) {
    const values = { ends: formatCount(ends), layers: formatCount(model.layers) };
    return [finding("stage-layers", at(declaration, firstLayers > 0 ? "first_layers" : "last_layers"), values)];
  }
  if (chunks > 1 && schedule !== "interleaved") {
    return [mended(declaration, "chunks-unused", "chunks", { chunks, schedule }, 1)];
  }
  const stage = model.layers / pp;
  if (chunks === 1 || ends > 0 || !Number.isInteger(stage) || stage < chunks || stage % chunks === 0) return [];
  let next = chunks;
  while (stage % next !== 0) next += 1;
  return [
    mended(declaration, "chunks-uneven", "chunks", { chunks, layers: stage, suggestion: phrase` chunks = ${next} divides them.` }, next),
  ];
}

function batch(declaration: ResolvedDeclaration, { batch: sequences, microbatch, layout, schedule }: TrainPlan): Finding[] {
  const { dp, pp } = layout;
  const round = microbatch * dp;
  const microbatches = sequences / round;
  const written = numberOf(declaration, "batch");
  const inTokens = written !== undefined && "tokens" in written.dimension;
  const filling = (sequencesOfBatch: number) => {
    const text = `${sequencesOfBatch} sequences`;
    return inTokens ? [] : replaceFix(declaration, written?.place, text, phrase`Set batch to ${text}`);
  };
  if (!Number.isInteger(microbatches)) {
    const right = Math.max(1, Math.round(microbatches)) * round;
    const values = { batch: formatCount(sequences), microbatch, dp, right: formatCount(right) };
    return [finding("batch-not-divisible", at(declaration, "batch"), values, { fixes: filling(right) })];
  }
  if (schedule !== "interleaved" || microbatches % pp === 0) return [];
  const fixes = filling(Math.max(1, Math.round(microbatches / pp)) * pp * round);
  return [finding("microbatches-uneven", at(declaration, "batch"), { microbatches: formatCount(microbatches), pp }, { fixes })];
}

/** What context parallel ranks and the ranks that share a copy of the states divide. */
function pieces(declaration: ResolvedDeclaration, { layout, sequence, zero, zeroRanks }: TrainPlan): Finding[] {
  const { cp, dp } = layout;
  const findings: Finding[] = [];
  if (sequence % cp !== 0) {
    findings.push(
      mended(declaration, "sequence-not-divisible", "cp", { sequence: formatCount(sequence), cp }, nearestDivisor(sequence, cp)),
    );
  }
  if (zero > 0 && zeroRanks !== undefined && (dp * cp) % zeroRanks !== 0) {
    const near = nearestDivisor(dp * cp, zeroRanks);
    findings.push(
      mended(declaration, "zero-ranks", "zero_ranks", { zeroRanks, ranks: dp * cp, suggestion: phrase` zero_ranks = ${near} does.` }, near),
    );
  }
  return findings;
}
