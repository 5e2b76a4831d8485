/** What a result rests on that nobody has computed: each assumption with its value, its origin, and what a change of it does. */

import type { AssumptionReport } from "../../../shared/report";
import { type Calibration, evaluateServe, type Fabric, type Phase, type PhaseName, type ServePlan, type ServeResult } from "../engine";
import { formatInformation, formatPercent, formatTime } from "../language/figures";
import type { ResolvedDeclaration } from "../semantics/program";
import { calibrated } from "./calibrated";
import { targetOf } from "./lower/read";
import { measure } from "./metrics";

const more = 1.01;

/** The most influential first. Every line is an evaluation of the changed plan, so ask only when somebody looks. */
export function assumptionsOf(declaration: ResolvedDeclaration, result: ServeResult): readonly AssumptionReport[] {
  const { plan } = result;
  // Batches stay as they came out: otherwise a change would be hidden behind another batch.
  const settled = {
    ...plan,
    phases: plan.phases.map((phase) => ({ ...phase, batch: result.phases.find((each) => each.phase === phase)?.batch || phase.batch })),
  };
  const lines = [...plan.phases.flatMap((phase) => ofPhase(declaration, settled, phase)), ...ofChip(settled)];
  return lines
    .filter(({ effect }) => Math.abs(effect) >= leastEffect)
    .sort((left, right) => Math.abs(right.effect) - Math.abs(left.effect));
}

/** Less is nothing to speak of. */
const leastEffect = 5e-5;

function ofPhase(declaration: ResolvedDeclaration, plan: ServePlan, { name }: Phase): AssumptionReport[] {
  const phase = plan.phases.find((each) => each.name === name);
  if (!phase) return [];
  const { runtime, speculation } = phase;
  const metric = `${name}.throughput`;
  const before = measure(evaluateServe(plan))[metric];
  const line = (what: string, value: string, key: string, change: string, changed: Partial<Phase>): AssumptionReport[] => {
    const after = measure(evaluateServe(withPhase(plan, name, changed)))[metric];
    if (!before || after === undefined) return [];
    return [{ name: `${name}: ${what}`, value, source: originOf(declaration, name, key), metric, change, effect: after / before - 1 }];
  };
  const paths = (["low_latency", "normal", "all_gather"] as const).filter((path) => path !== phase.expertPath);
  return [
    ...(plan.model.moe && phase.ep > 1
      ? [
          ...paths.flatMap((path) => line("path to the experts", phase.expertPath, "expert_path", path, { expertPath: path })),
          ...line("imbalance of the experts", String(phase.imbalance), "imbalance", "1% more", { imbalance: phase.imbalance * more }),
        ]
      : []),
    ...(phase.tp > 1
      ? line("all-reduce", phase.allReduce, "all_reduce", phase.allReduce === "library" ? "auto" : "library", {
          allReduce: phase.allReduce === "library" ? "auto" : "library",
        })
      : []),
    ...line("fixed time of a step", formatTime(runtime.stepOverhead), "step_overhead", "1% more", {
      runtime: { ...runtime, stepOverhead: runtime.stepOverhead * more },
    }),
    ...(speculation
      ? line("acceptance of drafts", formatPercent(speculation.acceptance), "acceptance", "1% more", {
          speculation: { ...speculation, acceptance: Math.min(1, speculation.acceptance * more) },
        })
      : []),
    ...line("reserve of the runtime", formatInformation(phase.reserve), "reserve", "1% more", { reserve: phase.reserve * more }),
  ];
}

/** Where a property of a phase has its value from. */
function originOf(declaration: ResolvedDeclaration, phase: PhaseName, key: string): string {
  const block = declaration.blocks.get(phase);
  const written = [block, block?.blocks.get("draft"), block?.blocks.get("mtp")].some((each) => each?.values.has(key));
  if (written) return "the plan";
  const engine = targetOf(declaration, "engine");
  if (engine?.values.has(key)) return `engine ${engine.name}`;
  return key === "step_overhead" ? "the chip" : "default";
}

/** Calibration figures of the chip and its fabrics, for every pool of the plan, and how microbatches overlap. */
function ofChip(plan: ServePlan): AssumptionReport[] {
  const { chip, fabrics } = plan.machine;
  const source: string = chip.calibration.basis;
  const before = measure(evaluateServe(plan));
  const counting = calibrated.filter(({ counts }) => counts?.(chip.calibration) ?? true);
  const changes = counting.map(({ name, value, times }) => ({
    name,
    value: value(chip.calibration),
    source,
    change: "1% more",
    plan: withCalibration(plan, times(chip.calibration, more)),
  }));
  for (const fabric of fabrics) {
    changes.push({
      name: `${fabric.name}: share of its bandwidth`,
      value: formatPercent(fabric.efficiency[0] ?? 1),
      source: "the machine",
      change: "1% more",
      plan: withFabric(plan, fabric, more),
    });
  }
  const { overlap } = chip.calibration;
  for (const { name, microbatches } of plan.phases) {
    const style = name === "prefill" ? overlap.prefill : overlap.decode;
    if (microbatches < 2 || style === "none") continue;
    const changed = name === "prefill" ? { ...overlap, prefill: "none" as const } : { ...overlap, decode: "none" as const };
    changes.push({
      name: `${name}: overlap of microbatches`,
      value: style,
      source,
      change: "none",
      plan: withCalibration(plan, { ...chip.calibration, overlap: changed }),
    });
  }
  return changes.flatMap(({ plan: changed, ...line }) => {
    const after = measure(evaluateServe(changed));
    return plan.phases.flatMap(({ name }) => {
      const metric = `${name}.throughput`;
      const [was, is] = [before[metric], after[metric]];
      return was && is !== undefined ? [{ ...line, metric, effect: is / was - 1 }] : [];
    });
  });
}

function withPhase(plan: ServePlan, name: PhaseName, changed: Partial<Phase>): ServePlan {
  return { ...plan, phases: plan.phases.map((phase) => (phase.name === name ? { ...phase, ...changed } : phase)) };
}

function withCalibration(plan: ServePlan, calibration: Calibration): ServePlan {
  return { ...plan, machine: { ...plan.machine, chip: { ...plan.machine.chip, calibration } } };
}

function withFabric(plan: ServePlan, fabric: Fabric, factor: number): ServePlan {
  const { efficiency, reduction } = fabric;
  const better = { ...fabric, efficiency: efficiency.map((share) => share * factor), reduction: reduction && reduction * factor };
  const fabrics = plan.machine.fabrics.map((each) => (each === fabric ? better : each));
  return { ...plan, machine: { ...plan.machine, fabrics } };
}
