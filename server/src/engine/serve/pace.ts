/** What sets the pace of a colocated pool, apart from its chips. */

import type { Phase, ServePlan } from "../types";
import { freshTokens } from "../workload";
import { tokensPerStep } from "./load";

export interface Pace {
  /** Steps of an answer. */
  readonly steps: number;
  /** Tokens of a prompt. */
  readonly fresh: number;
  /** Groups that can each carry a chunk through a step: data parallel ones, or parts of the batch in a pipeline. */
  readonly groups: number;
  /** Tokens of a request in a step: the last one, and its drafts. */
  readonly queries: number;
}

export function paceOf({ workload }: ServePlan, phase: Phase): Pace {
  return {
    steps: Math.max(1, workload.output / tokensPerStep(phase)),
    fresh: freshTokens(workload),
    groups: phase.dp * phase.pp,
    queries: 1 + (phase.speculation?.tokens ?? 0),
  };
}
