/** What was worked out for an instance, whatever it has to do: a search asks for the same few again and again with other batches. */

import type { Instance, Model, Precision } from "./types";

interface Kept<Value> {
  readonly model: Model;
  readonly precision: Precision;
  readonly phase: Instance;
  readonly value: Value;
}

/** Values of the instances that were asked for last. */
export class PerInstance<Value> {
  readonly #kept: Kept<Value>[] = [];

  /** The value that was kept, or else the one that is made. */
  of(model: Model, phase: Instance, precision: Precision, make: () => Value): Value {
    for (const kept of this.#kept) if (kept.model === model && kept.precision === precision && alike(kept.phase, phase)) return kept.value;
    const value = make();
    if (this.#kept.length === most) this.#kept.shift();
    this.#kept.push({ model, precision, phase, value });
    return value;
  }
}

/** Instances that are kept: a search that varies layouts, too, comes back to as many. */
const most = 16;

/** Field by field, since this is asked for every plan; a test holds that none is missing. */
export function alike(one: Instance, other: Instance): boolean {
  return (
    one.name === other.name &&
    one.tp === other.tp &&
    one.pp === other.pp &&
    one.cp === other.cp &&
    one.dp === other.dp &&
    one.ep === other.ep &&
    one.redundantExperts === other.redundantExperts &&
    one.sharedExpertRanks === other.sharedExpertRanks &&
    one.expertRanks === other.expertRanks &&
    one.microbatches === other.microbatches &&
    one.imbalance === other.imbalance &&
    one.expertSpread === other.expertSpread &&
    one.skew === other.skew &&
    one.attentionGroup === other.attentionGroup &&
    one.expertPath === other.expertPath &&
    one.allReduce === other.allReduce &&
    one.reserve === other.reserve &&
    one.chunk === other.chunk &&
    one.runtime === other.runtime &&
    one.speculation === other.speculation
  );
}
