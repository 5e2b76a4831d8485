/** Prompts and answers in one pool: continuous batching in the steady state. */

import type { Setting } from "../time/load";
import { atPaceOfFullest, type Step, stepOf, weighted } from "../time/step";
import type { Phase, ServePlan } from "../types";
import { type Carried, carriedBy } from "./arrivals";
import { decodeLoad, mixedLoad, promptLoad, tokensPerStep } from "./load";
import { freshTokens } from "../workload";
import type { PhaseTime } from "./phase";
import { paceOf } from "./pace";
import { overRun } from "./rounds";

export function timeColocated(plan: ServePlan, setting: Setting, phase: Phase, batch: number): PhaseTime {
  const time = phase.runtime.policy === "mixed" ? timeMixed : timePrefillFirst;
  return overRun(plan, setting, phase, batch, time(plan, setting, phase, batch));
}

/**
 * A step carries the answers and a chunk of prompts. Reading and writing requests add up to the batch (Little's law); where prompts come
 * faster than a chunk a step, reading bounds the pool and fewer requests write.
 */
function timeMixed(plan: ServePlan, setting: Setting, phase: Phase, batch: number): PhaseTime {
  const { steps, fresh, groups, queries } = paceOf(plan, phase);
  // Answers and the prompts that follow them fill a step of `chunk` tokens: more requests than that only wait.
  const most = (groups * phase.chunk) / (queries + fresh / steps);
  const writing = Math.min(batch / (1 + Math.max(1, fresh / phase.chunk) / steps), most);
  const room = phase.chunk - (writing / groups) * queries;
  const carried = carriedBy(writing / steps / groups, fresh, room, phase.dp, phase.runtime, writing / groups);
  const mixed = atPaceOfFullest(stepOf(setting, mixedLoad(phase, plan.workload, writing, carried)), phase.pp);
  const plain = carried.share < 1 ? atPaceOfFullest(stepOf(setting, decodeLoad(phase, plan.workload, writing)), phase.pp) : mixed;
  const step = carried.share < 1 ? weighted(plain, 1 - carried.share, mixed, carried.share) : mixed;
  const reading = Math.max(1, fresh / carried.tokens / carried.skew) * mixed.seconds;
  const time = timeOf(plan, phase, step, plain, writing, reading);
  // What is neither written nor read waits: when reading bounds the pool.
  const waiting = Math.max(0, batch - writing - (time.requests / phase.instances) * reading) / (time.requests / phase.instances);
  const residual = ((1 - carried.share) * plain.seconds ** 2 + carried.share * mixed.seconds ** 2) / (2 * step.seconds);
  const reads = readsOf(plan, batch / groups, room, (full) => stepOf(setting, mixedLoad(phase, plan.workload, batch / 2, full)));
  const wait = writing >= most ? waiting : residual + carried.held * plain.seconds;
  // Steps with prompts write answers, too.
  return waitingFor(time, wait, reads, reads.seconds - plain.seconds);
}

/** Waiting prompts are read in steps of their own; answers pause. */
function timePrefillFirst(plan: ServePlan, setting: Setting, phase: Phase, batch: number): PhaseTime {
  const { steps, fresh, groups } = paceOf(plan, phase);
  const room = phase.chunk;
  const carried = carriedBy(batch / steps / groups, fresh, room, phase.dp, phase.runtime, batch / groups);
  const prompt = stepOf(setting, promptLoad(phase, plan.workload, carried));
  const share = (batch / steps / groups) * (fresh / carried.tokens);
  const all = atPaceOfFullest(stepOf(setting, decodeLoad(phase, plan.workload, batch)), phase.pp);
  const reading = Math.max(1, fresh / carried.tokens / carried.skew) * prompt.seconds;
  const writing = batch / (1 + reading / (steps * (all.seconds + share * prompt.interval)));
  const plain = atPaceOfFullest(stepOf(setting, decodeLoad(phase, plan.workload, writing)), phase.pp);
  const step = weighted(plain, 1, prompt, (share * writing) / batch);
  const time = timeOf(plan, phase, step, plain, writing, reading);
  const residual = (plain.seconds ** 2 + share * prompt.seconds ** 2) / (2 * step.seconds);
  const reads = readsOf(plan, batch / groups, room, (full) => stepOf(setting, promptLoad(phase, plan.workload, full)));
  return waitingFor(time, residual + carried.held * plain.seconds, reads, reads.seconds);
}

function timeOf(
  { workload }: ServePlan,
  phase: Phase,
  step: Step,
  plain: Step,
  writing: number,
  reading: number,
): Omit<PhaseTime, "wait" | "burst" | "pause"> {
  const { seconds } = step;
  const yielded = tokensPerStep(phase);
  const throughput = (phase.instances * writing * yielded) / seconds;
  return {
    step,
    seconds,
    promptLatency: reading,
    tpot: seconds / yielded,
    undisturbed: Math.min(seconds, plain.seconds) / yielded,
    throughput,
    requests: throughput / workload.output,
  };
}

/** Steps that read prompts which all come at once, and the seconds of each. */
interface Reads {
  readonly count: number;
  readonly seconds: number;
}

/** `pausing` are the seconds that an answer loses in each of the reads. Field by field: spreading would cost as much as the step. */
function waitingFor(
  time: Omit<PhaseTime, "wait" | "burst" | "pause">,
  wait: number,
  { count, seconds: read }: Reads,
  pausing: number,
): PhaseTime {
  const { step, seconds, promptLatency, tpot, undisturbed, throughput, requests } = time;
  const burst = ((1 + count) / 2) * read;
  const pause = ((count - 1) / 2) * Math.max(0, pausing);
  return { step, seconds, promptLatency, tpot, undisturbed, wait, burst, pause, throughput, requests };
}

/** How the prompts of `requests` clients of a group are read, in steps with `room` for so many tokens. */
function readsOf(
  { workload }: ServePlan,
  requests: number,
  room: number,
  stepWith: (full: Pick<Carried, "tokens" | "skew">) => Step,
): Reads {
  if (workload.rounds === undefined) return { count: 1, seconds: 0 };
  const tokens = requests * freshTokens(workload);
  const count = Math.max(1, tokens / room);
  return { count, seconds: stepWith({ tokens: tokens / count, skew: 1 }).seconds };
}
