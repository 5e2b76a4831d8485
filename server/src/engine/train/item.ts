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

/** What one microbatch does in a layer, on one rank. The lists grow in place: a plan has many, and they are built at every evaluation. */
export interface Pass {
  readonly forward: Item[];
  /** The backward pass: gradients of the inputs, and those of the weights, which may come later. */
  readonly input: Item[];
  readonly weight: Item[];
}

export function newPass(): Pass {
  return { forward: [], input: [], weight: [] };
}

/** Adds a collective; nothing where there is no one to talk to. */
export function collective(
  { device, plan }: Job,
  items: Item[],
  name: string,
  kind: Collective,
  group: Group,
  bytes: number,
  hide?: keyof Overlap,
): void {
  const operator = collectiveOperator(device, name, "expert", kind, group, bytes, plan.allReduce);
  if (operator) items.push({ operator, hide });
}
