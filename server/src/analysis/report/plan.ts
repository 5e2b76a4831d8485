/** The report of one serving plan. */

import type { ChipReport, ExpectationReport, FabricReport, MemoryReport, PhaseReport, PlanReport, Range } from "../../../../shared/report";
import {
  chipPower,
  expertLayout,
  largestFitting,
  type Machine,
  type PhaseResult,
  type ServePlan,
  type ServeResult,
  type Step,
  tierLoads,
  totalOf,
} from "../../engine";
import type { ResolvedDeclaration } from "../../semantics/program";
import { type LineIndex, lineIndex } from "../../syntax";
import type { View } from "../view";
import type { ComputedServing } from "../examine";
import { type Expectation, figureOf } from "../expectations";
import { assumptionsOf } from "../assumptions";
import { measure } from "../metrics";
import { uncertainties } from "../uncertainty";
import { targetOf } from "../lower/read";
import { limitsOnce } from "../memo";
import { typesByWord } from "../precision";
import { curveOf } from "./curve";
import { growthOf } from "./growth";
import { knobsOf } from "./knobs";
import { withLater } from "./later";
import { notesOf } from "./notes";
import { scalingOf } from "./scaling";
import { sensitivityOf } from "./sensitivity";
import { timelineOf } from "./timeline";
import { topologyOf } from "./topology";
import { traceNotes, workloadOf } from "./workload";

/** Everything that the page and the JSON show of a plan. */
export function reportPlan(view: View, declaration: ResolvedDeclaration, { lowered, result, feasible }: ComputedServing): PlanReport {
  const { plan } = lowered;
  const lines = linesOf(view);
  const now: Omit<PlanReport, keyof LaterOfPlan> = {
    name: plan.name,
    kind: "serve",
    feasible,
    model: plan.model.name,
    machine: plan.machine.name,
    workload: workloadOf(plan.workload, targetOf(declaration, "workload")),
    metrics: measure(result),
    uncertainty: uncertainties(result),
    ...(lowered.currency === undefined ? {} : { currency: lowered.currency }),
    ttft_parts: partsOfFirstToken(result),
    phases: result.phases.map((phase) => reportPhase(plan, phase)),
    expectations: (view.expectations.get(declaration) ?? []).map((expectation) => reportExpectation(expectation, lines)),
    topology: topologyOf(result),
    chip: chipOf(plan),
    precision: typesByWord(plan.precision),
    notes: [...traceNotes(targetOf(declaration, "workload")), ...notesOf(result)],
    range: rangeOf(lines, declaration.range),
  };
  return withLater<typeof now, LaterOfPlan>(now, {
    curve: () => curveOf(plan, result, lowered.phases),
    scaling: () => scalingOf(lowered, result),
    knobs: () => knobsOf(lowered),
    assumptions: () => assumptionsOf(declaration, result),
  });
}

/** What takes further evaluations of the plan. */
type LaterOfPlan = Pick<PlanReport, "curve" | "scaling" | "knobs" | "assumptions">;
type LaterOfPhase = Pick<PhaseReport, "timeline" | "growth" | "sensitivity">;

const indexes = new WeakMap<View, LineIndex>();

/** The lines of the text, found once for all of its plans. */
function linesOf(view: View): LineIndex {
  const lines = indexes.get(view) ?? lineIndex(view.text);
  indexes.set(view, lines);
  return lines;
}

/** Null where there is no time to first token: no prompts are read, or more arrive than are read and the wait has no end. */
function partsOfFirstToken({ ttft }: ServeResult): PlanReport["ttft_parts"] {
  if (!ttft || !Number.isFinite(ttft.wait)) return null;
  return { wait: ttft.wait, prefill: ttft.prefill, kv_transfer: ttft.kvTransfer, first_step: ttft.firstStep };
}

export function rangeOf(lines: LineIndex, place: { readonly start: number; readonly end: number }): Range {
  return { start: lines.positionAt(place.start), end: lines.positionAt(place.end) };
}

