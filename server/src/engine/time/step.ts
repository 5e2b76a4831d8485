/** A step of a phase: all layers of the pipeline, head, draft modules and fixed times, on the slowest rank. */

import { draftPhase } from "../memory";
import { draftSort, layerSorts } from "../layers";
import type { Attention, Model } from "../types";
import { pipelineSends } from "./collective";
import { denseOperators } from "./ffn";
import { moeOperators } from "./moe";
import { attentionOperators } from "./layer";
import { type Load, type Setting, ofFullest, split, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { add, computation, isCommunication, type Operator, withOverhead } from "./operator";
import { regrouping } from "./regrouping";
import { visionOperators } from "./vision";
import { addedUp, lastingAtLeast, named, type Step, type Weighted, weighted } from "./account";
import { allInSeries, schedule } from "./overlap";
import { paceUnderLimit } from "./power";

/**
 * Times a step of `load` (of one data parallel group). A pipeline holds `pp` batches at a time, so `load` is what one stage works on.
 * `extra` operators run once in the step.
 */
export function stepOf(setting: Setting, load: Load, extra: readonly Operator[] = []): Step {
  const { device, model, phase } = setting;
  const { microbatches, pp } = phase;
  const part = split(load, microbatches);
  const fullest = ofFullest(part);
  const kernels: Kernels[] = [];
  // Steps with prompts have any number of tokens, and no graph: the host launches their kernels one by one.
  let launched = 0;
  let attending: readonly Operator[] = [];
  let attended: Attention | undefined;
  for (const { sort, layers } of layerSorts(model)) {
    // Sorts that differ in the network alone attend alike.
    if (sort.attention !== attended) {
      attended = sort.attention;
      attending = attended ? regrouping(setting, part, attended, attentionOperators(setting, fullest, attended)) : [];
    }
    const operators = attending.slice();
    const experts = sort.network === "experts";
    if (experts && model.moe) moeOperators(setting, model.moe, part, operators);
    else if (sort.network) denseOperators(setting, part, operators);
    launched += (operators.length * phase.runtime.launch + (experts ? phase.runtime.expertLaunch : 0)) * layers * microbatches;
    kernels.push({ operators: shortened(operators, phase.runtime.fixedTimes), times: layers, overlapping: true });
  }
  if (model.vision) {
    const { layer, ends } = visionOperators(setting, model.vision, load);
    kernels.push({ operators: layer, times: model.vision.layers }, { operators: ends, times: 1 });
  }
  once(setting, load, kernels);
  if (extra.length > 0) kernels.push({ operators: extra, times: 1 });
  if (pp > 1) {
    const bytes = (tokensOf(load) / (phase.tp * phase.cp)) * model.hidden * 2;
    for (const { operator, times } of pipelineSends(device, "pipeline_send", "expert", phase.tp * phase.cp * phase.dp, pp, bytes))
      kernels.push({ operators: [operator], times });
  }
  const host = (load.prompt > 0 || !phase.runtime.graphs ? launched : 0) + load.requests * pp * phase.runtime.requestHost;
  const step = underPowerLimit(setting, kernels, host);
  const whole = lastingAtLeast(step, host, "host", "each");
  const draft = phase.speculation?.draft;
  return draft && load.requests > 0 ? withDraftModel(setting, load, whole, draft) : whole;
}

/** Operators of a step: those of the layers are scheduled over the microbatches, the others run by themselves. */
interface Kernels {
  readonly operators: readonly Operator[];
  readonly times: number;
  readonly part?: string;
  readonly overlapping?: boolean;
}

/** The step at full clock, or at the one that the power limit leaves. It lasts as long as the `host` needs at least. */
function underPowerLimit(setting: Setting, kernels: readonly Kernels[], host: number): Step {
  const at = (pace: number) => scheduledAt(setting, kernels, pace);
  const step = (parts: readonly Weighted[]) => addedUp(parts, setting.phase.pp, setting.model.layers);
  const full = at(1);
  const pace = paceUnderLimit(setting, full, (share) => Math.max(host, step(share === 1 ? full : at(share)).seconds));
  return step(pace === 1 ? full : at(pace));
}

function scheduledAt({ device, phase }: Setting, kernels: readonly Kernels[], pace: number): Weighted[] {
  const { overlap } = device.machine.chip.calibration;
  return kernels.map(({ operators, times, part, overlapping }) => {
    const scheduled = overlapping ? schedule(operators, phase, overlap, pace) : allInSeries(operators, 1, pace);
    return part === undefined ? { scheduled, times } : { scheduled, times, part };
  });
}

/** A draft model writes its tokens one after the other, and reads the prompts too (Leviathan et al. 2023, arXiv:2211.17192). */
function withDraftModel(setting: Setting, load: Load, step: Step, draft: Model): Step {
  const own = draftPhase(setting.phase);
  const drafting: Setting = {
    ...setting,
    model: draft,
    phase: { ...own, runtime: { ...own.runtime, stepOverhead: 0, requestOverhead: 0 } },
  };
  const one = named("draft", stepOf(drafting, { ...load, queries: 1, prompt: 0 }));
  const drafted = weighted(step, 1, one, setting.phase.speculation?.tokens ?? 0);
  if (load.prompt <= 0) return drafted;
  return weighted(drafted, 1, named("draft", stepOf(drafting, { ...load, requests: 0 })), 1);
}

/** Kernels of a graph start without the host, and begin while the one before them ends: a share of their fixed times remains. */
function shortened(operators: readonly Operator[], share: number): readonly Operator[] {
  if (share === 1) return operators;
  return operators.map((operator) => (isCommunication(operator) ? operator : withOverhead(operator, operator.overhead * share)));
}

/** What happens once in a step: the head, draft modules and fixed times. */
function once(setting: Setting, load: Load, parts: Kernels[]): void {
  const { device, phase } = setting;
  const { runtime } = phase;
  const software = runtime.stepOverhead + load.requests * phase.pp * runtime.requestOverhead;
  // Prefill needs the logits of the last token of a prompt alone: too few to count as rows, but the matrix is read.
  const rows = load.requests > 0 ? load.requests * load.queries : 1;
  parts.push(inStep([head(setting, rows)]));
  const drafts = load.requests > 0 && !phase.speculation?.draft ? (phase.speculation?.tokens ?? 0) : 0;
  if (drafts > 0) {
    const single = inStep(draftModule(setting, { ...load, queries: 1, prompt: 0 }), "draft");
    // The first draft of a step takes its prompts along, for the module's own cache.
    parts.push(load.prompt > 0 ? inStep(draftModule(setting, { ...load, queries: 1 }), "draft") : single);
    for (let draft = 1; draft < drafts; draft++) parts.push(single);
  }
  const overhead = software / device.scales.overhead;
  parts.push(inStep([computation("step_overhead", "expert", { flop: 0, bytes: 0, compute: 0, memory: 0, overhead })]));
}

/** Operators that run once in the step, one after the other. */
function inStep(operators: readonly Operator[], part?: string): Kernels {
  return part === undefined ? { operators, times: 1 } : { operators, times: 1, part };
}

/** Output projection to the vocabulary, in 16 bits. */
function head(setting: Setting, rows: number): Operator {
  const { device, model, phase } = setting;
  return gemmOperator(device, "head", "expert", {
    rows,
    depth: model.hidden,
    columns: model.vocabulary / phase.tp,
    weights: "bf16",
    activations: "bf16",
  });
}

/** One multi-token prediction module: projection, a layer, the head again for what writes answers (DeepSeek-V3 report, 2.2). */
function draftModule(setting: Setting, load: Load): Operator[] {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const fullest = ofFullest(load);
  const rows = tokensOf(fullest);
  const operators = [vectorOperator(device, "norm", "expert", rows * model.hidden * 8, 2)];
  add(operators, gemmOperator(device, "draft", "expert", { rows, depth: 2 * model.hidden, columns: model.hidden, weights, activations }));
  for (const operator of attentionOperators(setting, fullest, draftSort(model).attention)) operators.push(operator);
  if (model.moe) moeOperators(setting, model.moe, load, operators);
  else denseOperators(setting, load, operators);
  add(operators, head(setting, load.requests));
  return operators;
}

export { atPaceOfFullest, type Step, type StepPart, weighted } from "./account";
