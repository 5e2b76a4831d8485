/** Parallel groups: which ranks a rank works with. Ranks are numbered tensor parallel first, then context, data and pipeline parallel. */

import type { PhaseReport, PlanReport, TopologyReport } from "../../../shared/report";

export type GroupName = "tp" | "cp" | "dp" | "ep" | "pp";

export interface Group {
  readonly name: GroupName;
  /** Numbered through the machine, the rank itself among them. */
  readonly ranks: readonly number[];
}

/** Members `size`, `stride` apart. */
interface Spread {
  readonly name: GroupName;
  readonly size: number;
  readonly stride: number;
}

/** The groups of more than one member that a rank of an instance belongs to. */
export function groupsOf(phase: PhaseReport, placement: TopologyReport["placements"][number], ranksPerChip: number, rank: number): Group[] {
  const first = placement.first_chip * ranksPerChip;
  const local = rank - first;
  const stage = phase.degrees.tp * phase.degrees.cp * phase.degrees.dp;
  // Ranks beyond those that attend hold experts alone.
  if (local >= stage * phase.degrees.pp) return [];
  return spreads(phase, stage)
    .filter(({ size }) => size > 1)
    .map(({ name, size, stride }) => {
      const start = local - (Math.floor(local / stride) % size) * stride;
      return { name, ranks: Array.from({ length: size }, (_, index) => first + start + index * stride) };
    });
}

function spreads({ degrees: { tp, cp, dp, ep, pp }, expert_tensor = 1 }: PhaseReport, stage: number): Spread[] {
  return [
    { name: "tp", size: tp, stride: 1 },
    { name: "cp", size: cp, stride: tp },
    { name: "dp", size: dp, stride: tp * cp },
    { name: "ep", size: Math.min(ep, stage), stride: expert_tensor },
    { name: "pp", size: pp, stride: stage },
  ];
}

/** Kinds of groups that a plan has at all. */
export function groupNames({ phases }: PlanReport): GroupName[] {
  return (["tp", "cp", "dp", "ep", "pp"] as const).filter((name) => phases.some(({ degrees }) => degrees[name] > 1));
}
