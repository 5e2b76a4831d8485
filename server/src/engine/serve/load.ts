/** What a phase has to do in a step: from batch and workload to the load of one data parallel group. */

import type { Load } from "../time/load";
import { evenedSkew } from "../time/regrouping";
import type { Carried } from "./arrivals";
import type { Instance, Workload } from "../types";
import { freshTokens, lengthInFlight, lengtheningOf } from "../workload";

/** Tokens that a decode step yields on the mean: a draft counts only if all before it were accepted. */
export function tokensPerStep(phase: Instance): number {
  const { tokens, acceptance } = phase.speculation ?? { tokens: 0, acceptance: 0 };
  let sum = 1;
  for (let draft = 1; draft <= tokens; draft++) sum += acceptance ** draft;
  return sum;
}

/** `requests` answers, half way through on the mean, and `prompt` tokens of prompts. */
function loadOf(phase: Instance, workload: Workload, requests: number, prompt: number, skew = 1): Load {
  const { input, images } = workload;
  const fresh = freshTokens(workload);
  const queries = 1 + (phase.speculation?.tokens ?? 0);
  const context = lengthInFlight(workload, 1 / 2);
  return { requests, queries, context, prompt, skew, fresh, cached: input - fresh, lengthening: lengtheningOf(workload), images };
}

/** A prefill batch of `batch` tokens over all data parallel groups. */
export function prefillLoad(phase: Instance, workload: Workload, batch: number): Load {
  return loadOf(phase, workload, 0, batch / phase.dp, evenedSkew(phase));
}

/** A decode step of `batch` requests; a pipeline works on a part of them at a time. */
export function decodeLoad(phase: Instance, workload: Workload, batch: number): Load {
  return loadOf(phase, workload, batch / phase.dp / phase.pp, 0);
}

/** A decode step with chunks of prompts in it. */
export function mixedLoad(phase: Instance, workload: Workload, batch: number, { tokens, skew }: Pick<Carried, "tokens" | "skew">): Load {
  return loadOf(phase, workload, batch / phase.dp / phase.pp, tokens, skew);
}

/** A step of prompts alone. */
export function promptLoad(phase: Instance, workload: Workload, { tokens, skew }: Pick<Carried, "tokens" | "skew">): Load {
  return loadOf(phase, workload, 0, tokens, skew);
}
