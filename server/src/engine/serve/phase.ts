/** One pool: how long a step takes, what it yields, and what it loads. */

import { type Device, linkOf, type Scales, unscaled } from "../hardware";
import { kvBytesOfSequence } from "../memory";
import { communication, type Operator } from "../time/operator";
import { atPaceOfFullest, type Step, stepOf } from "../time/step";
import type { Setting } from "../time/load";
import type { Fabric, Phase, ServePlan } from "../types";
import { timeColocated } from "./colocated";
import { decodeLoad, prefillLoad, tokensPerStep } from "./load";
import { settingOf } from "./setting";
import { freshTokens } from "../workload";

/** What a pool of all instances of a phase does with a given batch. */
export interface PhaseTime {
  readonly step: Step;
  /** Seconds of a step: one prefill batch, one decode step, or the mean step of a colocated pool. */
  readonly seconds: number;
  /** Seconds from the start of a prompt's first batch to the end of its last. 0 for decode. */
  readonly promptLatency: number;
  /** Seconds per output token of a request. 0 for prefill. */
  readonly tpot: number;
  /** The same where no prompt is read between. */
  readonly undisturbed: number;
  /** Seconds that a request waits for the steps before its own. */
  readonly wait: number;
  /** Mean seconds until prompts that all arrive at once are read. */
  readonly burst: number;
  /** Mean seconds that an answer then waits for the rest of those prompts. */
  readonly pause: number;
  /** Tokens/s of the pool: input tokens for prefill (cached ones count), output tokens otherwise. */
  readonly throughput: number;
  /** Requests/s that the pool sustains. */
  readonly requests: number;
}

/** Times `phase` with `batch` (of one instance). */
export function timePhase(plan: ServePlan, phase: Phase, batch: number, scales: Scales = unscaled): PhaseTime {
  const setting = settingOf(plan, phase, scales);
  switch (phase.name) {
    case "prefill":
      return timePrefill(plan, setting, phase, batch);
    case "decode":
      return timeDecode(plan, setting, phase, batch);
    case "colocated":
      return timeColocated(plan, setting, phase, batch);
  }
}

function timePrefill(plan: ServePlan, setting: Setting, phase: Phase, batch: number): PhaseTime {
  const { workload } = plan;
  const load = prefillLoad(phase, workload, batch);
  const step = stepOf(setting, load, cacheLoad(plan, setting, (load.prompt * load.cached) / load.fresh));
  const batchesPerPrompt = Math.max(1, freshTokens(workload) / load.prompt);
  const prompts = (phase.instances * batch) / freshTokens(workload) / step.interval;
  return {
    step,
    seconds: step.seconds,
    // In a pipeline the next batch follows before the first is through.
    promptLatency: step.seconds + step.interval * (batchesPerPrompt - 1),
    tpot: 0,
    undisturbed: 0,
    wait: 0,
    burst: step.seconds + step.interval * (batchesPerPrompt - 1),
    pause: 0,
    throughput: prompts * workload.input,
    requests: prompts,
  };
}

function timeDecode(plan: ServePlan, setting: Setting, phase: Phase, batch: number): PhaseTime {
  const step = atPaceOfFullest(stepOf(setting, decodeLoad(phase, plan.workload, batch)), phase.pp);
  const { seconds } = step;
  const yielded = tokensPerStep(phase);
  const throughput = (phase.instances * batch * yielded) / seconds;
  const requests = throughput / plan.workload.output;
  return {
    step,
    seconds,
    promptLatency: 0,
    tpot: seconds / yielded,
    undisturbed: seconds / yielded,
    wait: 0,
    burst: 0,
    pause: 0,
    throughput,
    requests,
  };
}

/** Loading cached prefixes from the pool over its fabric, once a step, for one data parallel group. */
function cacheLoad(plan: ServePlan, setting: Setting, cachedTokens: number): Operator[] {
  const fabric = plan.machine.fabrics.find((candidate) => candidate.name === plan.cacheFabric);
  if (!fabric || cachedTokens <= 0) return [];
  const { device, model, phase, precision } = setting;
  const bytes = (cachedTokens / plan.workload.input) * kvBytesOfSequence(model, phase, precision, plan.workload.input);
  const { bandwidth, block, overhead } = plan.cache;
  const moved = transfer(device, "cache_load", fabric, bytes);
  return [
    {
      ...moved,
      transfer: Math.max(moved.transfer, bandwidth === undefined ? 0 : bytes / bandwidth),
      overhead: moved.overhead + (Math.ceil(cachedTokens / block) * overhead) / device.scales.overhead,
    },
  ];
}

/** `bytes` into or out of one rank over the widest tier of a fabric. */
export function transfer(device: Device, name: string, fabric: Fabric, bytes: number): Operator {
  const link = linkOf(fabric, fabric.tiers, device.machine, device.scales);
  return communication(name, "attention", {
    transfer: bytes / (link.bandwidth * link.efficiency),
    overhead: link.latency / device.scales.overhead,
    fabric: fabric.name,
    traffic: [{ fabric: fabric.name, tier: link.tier, bytes }],
  });
}
