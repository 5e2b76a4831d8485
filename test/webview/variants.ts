/** Reports that differ from the fixture in one thing. */

import type { PhaseReport, PlanReport, Report, TopologyReport } from "../../shared/report";
import { fixture } from "./harness";

/** The fixture with its plan changed. */
export function withPlan(change: (plan: PlanReport) => Partial<PlanReport>): Report {
  const report = fixture();
  return { ...report, plans: report.plans.map((plan) => ({ ...plan, ...change(plan) })) };
}

/** The fixture with its decode phase changed. */
export function withDecode(change: (phase: PhaseReport) => Partial<PhaseReport>, rest: Partial<PlanReport> = {}): Report {
  return withPlan((plan) => ({
    ...rest,
    phases: plan.phases.map((phase) => (phase.name === "decode" ? { ...phase, ...change(phase) } : phase)),
  }));
}

/** A decode batch that needs 71.3 GB of the 64 GB of a rank. */
export function overflowing(): Report {
  return withDecode(
    ({ memory }) => ({
      fits: false,
      memory: { ...memory, total: 71.3e9, parts: { ...memory.parts, kv_cache: (memory.parts.kv_cache ?? 0) + 71.3e9 - memory.total } },
    }),
    { feasible: false },
  );
}

/** The fixture on another machine, with decode on its first chips. */
export function onMachine(machine: Partial<TopologyReport>, chips: number): Report {
  return withPlan(({ topology }) => ({
    topology: { ...topology, ...machine, placements: [{ phase: "decode", instance: 0, first_chip: 0, chips }] },
  }));
}

/** The fixture's plan and a second one, whose decode chip gives twice as much. */
export function twoPlans(): Report {
  const report = fixture();
  const [first] = report.plans;
  if (!first) return report;
  const throughput = (first.metrics["decode.throughput"] ?? 0) * 2;
  return { ...report, plans: [first, { ...first, name: "Twice", metrics: { ...first.metrics, "decode.throughput": throughput } }] };
}
