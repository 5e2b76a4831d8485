/** Reports that differ from the fixture in one thing. */

import { readFileSync } from "node:fs";
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

/** The fixture on chips that a torus joins, four to a node. */
export function onTorus(dimensions: readonly number[], rest: Partial<TopologyReport> = {}): Report {
  const chips = dimensions.reduce((product, length) => product * length, 1);
  const fabric = { name: "ICI", role: "scale_up", topology: "torus", dimensions, bandwidth_per_chip: 600e9, tiers: 1, planes: 1 } as const;
  return onMachine(
    {
      machine: "TPU_Slice",
      chip: "TPUv5p",
      ranks_per_chip: 1,
      nodes: chips / 4,
      chips_per_node: 4,
      racks: { compute: 0, switch: 0 },
      fabrics: [fabric, scaleOut("DCN")],
      ...rest,
    },
    chips / 2,
  );
}

/** The fixture on servers of eight chips, each linked to each other one. */
export function onMesh(servers: number): Report {
  const fabric = { name: "HCCS", role: "scale_up", topology: "mesh", bandwidth_per_chip: 196e9, tiers: 1, planes: 1 } as const;
  return onMachine(
    {
      machine: "Atlas800T_A2",
      chip: "Ascend910B2",
      ranks_per_chip: 1,
      supernodes: servers,
      nodes: 1,
      chips_per_node: 8,
      racks: { compute: 0, switch: 0 },
      fabrics: [fabric, scaleOut("RoCE")],
    },
    servers * 8,
  );
}

function scaleOut(name: string): TopologyReport["fabrics"][number] {
  return { name, role: "scale_out", topology: "switch", bandwidth_per_chip: 25e9, tiers: 1, planes: 1 };
}

/** The fixture's plan and a second one, whose decode chip gives twice as much. */
export function twoPlans(): Report {
  const report = fixture();
  const [first] = report.plans;
  if (!first) return report;
  const throughput = (first.metrics["decode.throughput"] ?? 0) * 2;
  return { ...report, plans: [first, { ...first, name: "Twice", metrics: { ...first.metrics, "decode.throughput": throughput } }] };
}

/** The fixture with a search of two points. */
export function searched(): Report {
  const report = fixture();
  const point = { feasible: true, front: true };
  return {
    ...report,
    searches: [
      {
        name: "Best",
        plan: report.plans[0]?.name ?? "",
        goal: { direction: "maximize", metric: "throughput", scope: "chip" },
        against: "tpot",
        axes: [{ path: "decode.batch", unit: "requests per chip", values: [8, 16] }],
        points: [
          { ...point, values: [8], goal: 100, meets_slo: true, metrics: { tpot: 0.03, throughput: 1000 } },
          { ...point, values: [16], goal: 150, meets_slo: false, metrics: { tpot: 0.04, throughput: 1500 } },
        ],
        best: 0,
        written: 90,
      },
    ],
  };
}

/** A training plan with a pipeline and failures, and a search of its degrees. */
export function training(): Report {
  return JSON.parse(readFileSync("test/fixtures/reports/training.json", "utf8")) as Report;
}
