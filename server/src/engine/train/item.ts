/** An operator of a training pass, and what may hide it. */

import { collectiveOperator, type Collective } from "../time/collective";
import type { Group } from "../time/group";
import type { Operator } from "../time/operator";
import type { Overlap } from "../types";
import type { Job } from "./setting";

export interface Item {
  readonly operator: Operator;
  /** The share of it that runs beside computation is that of this word; undefined: nothing does. */
  readonly hide: keyof Overlap | undefined;
}

export function shown(operator: Operator): Item {
  return { operator, hide: undefined };
}

/** A collective of a pass; nothing where there is no one to talk to. */
export function collective(job: Job, name: string, kind: Collective, group: Group, bytes: number, hide?: keyof Overlap): Item[] {
  const operator = collectiveOperator(job.device, name, "expert", kind, group, bytes, job.plan.allReduce);
  return operator ? [{ operator, hide }] : [];
}

/** What one microbatch does in a layer, on one rank. */
export interface Pass {
  readonly forward: readonly Item[];
  /** The backward pass: gradients of the inputs, and those of the weights, which may come later. */
  readonly input: readonly Item[];
  readonly weight: readonly Item[];
}

export const nothing: Pass = { forward: [], input: [], weight: [] };

export function together(...passes: readonly Pass[]): Pass {
  const all = { forward: [] as Item[], input: [] as Item[], weight: [] as Item[] };
  for (const { forward, input, weight } of passes) {
    for (const item of forward) all.forward.push(item);
    for (const item of input) all.input.push(item);
    for (const item of weight) all.weight.push(item);
  }
  return all;
}
