/** Clients that send so many rounds of requests and stop: what a colocated pool yields from the first prompt to the last answer. */

import type { Setting } from "../time/load";
import { atPaceOfFullest, stepOf } from "../time/step";
import type { Phase, ServePlan } from "../types";
import { decodeLoad, mixedLoad, promptLoad } from "./load";
import { paceOf } from "./pace";
import type { PhaseTime } from "./phase";
import { runSeconds, straightBetween } from "./run";

/** Of clients that send so many rounds, throughput is that of the whole run; waits and times of a token know of the first round. */
export function overRun(plan: ServePlan, setting: Setting, phase: Phase, batch: number, steady: PhaseTime): PhaseTime {
  const { workload } = plan;
  const { concurrency, rounds } = workload;
  if (concurrency === undefined || rounds === undefined) return steady;
  const { steps, fresh, groups, queries } = paceOf(plan, phase);
  const inSteps = phase.runtime.policy === "mixed";
  const most = inSteps ? Math.min(batch, (groups * phase.chunk) / (queries + fresh / steps)) : batch;
  const plain = straightBetween(
    points(most),
    (writing) => atPaceOfFullest(stepOf(setting, decodeLoad(phase, workload, writing)), phase.pp).seconds,
  );
  const room = (writing: number) => (groups * Math.max(0, phase.chunk - (writing / groups) * queries)) / fresh;
  const full = { tokens: phase.chunk, skew: 1 };
  const beside = straightBetween([0, most], (writing) => {
    const tokens = Math.max(1, phase.chunk - (writing / groups) * queries);
    return stepOf(setting, mixedLoad(phase, workload, writing, { tokens, skew: 1 })).seconds;
  });
  const own = inSteps ? 0 : stepOf(setting, promptLoad(phase, workload, full)).interval / room(0);
  const requests = (concurrency * rounds) / phase.instances;
  const seconds = runSeconds({
    requests,
    most,
    steps,
    plain,
    room: inSteps ? room : () => Number.POSITIVE_INFINITY,
    reading: (prompts, writing) => (inSteps ? (prompts / room(writing)) * Math.max(0, beside(writing) - plain(writing)) : prompts * own),
  });
  if (seconds === undefined) return steady;
  const rate = (phase.instances * requests) / seconds;
  return { ...steady, requests: rate, throughput: rate * workload.output };
}

/** Batches at which a run's steps are timed; they take straight lines between. */
function points(most: number): readonly number[] {
  return [1 / 64, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1].map((share) => share * most);
}
