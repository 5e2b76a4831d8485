/** What the reader should know before trusting a figure of a training plan. */

import type { TrainPlan, TrainResult } from "../../engine";
import { formatCount, formatInformation, formatPercent, formatTime } from "../../language/figures";
import { outsideOf, powerAndPrice } from "./notes";

export function trainingNotes(result: TrainResult): string[] {
  const { plan } = result;
  const { chip } = plan.machine;
  return [
    ...(chip.calibration.basis === "estimated"
      ? [`The efficiencies of ${chip.name} are estimated, not measured: no operator of it has been published. Expect larger errors.`]
      : []),
    outsideOf(result),
    `mfu counts three times the forward FLOP of linear layers, head and causal attention, over the ${plan.precision.activations} peak of ${chip.name}; mfu.full does not halve the attention, mfu.bf16 is over the bf16 peak, hfu counts what is computed again.`,
    ...softwareOf(plan),
    ...pipelineOf(result),
    ...(plan.model.moe && plan.layout.ep > 1
      ? [`Experts are reached by the ${plan.expertPath} path, with imbalance ${plan.imbalance}.`]
      : []),
    ...(plan.mtpModules > 0
      ? [`${formatCount(plan.mtpModules)} prediction module is trained along: in the time and the memory, not in the model FLOP.`]
      : []),
    ...(plan.model.vision ? ["Text alone is trained: the vision encoder is not counted."] : []),
    ...failuresOf(result),
    `The runtime keeps ${formatInformation(plan.runtime.reserve)} of each rank (reserve).`,
    ...powerAndPrice(plan.machine),
    "Energy and cost are those of " +
      (plan.tokens === undefined ? "one step: the plan has no tokens." : `the run of ${formatCount(plan.tokens)} tokens.`),
  ];
}

function softwareOf({ runtime }: TrainPlan): string[] {
  const hidden = Object.entries(runtime.overlap).map(([name, share]) => `${words[name] ?? name} ${formatPercent(share)}`);
  const who = runtime.engine ?? "No engine is named: the software";
  return [`${who} takes ${formatTime(runtime.stepOverhead)} a step, and runs beside computation: ${hidden.join(", ")}.`];
}

const words: Readonly<Record<string, string>> = { tensorGradients: "tensor gradients" };

function pipelineOf({ plan, stages, busiest, fullest, microbatches }: TrainResult): string[] {
  if (stages.length < 2) return [];
  return [
    `${formatCount(microbatches)} microbatches go through ${stages.length} stages; stage ${busiest + 1} sets the pace, stage ${fullest + 1} holds most (schedule ${plan.schedule}).`,
  ];
}

function failuresOf({ goodput, plan, duration }: TrainResult): string[] {
  if (!goodput) return duration === undefined ? [] : ["The plan declares no failures: the duration has none in it."];
  const chosen = plan.failures?.interval === undefined ? "the best there is" : `the best would be ${formatTime(goodput.optimum)}`;
  return [`A checkpoint every ${formatTime(goodput.interval)} (${chosen}; Young's estimate ${formatTime(goodput.young)}).`];
}
