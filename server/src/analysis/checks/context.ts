/** What every check of a plan is given, and what checks share. */

import type { ServePlan, ServeResult, PhaseResult } from "../../engine";
import { type Fix, fix, type Place, type TextEdit } from "../../language/diagnostics";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import type { LoweredPhase, LoweredPlan } from "../lower/plan";
import { perInstance } from "../lower/plan";
import { numberOf } from "../lower/read";
import type { Phrase } from "../../language/phrase";

export interface PlanCheck {
  readonly lowered: LoweredPlan;
  readonly result: ServeResult;
}

/** A phase with what the engine said of it. */
export interface CheckedPhase {
  readonly lowered: LoweredPhase;
  readonly result: PhaseResult;
}

export function phasesOf({ lowered, result }: PlanCheck): CheckedPhase[] {
  return lowered.phases.flatMap((phase) => {
    const found = result.phases.find((candidate) => candidate.phase.name === phase.phase.name);
    return found ? [{ lowered: phase, result: found }] : [];
  });
}

/**
 * The first of the places that the plan itself wrote, else its name: what it inherits from its base (or refers to) is written for
 * others too, and a finding of this plan does not belong there.
 */
export function placeIn(plan: ResolvedDeclaration, ...places: readonly (Place | undefined)[]): Place {
  return places.find((place) => isOwn(plan, place)) ?? plan.place;
}

/** Whether the plan itself wrote what stands there. */
export function isOwn({ range }: ResolvedDeclaration, place: Place | undefined): place is Place {
  return place !== undefined && place.uri === range.uri && place.start >= range.start && place.end <= range.end;
}

/** A fix that writes `text` over a value; none where the plan inherits the value. */
export function replaceFix(plan: ResolvedDeclaration, place: Place | undefined, text: string, title: Phrase): Fix[] {
  return isOwn(plan, place) ? [fix(title, [{ place, text }])] : [];
}

/** The edit that gives the block a property: over its value, else behind the last one that the plan wrote there. */
export function settingEdit(plan: ResolvedDeclaration, block: ResolvedBlock, key: string, text: string): TextEdit[] {
  const written = block.values.get(key)?.place;
  if (isOwn(plan, written)) return [{ place: written, text }];
  const own = [...block.values.values()].map(({ place }) => place).filter((place) => isOwn(plan, place));
  const last = own.toSorted((left, right) => right.end - left.end)[0];
  return last ? [{ place: { ...last, start: last.end }, text: `, ${key} = ${text}` }] : [];
}

/** How a batch is written in the plan: its scope, and how a value of one instance reads in it. */
export interface BatchWriting {
  /** Batch of one instance for one unit of the scope. */
  readonly grain: number;
  /** "74 requests per chip". */
  write(batch: number): string;
}

export function batchWriting(
  plan: ServePlan,
  block: ResolvedBlock,
  phase: { readonly name: string; readonly chips: number },
): BatchWriting {
  const scope = numberOf(block, "batch")?.scope;
  const grain = perInstance(scope, phase.chips, plan.machine.chip.ranks);
  const unit = phase.name === "prefill" ? "token" : "request";
  const suffix = scope === "chip" || scope === "rank" ? ` per ${scope}` : "";
  return {
    grain,
    write(batch) {
      const count = Math.floor(batch / grain + 1e-9);
      return `${count} ${unit}${count === 1 ? "" : "s"}${suffix}`;
    },
  };
}
