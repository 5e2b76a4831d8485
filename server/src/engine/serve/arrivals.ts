/** How prompts that arrive at a colocated pool come into its steps. Rates and times in steps; docs/engine.md, section 8. */

import type { Runtime } from "../types";

/** Prompt tokens that a step carries in the mean data parallel group, in the fullest one over that, and how many steps carry any. */
export interface Carried {
  readonly tokens: number;
  readonly skew: number;
  /** Of the steps; prompts that are read in steps of their own: such steps for each step of answers. */
  readonly share: number;
  /** Mean steps that a prompt is held back: until the engine looks for it, and for other prompts. */
  readonly held: number;
}

/** What holds prompts back. */
export type Holding = Pick<Runtime, "gathering" | "batching" | "polling">;

/**
 * `prompts` arrive in a step of each of the `groups`, at random, with `fresh` tokens, and a step has `room` for so many. Looked for every
 * `polling` steps, 1 − e^(−prompts × groups × polling) of the looks find one. The first waits for others a while, as long as every group
 * has answers to write meanwhile (`writing` requests on the mean, dealt out evenly); then all are read. All groups step together, and the
 * fullest sets the pace of the attention.
 */
export function carriedBy(prompts: number, fresh: number, room: number, groups: number, holding: Holding, writing: number): Carried {
  const arrivals = prompts * groups;
  const found = -Math.expm1(-arrivals * holding.polling) / holding.polling;
  const busy = Math.min(1, writing) ** groups;
  const most = groups > 1 ? untilAllHave(prompts, groups, holding.gathering) : Math.min(holding.batching, room / (prompts * fresh));
  const window = busy * most;
  const tokens = Math.min(room, prompts * fresh * (window + 1 / found));
  // Whoever comes while the first waits, waits half as long on the mean.
  const others = arrivals * window;
  return {
    tokens,
    skew: Math.max(1, Math.min(room, fresh) / tokens),
    share: Math.min(1, (prompts * fresh) / tokens),
    held: (holding.polling - 1) / 2 + (window * (1 + others / 2)) / (1 + others),
  };
}

/**
 * Steps from the first prompt until each of the `groups` has one, or `most`: the mean of the smaller of that and the longest of
 * groups − 1 exponential times, ∫ 1 − (1 − e^(−rate·t))^(groups − 1) dt from 0 to `most`, as a sum.
 */
export function untilAllHave(rate: number, groups: number, most: number): number {
  if (rate <= 0) return most;
  const reached = -Math.expm1(-rate * most);
  let sum = 0;
  let power = 1;
  for (let group = 1; group < groups && power > 1e-12; group++) {
    power *= reached;
    sum += power / group;
  }
  return sum / rate;
}
