/** From a declaration along names to a number or a measurement: `CloudMatrix384` · `hbm.capacity`, `R1` · `workload.input`. */

import type { Dimension } from "../language/dimensions";
import type { Place } from "../language/diagnostics";
import { findProperty } from "../language/schema";
import type { Metric } from "../language/metrics";
import type { Scope } from "../language/units";
import type { Cell, Draft, DraftBlock } from "./draft";
import { layoutOf, withLinks, type Layout, type Spread } from "./layout";
import { fabricsOf, isMachine, isPlan, measurement, measurementsOf, type PlanDraft } from "./plans";
import { defaultOf } from "./read";
import { totalNames, totalOf } from "./totals";
import { type Phrase, phrase, phraseOf } from "../language/phrase";

export interface FoundNumber {
  readonly type: "number";
  readonly value: number;
  readonly dimension: Dimension;
  readonly currency: string | undefined;
  /** The scope that the number carries on into an expression. */
  readonly scope: Scope | undefined;
  /** What it is spread over, when `layout` can convert it. */
  readonly basis: Spread | undefined;
  readonly layout: Layout;
}

export interface FoundMetric {
  readonly type: "metric";
  readonly plan: PlanDraft;
  readonly metric: Metric;
}

/** The names lead nowhere: which one, in what, and what would be there. */
export interface Lost {
  readonly type: "lost";
  readonly index: number;
  readonly owner: string;
  readonly plan: boolean;
  readonly unset: boolean;
  readonly candidates: readonly string[];
}

/** The names stop at something that is no number. */
export interface NoNumber {
  readonly type: "no-number";
  readonly what: Phrase;
}

/** There is a value, but an error in it has been reported. */
export interface Poisoned {
  readonly type: "poisoned";
}

export interface Walk {
  readonly end: FoundNumber | FoundMetric | Lost | NoNumber | Poisoned;
  /** Where the thing that each name means is written, as far as it is. */
  readonly targets: readonly (Place | undefined)[];
}

/** What `names` mean in `start`. */
export function walk(start: Draft, names: readonly string[]): Walk {
  const targets: (Place | undefined)[] = [];
  const to = (end: Walk["end"]): Walk => ({ end, targets });
  let draft = start;
  let block = start.block;
  /** Where the names that belong to `draft` begin. */
  let begin = 0;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? "";
    const rest = names.slice(index);
    if (block === draft.block) {
      const metric = isPlan(draft) ? measurement(draft, rest.join(".")) : undefined;
      if (metric && isPlan(draft)) return to({ type: "metric", plan: draft, metric });
      const total = totalOf(draft, rest);
      if (total) {
        targets[names.length - 1] = total.target;
        if (total.value === undefined) return to(unset(index, draft));
        const { value, dimension, currency } = total;
        return to({ type: "number", value, dimension, currency, scope: undefined, basis: "whole", layout: layoutOf(draft) });
      }
    }
    const property = block.properties.get(name);
    targets[index] = property?.place;
    const last = index === names.length - 1;
    if (property) {
      const cell = property.cell();
      if (!cell) return to({ type: "poisoned" });
      if (cell.type === "reference" && !last) {
        draft = cell.target;
        block = draft.block;
        begin = index + 1;
        continue;
      }
      if (last) return to(numberOf(cell, draft, block));
      return to({ type: "lost", index: index + 1, owner: name, plan: false, unset: false, candidates: [] });
    }
    const inner: DraftBlock | undefined = block.blocks.get(name) ?? namedIn(draft, block, name);
    if (inner) {
      targets[index] = inner.place;
      block = inner;
      continue;
    }
    const schema = findProperty(block.schema, name);
    const standard = schema && last ? defaultOf(schema) : undefined;
    if (standard) {
      return to({ type: "number", ...standard, currency: undefined, scope: undefined, basis: undefined, layout: {} });
    }
    if (schema) return to({ ...unset(index, draft), owner: ownerName(draft, block) });
    return to(isPlan(draft) ? lostInPlan(begin, draft, names.slice(begin, index)) : lost(index, draft, block));
  }
  return to({ type: "no-number", what: block === draft.block ? phrase`a ${draft.kind}` : phrase`a block` });
}

function numberOf(cell: Cell, draft: Draft, block: DraftBlock): Walk["end"] {
  if (cell.type === "numbers") {
    // The widest tier is the last one.
    const value = cell.values.at(-1);
    if (value === undefined) return { type: "no-number", what: phrase`an empty list` };
    return { type: "number", value, dimension: cell.dimension, currency: undefined, scope: undefined, basis: undefined, layout: {} };
  }
  if (cell.type !== "number")
    return { type: "no-number", what: cell.type === "reference" ? phrase`a ${cell.target.kind}` : phrase`a ${phraseOf(cell.type)}` };
  const { value, dimension, currency } = cell;
  const machine = isMachine(draft);
  const fabric = block.schema.named === true;
  return {
    type: "number",
    value,
    dimension,
    currency,
    // Of a chip or a machine the figure is the thing's own; a fabric's and a plan's figures are over chips, ranks, ….
    scope: machine && !fabric ? undefined : cell.scope,
    basis: machine ? cell.scope : undefined,
    layout: machine && cell.scope ? (fabric ? withLinks(layoutOf(draft), block) : layoutOf(draft)) : {},
  };
}

function namedIn(draft: Draft, block: DraftBlock, name: string): DraftBlock | undefined {
  return block === draft.block ? fabricsOf(draft).find((fabric) => fabric.name === name) : undefined;
}

function ownerName(draft: Draft, block: DraftBlock): string {
  return block === draft.block ? draft.name : (block.name ?? block.schema.name);
}

function unset(index: number, draft: Draft): Lost {
  return { type: "lost", index, owner: draft.name, plan: false, unset: true, candidates: [] };
}

function lost(index: number, draft: Draft, block: DraftBlock): Lost {
  const totals = block === draft.block ? machineNames(draft) : [];
  return { type: "lost", index, owner: ownerName(draft, block), plan: false, unset: false, candidates: [...membersOf(block), ...totals] };
}

/** Of a plan somebody wanted a measurement, most likely: the whole path from the plan on is what it does not have. */
function lostInPlan(index: number, plan: PlanDraft, prefix: readonly string[]): Lost {
  const candidates = [...measurementsOf(plan).map(({ name }) => name), ...membersOf(plan.block)];
  const block = prefix.length === 1 ? plan.block.blocks.get(prefix[0] ?? "") : undefined;
  if (block) candidates.push(...membersOf(block).map((member) => `${prefix[0]}.${member}`));
  return { type: "lost", index, owner: plan.name, plan: true, unset: false, candidates };
}

function membersOf(block: DraftBlock): string[] {
  return [...block.properties.keys(), ...block.blocks.keys()];
}

function machineNames(machine: Draft): string[] {
  const fabrics = fabricsOf(machine).flatMap(({ name }) => (name ? [name] : []));
  return machine.kind === "supernode" || machine.kind === "cluster" ? [...totalNames(machine), ...fabrics] : [];
}
