/** What plans have: their phases, their measurements, the fabrics of their machines. */

import { measurementsWith, measurementWith, type Metric } from "../language/metrics";
import type { Scope } from "../language/units";
import type { Draft, DraftBlock } from "./draft";
import { referenceIn } from "./read";

export type PlanDraft = Draft & { readonly kind: "serve" | "train" };

export function isPlan(draft: Draft): draft is PlanDraft {
  return draft.kind === "serve" || draft.kind === "train";
}

export function isMachine(draft: Draft): boolean {
  return draft.kind === "chip" || draft.kind === "supernode" || draft.kind === "cluster";
}

/** The measurements that the plan has: those of the phases that it has. */
export function measurementsOf(plan: PlanDraft): readonly Metric[] {
  return measurementsWith(plan.kind, (phase) => plan.block.blocks.has(phase));
}

export function measurement(plan: PlanDraft, name: string): Metric | undefined {
  return measurementWith(plan.kind, name, (phase) => plan.block.blocks.has(phase));
}

/** Whether the measurement can be given per `scope`. */
export function canSpread(metric: Metric, scope: Scope): boolean {
  return metric.scope === scope || (metric.pool !== undefined && scope !== "link");
}

/** The fabrics of a machine: a cluster has its own and those of its supernodes. */
export function fabricsOf(machine: Draft): readonly DraftBlock[] {
  const supernode = machine.kind === "cluster" ? referenceIn(machine.block, "supernode") : undefined;
  return supernode ? [...machine.block.named, ...supernode.block.named] : machine.block.named;
}
