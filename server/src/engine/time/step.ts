/** A step of a phase: all layers of the pipeline, head, draft modules and fixed times, on the slowest rank. */

import { addedUp, lastingAtLeast, named, type Step, type Weighted, weighted } from "./account";
import { pipelineSends } from "./collective";
import { type Block, type Load, type Setting, split, tokensOf } from "./load";
import { computation, type Operator } from "./operator";
import { paceUnderLimit } from "./power";
import { type Prepared, preparedFor } from "./prepared";
import { type Kernels, type Together, togetherAt } from "./together";

/**
 * Times a step of `load` (of one data parallel group). A pipeline holds `pp` batches at a time, so `load` is what one stage works on.
 * `extra` operators run once in the step.
 */
export function stepOf(setting: Setting, load: Load, extra: readonly Operator[] = []): Step {
  const { device, model, phase } = setting;
  const { microbatches, pp } = phase;
  const prepared = preparedFor(setting);
  const { vision } = prepared;
  const part = split(load, microbatches);
  const kernels: Kernels[] = [];
  for (const { attention, network, layers: times } of prepared.sorts) kernels.push({ attention, block: network, load: part, times });
  if (vision && model.vision)
    kernels.push({ block: vision.layer, load, times: model.vision.layers }, { block: vision.ends, load, times: 1 });
  once(setting, prepared, load, kernels);
  if (extra.length > 0) kernels.push(given(extra, load, 1));
  if (pp > 1) {
    const bytes = (tokensOf(load) / (phase.tp * phase.cp)) * model.hidden * 2;
    for (const { operator, times } of pipelineSends(device, "pipeline_send", "expert", phase.tp * phase.cp * phase.dp, pp, bytes))
      kernels.push(given([operator], load, times));
  }
  const full = togetherAt(setting, kernels, 1);
  const host = (launching(setting, prepared, load, full) + load.requests * pp * phase.runtime.requestHost) / device.scales.overhead;
  const step = underPowerLimit(setting, kernels, full, host);
  const lasting = lastingAtLeast(step, host, "host", "each");
  return prepared.drafting && load.requests > 0 ? withDraftModel(setting, load, lasting, prepared.drafting) : lasting;
}

/** Steps with prompts have any number of tokens, and no graph: the host launches their kernels one by one. */
function launching({ phase }: Setting, { sorts }: Prepared, { prompt }: Load, layers: readonly Together[]): number {
  const { graphs, launch, expertLaunch } = phase.runtime;
  if (prompt <= 0 && graphs) return 0;
  let seconds = 0;
  for (const [index, { experts, layers: times }] of sorts.entries())
    seconds += ((layers[index]?.count ?? 0) * launch + (experts ? expertLaunch : 0)) * times * phase.microbatches;
  return seconds;
}

/** The step at full clock, or at the one that the power limit leaves. It lasts as long as the `host` needs at least. */
function underPowerLimit(setting: Setting, kernels: readonly Kernels[], full: readonly Weighted[], host: number): Step {
  const at = (pace: number) => (pace === 1 ? full : togetherAt(setting, kernels, pace));
  const step = (parts: readonly Weighted[]) => addedUp(parts, setting.phase.pp, setting.model.layers);
  return step(at(paceUnderLimit(setting, full, (pace) => Math.max(host, step(at(pace)).seconds))));
}

/** A draft model writes its tokens one after the other, and reads the prompts too (Leviathan et al. 2023, arXiv:2211.17192). */
function withDraftModel({ phase }: Setting, load: Load, step: Step, drafting: Setting): Step {
  const one = named("draft", stepOf(drafting, { ...load, queries: 1, prompt: 0 }));
  const drafted = weighted(step, 1, one, phase.speculation?.tokens ?? 0);
  if (load.prompt <= 0) return drafted;
  return weighted(drafted, 1, named("draft", stepOf(drafting, { ...load, requests: 0 })), 1);
}

/** What happens once in a step: the head, draft modules and fixed times. */
function once({ device, phase }: Setting, { head, draftModule }: Prepared, load: Load, kernels: Kernels[]): void {
  const { runtime } = phase;
  const software = runtime.stepOverhead + load.requests * phase.pp * runtime.requestOverhead;
  kernels.push({ block: head, load, times: 1 });
  const drafts = load.requests > 0 ? (phase.speculation?.tokens ?? 0) : 0;
  if (draftModule && drafts > 0) {
    const single = { ...load, queries: 1, prompt: 0 };
    // The first draft of a step takes its prompts along, for the module's own cache.
    kernels.push({ block: draftModule, load: load.prompt > 0 ? { ...load, queries: 1 } : single, times: 1, part: "draft" });
    if (drafts > 1) kernels.push({ block: draftModule, load: single, times: drafts - 1, part: "draft" });
  }
  const overhead = software / device.scales.overhead;
  kernels.push(given([computation("step_overhead", "expert", { flop: 0, bytes: 0, compute: 0, memory: 0, overhead })], load, 1));
}

/** Operators that are there already. */
function given(operators: readonly Operator[], load: Load, times: number): Kernels {
  const block: Block = (_, to) => {
    for (const operator of operators) to.given(operator);
  };
  return { block, load, times };
}

export { atPaceOfFullest, type Step, type StepPart, weighted } from "./account";
