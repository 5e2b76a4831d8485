/** How a plan scales: each phase on more or fewer chips, with wider tensor parallelism, in more or fewer instances. */

import type { ScalingPoint, ScalingReport } from "../../../../shared/report";
import { evaluateServe, memoryOf, type Phase, type ServePlan, type ServeResult, timePhase, totalOf } from "../../engine";
import { checkLayout } from "../checks/layout";
import type { LoweredPlan } from "../lower/plan";

const factors = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];

/** An axis whose other points all break the layout (or the machine) has nothing to show and is left out. */
export function scalingOf(lowered: LoweredPlan, result: ServeResult): ScalingReport[] {
  const axes = result.phases.flatMap(({ phase, batch }): (ScalingReport | undefined)[] => {
    const settled = { ...phase, batch: Math.max(1, batch) };
    const expert = phase.ep > 1 ? "ep" : "dp";
    return [
      axisOf(lowered, { phase, axis: expert }, (factor) => wider(settled, factor)),
      axisOf(lowered, { phase, axis: "tp" }, (factor) => ({ ...settled, tp: settled.tp * factor, dp: settled.dp / factor })),
      axisOf(lowered, { phase, axis: "instances" }, (factor) => ({ ...settled, instances: settled.instances * factor })),
    ];
  });
  return axes.filter((axis) => axis !== undefined).filter(({ points }) => points.length > 1);
}

/** The same work for each chip, on `factor` times as many. */
function wider(phase: Phase & { readonly batch: number }, factor: number): Phase {
  return {
    ...phase,
    chips: phase.chips * factor,
    dp: phase.dp * factor,
    ep: phase.ep > 1 ? phase.ep * factor : 1,
    batch: phase.batch * factor,
    sharedExpertRanks: phase.sharedExpertRanks * factor,
    expertRanks: (phase.expertRanks ?? 0) * factor,
  };
}

interface Axis {
  readonly phase: Phase;
  readonly axis: ScalingReport["axis"];
}

function axisOf(lowered: LoweredPlan, { phase, axis }: Axis, change: (factor: number) => Phase): ScalingReport | undefined {
  const points = factors.flatMap((factor): ScalingPoint[] => {
    const changed = change(factor);
    if (!whole(changed)) return [];
    const plan = withPhase(lowered.plan, phase, changed);
    return valid(lowered, plan) ? [pointOf(plan, changed, { axis, current: factor === 1 })] : [];
  });
  return points.some(({ current }) => current) ? { phase: phase.name, axis, points } : undefined;
}

function pointOf(plan: ServePlan, phase: Phase, { axis, current }: { axis: ScalingReport["axis"]; current: boolean }): ScalingPoint {
  const batch = phase.batch === "max" ? 1 : phase.batch;
  const time = timePhase(plan, phase, batch);
  const memory = memoryOf(plan.model, phase, plan.precision, plan.workload, batch);
  const { ranks, hbm } = plan.machine.chip;
  return {
    value: phase[axis],
    chips: phase.instances * phase.chips,
    throughput_per_chip: time.throughput / (phase.instances * phase.chips),
    requests: evaluateServe(plan).requests,
    latency: phase.name === "prefill" ? time.promptLatency : time.tpot,
    fits: totalOf(memory) <= hbm.capacity / ranks,
    current,
  };
}

function withPhase(plan: ServePlan, { name }: Phase, changed: Phase): ServePlan {
  return { ...plan, phases: plan.phases.map((each) => (each.name === name ? changed : each)) };
}

/** Degrees and the machine's size allow it. */
function valid(lowered: LoweredPlan, plan: ServePlan): boolean {
  const phases = lowered.phases.map((each) => ({ ...each, phase: plan.phases.find(({ name }) => name === each.phase.name) ?? each.phase }));
  return checkLayout({ ...lowered, plan, phases }).every(({ severity }) => severity !== "error");
}

function whole({ chips, instances, tp, dp, ep, sharedExpertRanks }: Phase): boolean {
  return (
    [chips, instances, tp, dp, ep, sharedExpertRanks].every((each) => Number.isInteger(each) && (each >= 1 || each === 0)) && tp * dp > 0
  );
}
