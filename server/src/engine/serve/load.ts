/** What a phase has to do in a step: from batch and workload to the load of one data parallel group. */

import type { Load } from "../time/load";
import { evenedSkew } from "../time/regrouping";
import type { Carried } from "./colocated";
import type { Phase, Workload } from "../types";

/** Tokens of a prompt that are computed; the rest comes from the prefix cache. At least one. */
export function freshTokens(workload: Workload): number {
  return Math.max(1, workload.input * (1 - workload.cached));
}

/** Tokens that a decode step yields on the mean: a draft counts only if all before it were accepted. */
export function tokensPerStep(phase: Phase): number {
  const { tokens, acceptance } = phase.speculation ?? { tokens: 0, acceptance: 0 };
  let sum = 1;
  for (let draft = 1; draft <= tokens; draft++) sum += acceptance ** draft;
  return sum;
}

function promptPart(workload: Workload, prompt: number, skew = 1): Pick<Load, "prompt" | "fresh" | "cached" | "skew" | "images"> {
  const fresh = freshTokens(workload);
  return { prompt, fresh, cached: workload.input - fresh, skew, images: workload.images };
}

/** A prefill batch of `batch` tokens over all data parallel groups. */
export function prefillLoad(phase: Phase, workload: Workload, batch: number): Load {
  return { requests: 0, queries: 0, context: 0, ...promptPart(workload, batch / phase.dp, evenedSkew(phase)) };
}

/** A decode step of `batch` requests, half way through their answers on the mean; a pipeline works on a part of them at a time. */
export function decodeLoad(phase: Phase, workload: Workload, batch: number): Load {
  return {
    requests: batch / phase.dp / phase.pp,
    queries: 1 + (phase.speculation?.tokens ?? 0),
    context: workload.input + workload.output / 2,
    ...promptPart(workload, 0),
  };
}

/** A decode step with chunks of prompts in it. */
export function mixedLoad(phase: Phase, workload: Workload, batch: number, { tokens, skew }: Carried): Load {
  return { ...decodeLoad(phase, workload, batch), ...promptPart(workload, tokens, skew) };
}

/** A step of prompts alone. */
export function promptLoad(workload: Workload, { tokens, skew }: Carried): Load {
  return { requests: 0, queries: 0, context: 0, ...promptPart(workload, tokens, skew) };
}
