/** What limits a pool: shares of its step by resource, and how much more it would yield with a little more of each. */

import { type Scales, unscaled } from "../hardware";
import type { Step } from "../time/account";
import type { Machine, ServePlan } from "../types";
import type { PhaseResult } from "./plan";
import { timePhase } from "./phase";

export interface Limit {
  /** "compute", "hbm", "overhead", or the name of a fabric. */
  readonly resource: string;
  /** Of the step, as exposed time. */
  readonly share: number;
  /** Percent of throughput for one percent more of the resource. */
  readonly elasticity: number;
}

export const growth = 0.01;

/** All resources that the step uses, the one with the highest elasticity first. */
export function limitsOf(plan: ServePlan, result: PhaseResult): Limit[] {
  const { phase, time } = result;
  const batch = Math.max(result.batch, 1);
  const fabrics = plan.machine.fabrics.map(({ name }) => name).filter((name) => time.step.traffic.some(({ fabric }) => fabric === name));
  const resources = ["compute", "hbm", "overhead", ...fabrics];
  const limits = resources.map((resource) => {
    const better = timePhase(plan, phase, batch, grow(resource)).throughput;
    return {
      resource,
      share: (time.step.shares.get(resource) ?? 0) / time.step.seconds,
      elasticity: (better / time.throughput - 1) / growth,
    };
  });
  return limits.sort((left, right) => right.elasticity - left.elasticity);
}

/** A little more of one resource. */
export function grow(resource: string): Scales {
  const more = 1 + growth;
  if (resource === "compute" || resource === "hbm" || resource === "overhead") return { ...unscaled, [resource]: more };
  return { ...unscaled, fabrics: { [resource]: more } };
}

/** Load of a fabric's tier in a step: bytes over time × raw capacity. */
export interface TierLoad {
  readonly fabric: string;
  readonly tier: number;
  /** Bytes of one chip in a step that end at this tier. */
  readonly bytes: number;
  /** Bytes that end at this tier or pass it on the way up, over time × raw capacity. */
  readonly utilization: number;
}

/** Utilisation of every tier that the step uses. */
export function tierLoads(machine: Machine, { traffic, interval }: Step): TierLoad[] {
  return traffic.flatMap(({ fabric: name, tier, bytes }) => {
    const fabric = machine.fabrics.find((candidate) => candidate.name === name);
    if (!fabric) return [];
    const perChip = bytes * machine.chip.ranks;
    const through = traffic.reduce((sum, load) => (load.fabric === name && load.tier >= tier ? sum + load.bytes : sum), 0);
    const level = Math.min(tier, fabric.oversubscription.length) - 1;
    const capacity = fabric.bandwidth / (tier > 1 ? (fabric.oversubscription[level] ?? 1) : 1);
    return [{ fabric: name, tier, bytes: perChip, utilization: (through * machine.chip.ranks) / (interval * capacity) }];
  });
}