export function reportExpectation({ expect, actual, expected, pass }: Expectation, lines: LineIndex): ExpectationReport {
  const range = rangeOf(lines, expect.place);
  const words = actual === undefined ? {} : { actual_text: figureOf(expect, actual) };
  return { text: expect.text, actual: actual ?? null, expected: expected ?? 0, pass, range, ...words };
}

function reportPhase(plan: ServePlan, result: PhaseResult): PhaseReport {
  const { phase, time, batch } = result;
  const { tp, pp, cp, dp, ep } = phase;
  const limits = limitsOnce(plan, result);
  const [first] = limits;
  const largest = largestFitting(plan, phase);
  const now: Omit<PhaseReport, keyof LaterOfPhase> = {
    name: phase.name,
    instances: phase.instances,
    chips: phase.chips,
    ranks: phase.chips * plan.machine.chip.ranks,
    degrees: { tp, pp, cp, dp, ep },
    batch,
    batch_unit: phase.name === "prefill" ? "tokens" : "requests",
    fits: result.fits,
    memory: reportMemory(result),
    time: reportTime(plan.machine, time.step),
    fabrics: reportFabrics(plan.machine, time.step),
    bottleneck: first ?? { resource: "compute", share: 0, elasticity: 0 },
    elasticities: Object.fromEntries(limits.map(({ resource, elasticity }) => [resource, elasticity])),
    utilization: result.utilization,
    ...(largest > 0 ? { largest_batch: largest } : {}),
    ...powerOf(plan, result),
    expert_tensor: plan.model.moe ? expertLayout(plan.model.moe, phase).tensor : 1,
  };
  const resources = limits.map(({ resource }) => resource);
  return withLater<typeof now, LaterOfPhase>(now, {
    timeline: () => timelineOf(result),
    growth: () => growthOf(plan, result),
    sensitivity: () => sensitivityOf(plan, result, resources),
  });
}

/** Between idle and full by the pool's use, as the plan's power is. */
function powerOf({ machine }: ServePlan, { utilization }: PhaseResult): Pick<PhaseReport, "power_per_chip"> {
  const full = chipPower(machine);
  const { idlePower } = machine.chip.calibration;
  return full === undefined ? {} : { power_per_chip: full * (idlePower + (1 - idlePower) * utilization) };
}

function chipOf({ machine: { chip } }: ServePlan): ChipReport {
  const { name, compute, hbm, ranks } = chip;
  return { name, compute, hbm_capacity: hbm.capacity, hbm_bandwidth: hbm.bandwidth, ranks };
}

function reportMemory({ memory, capacity }: PhaseResult): MemoryReport {
  return {
    capacity,
    total: totalOf(memory),
    parts: {
      weights: memory.weights,
      kv_cache: memory.kvCache,
      activations: memory.activations,
      buffers: memory.buffers,
      reserve: memory.reserve,
    },
  };
}

/** Where the time of a step goes, the longest first. A link inside a package is no fabric of the machine. */
export function reportTime({ fabrics }: Machine, { seconds, parts }: Step): PhaseReport["time"] {
  return {
    total: seconds,
    parts: parts
      .map((part) => ({
        op: part.name,
        seconds: part.exposed,
        hidden_seconds: part.hidden,
        bound: part.bound === "fabric" && !fabrics.some(({ name }) => name === part.fabric) ? "overhead" : part.bound,
        ...(part.fabric === undefined ? {} : { fabric: part.fabric }),
        flop: part.flop,
        bytes: part.bytes,
      }))
      .sort((left, right) => right.seconds - left.seconds || right.hidden_seconds - left.hidden_seconds),
  };
}

export function reportFabrics(machine: Machine, step: Step): FabricReport[] {
  const loads = tierLoads(machine, step);
  return machine.fabrics.flatMap(({ name }) => {
    const tiers = loads.filter(({ fabric }) => fabric === name).map(({ tier, bytes, utilization }) => ({ tier, bytes, utilization }));
    if (tiers.length === 0) return [];
    return [
      {
        name,
        utilization: Math.max(...tiers.map(({ utilization }) => utilization)),
        bytes: tiers.reduce((sum, { bytes }) => sum + bytes, 0),
        tiers,
      },
    ];
  });
}
