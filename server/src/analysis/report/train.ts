/** The report of one training plan. */

import type { PhaseReport, PlanReport, TrainingReport } from "../../../../shared/report";
import { chipsOf, type Failures, type Goodput, goodputOf, type TrainResult, trainTotal } from "../../engine";
import type { ResolvedDeclaration } from "../../semantics/program";
import { lineIndex } from "../../syntax";
import type { View } from "../view";
import type { ComputedTraining } from "../examine";
import { trainingAssumptions } from "../assumptions-training";
import { trainingLimitsOnce } from "../memo";
import { measure } from "../metrics";
import { uncertainties } from "../uncertainty";
import { trainingKnobs } from "./knobs";
import { rangeOf, reportExpectation, reportFabrics, reportTime } from "./plan";
import { drawn } from "./topology";
import { trainingNotes } from "./train-notes";

export function reportTraining(view: View, declaration: ResolvedDeclaration, { lowered, result, feasible }: ComputedTraining): PlanReport {
  const { plan } = lowered;
  const lines = lineIndex(view.text);
  return {
    name: plan.name,
    kind: "train",
    feasible,
    model: plan.model.name,
    machine: plan.machine.name,
    workload: { input: plan.sequence, output: 0, slo: {} },
    metrics: measure(result),
    uncertainty: uncertainties(result),
    ...(lowered.currency === undefined ? {} : { currency: lowered.currency }),
    ttft_parts: null,
    phases: [reportPhase(result)],
    training: trainingOf(result),
    expectations: (view.expectations.get(declaration) ?? []).map((expectation) => reportExpectation(expectation, lines)),
    topology: drawn(plan.machine, [{ phase: "train", instance: 0, first_chip: 0, chips: Math.min(plan.chips, chipsOf(plan.machine)) }]),
    curve: null,
    knobs: trainingKnobs(lowered),
    assumptions: trainingAssumptions(declaration, result),
    notes: trainingNotes(result),
    range: rangeOf(lines, declaration.range),
  };
}

function reportPhase(result: TrainResult): PhaseReport {
  const { plan, step, memory, capacity } = result;
  const { tp, pp, cp, dp, ep } = plan.layout;
  const limits = trainingLimitsOnce(result);
  const { weights, gradients, optimizer, activations, buffers, reserve } = memory;
  return {
    name: "train",
    instances: 1,
    chips: plan.chips,
    ranks: plan.chips * plan.machine.chip.ranks,
    degrees: { tp, pp, cp, dp, ep },
    batch: plan.batch,
    batch_unit: "sequences",
    fits: result.fits,
    memory: { capacity, total: trainTotal(memory), parts: { weights, gradients, optimizer, activations, buffers, reserve } },
    time: reportTime(plan.machine, step),
    fabrics: reportFabrics(plan.machine, step),
    bottleneck: limits[0] ?? { resource: "compute", share: 0, elasticity: 0 },
    elasticities: Object.fromEntries(limits.map(({ resource, elasticity }) => [resource, elasticity])),
    utilization: 1,
  };
}

const multiples = [1 / 8, 1 / 5, 1 / 3, 1 / 2, 0.7, 1, 1.4, 2, 3, 5, 8];

/** Progress at intervals around the best one, with the plan's own. */
function goodputCurve(failures: Failures | undefined, { interval, optimum }: Goodput) {
  if (!failures || optimum <= 0) return [];
  const intervals = [...new Set([interval, ...multiples.map((multiple) => optimum * multiple)])].sort((left, right) => left - right);
  return intervals.flatMap((each) => {
    const at = goodputOf({ ...failures, interval: each });
    return at ? [{ interval: each, progress: at.share }] : [];
  });
}

function trainingOf({ plan, microbatches, stages, flop, peak, goodput, tokens }: TrainResult): TrainingReport {
  return {
    schedule: plan.schedule,
    ...(plan.layout.chunks > 1 ? { chunks: plan.layout.chunks } : {}),
    microbatches,
    stages: stages.map(({ layers, forward, input, weight, memory }) => ({
      layers,
      forward,
      input_gradients: input,
      weight_gradients: weight,
      memory: trainTotal(memory),
    })),
    flop,
    peak,
    ...(goodput
      ? {
          goodput: {
            interval: goodput.interval,
            optimal_interval: goodput.optimum,
            progress: goodput.share,
            checkpoints: goodput.checkpoints,
            lost: goodput.lost,
            restarts: goodput.restarts,
            curve: goodputCurve(plan.failures, goodput),
          },
        }
      : {}),
    ...(plan.tokens === undefined ? {} : { run: { tokens: plan.tokens, steps: plan.tokens / tokens } }),
  };
}
