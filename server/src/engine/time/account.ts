/** Kernels added up to a step, and steps to a mean one: the seconds at once, where they go only for who asks. */

import { type Bound, boundOf, type Operator, type Traffic } from "./operator";
import type { Scheduled } from "./overlap";

/** An operator over the whole step. `exposed` of all parts adds up to the step. */
export interface StepPart {
  readonly name: string;
  readonly exposed: number;
  readonly hidden: number;
  readonly bound: Bound;
  readonly fabric: string | undefined;
  readonly flop: number;
  readonly bytes: number;
}

/** Where the time of a step goes. */
interface Account {
  readonly parts: readonly StepPart[];
  /** Exposed seconds by bound; fabrics by name. */
  readonly shares: ReadonlyMap<string, number>;
  readonly traffic: readonly Traffic[];
}

export interface Step extends Account {
  /** Seconds from the first operator to the last: what a request waits for. */
  readonly seconds: number;
  /** Seconds until the same instance can begin the next one; shorter than `seconds` in a full pipeline. */
  readonly interval: number;
  /** What was added up, for who follows the figures down. */
  readonly origin: Origin;
}

/** A step is kernels added up, or other steps, each so many times; or a step that waits, or goes by another name. */
export type Origin =
  | { readonly kernels: readonly Weighted[]; readonly stages: number }
  | { readonly steps: readonly (readonly [step: Step, times: number])[] }
  | { readonly step: Step; readonly wait: StepPart }
  | { readonly step: Step; readonly name: string };

export interface Weighted {
  readonly scheduled: readonly Scheduled[];
  /** Exposed seconds of all of them together, once. */
  readonly seconds: number;
  /** How often they happen in the step. */
  readonly times: number;
  /** The part of the step that they are together, but for the communication; undefined: each by its own name. */
  readonly part?: string | undefined;
}

/** The part of the step that an operator belongs to. */
export function partOf({ name, fabric }: Operator, { part }: Weighted): string {
  return part !== undefined && fabric === undefined ? part : name;
}

/** A search looks at the seconds of a step alone: its account is drawn up when somebody asks for it. Not to be spread. */
class AddedUp implements Step {
  #account: Account | undefined;

  constructor(
    readonly seconds: number,
    readonly interval: number,
    readonly origin: Origin,
  ) {}

  private get account(): Account {
    this.#account ??= accountOf(this.origin);
    return this.#account;
  }

  get parts(): readonly StepPart[] {
    return this.account.parts;
  }

  get shares(): ReadonlyMap<string, number> {
    return this.account.shares;
  }

  get traffic(): readonly Traffic[] {
    return this.account.traffic;
  }
}

/** All kernels of the layers of all `pp` stages. */
export function addedUp(kernels: readonly Weighted[], pp: number, layers: number): Step {
  let seconds = 0;
  for (const { seconds: each, times } of kernels) seconds += each * times;
  const fullestStage = Math.ceil(layers / pp) / layers;
  return new AddedUp(seconds, seconds * fullestStage, { kernels, stages: pp });
}

/** Two steps, each so many times: parts, shares and traffic are weighted alike, so that they still add up. */
export function weighted(first: Step, often: number, second: Step, times: number): Step {
  const steps = [
    [first, often],
    [second, times],
  ] as const;
  const seconds = often * first.seconds + times * second.seconds;
  const interval = often * first.interval + times * second.interval;
  return new AddedUp(seconds, interval, { steps });
}

/** All of a step under one name, but for the communication, whose fabric counts. */
export function named(name: string, step: Step): Step {
  return new AddedUp(step.seconds, step.interval, { step, name });
}

/** A decode step in a pipeline of uneven stages lasts as long as all stages at the pace of the fullest: the rest is waiting. */
export function atPaceOfFullest(step: Step, pp: number): Step {
  return lastingAtLeast(step, step.interval * pp, "pipeline_wait", "whole");
}

/** The step, with a part for what it waits until `seconds` have passed: as a whole, or in each stage, so that the next one begins later. */
export function lastingAtLeast(step: Step, seconds: number, name: string, where: "whole" | "each"): Step {
  const wait = seconds - step.seconds;
  if (wait <= step.seconds * 1e-12) return step;
  const interval = where === "each" ? (step.interval * seconds) / step.seconds : step.interval;
  const part: StepPart = { name, exposed: wait, hidden: 0, bound: "overhead", fabric: undefined, flop: 0, bytes: 0 };
  return new AddedUp(seconds, interval, { step, wait: part });
}

function accountOf(origin: Origin): Account {
  if ("kernels" in origin) return accountOfKernels(origin.kernels, origin.stages);
  if ("steps" in origin) return accountOfSteps(origin.steps);
  const { parts, shares, traffic } = origin.step;
  if ("name" in origin)
    return { parts: parts.map((part) => (part.fabric === undefined ? { ...part, name: origin.name } : part)), shares, traffic };
  const { wait } = origin;
  return { parts: [...parts, wait], shares: new Map(shares).set(wait.bound, (shares.get(wait.bound) ?? 0) + wait.exposed), traffic };
}

type Row = { -readonly [Key in keyof StepPart]: StepPart[Key] };

/** Adds up operators of one name; work and traffic are those of one rank, which has its stage's share of the layers. */
function accountOfKernels(kernels: readonly Weighted[], pp: number): Account {
  const ledger = newLedger();
  for (const group of kernels) for (const kernel of group.scheduled) count(ledger, kernel, group, pp);
  return closed(ledger);
}

function count(ledger: Ledger, { operator, cores, repeats, ...shown }: Scheduled, group: Weighted, pp: number): void {
  const exposed = shown.exposed * group.times;
  const hidden = shown.hidden * group.times;
  const bound = boundOf(operator, cores);
  const runs = (repeats * group.times) / pp;
  const name = partOf(operator, group);
  const { fabric } = operator;
  enter(ledger, { name, exposed, hidden, bound, fabric, flop: operator.flop * runs, bytes: operator.bytes * runs }, "overhead");
  const resource = bound === "fabric" ? (operator.fabric ?? "fabric") : bound;
  ledger.shares.set(resource, (ledger.shares.get(resource) ?? 0) + exposed);
  for (const load of operator.traffic) carry(ledger, load, runs);
}

function accountOfSteps(steps: readonly (readonly [step: Step, times: number])[]): Account {
  const ledger = newLedger();
  for (const [step, weight] of steps) {
    for (const part of step.parts) {
      const { exposed, hidden, flop, bytes } = part;
      enter(
        ledger,
        { ...part, exposed: weight * exposed, hidden: weight * hidden, flop: weight * flop, bytes: weight * bytes },
        part.bound,
      );
    }
    for (const [resource, seconds] of step.shares) ledger.shares.set(resource, (ledger.shares.get(resource) ?? 0) + weight * seconds);
    for (const load of step.traffic) carry(ledger, load, weight);
  }
  return closed(ledger);
}

interface Ledger {
  readonly rows: Map<string, Row>;
  readonly shares: Map<string, number>;
  readonly traffic: { fabric: string; tier: number; bytes: number }[];
  /** Seconds of the longest entry of each row, whose bound and fabric are the row's. */
  readonly longest: Map<Row, number>;
}

function newLedger(): Ledger {
  return { rows: new Map(), shares: new Map(), traffic: [], longest: new Map() };
}

function closed({ rows, shares, traffic }: Ledger): Account {
  return { parts: [...rows.values()], shares, traffic };
}

/** `idle` is the bound of a row whose entries all take no time. */
function enter({ rows, longest }: Ledger, part: StepPart, idle: Bound): void {
  const row = rows.get(part.name) ?? { ...part, exposed: 0, hidden: 0, flop: 0, bytes: 0, bound: idle };
  rows.set(part.name, row);
  row.exposed += part.exposed;
  row.hidden += part.hidden;
  row.flop += part.flop;
  row.bytes += part.bytes;
  const seconds = part.exposed + part.hidden;
  if (seconds <= (longest.get(row) ?? 0)) return;
  longest.set(row, seconds);
  row.bound = part.bound;
  row.fabric = part.fabric;
}

function carry({ traffic }: Ledger, { fabric, tier, bytes }: Traffic, times: number): void {
  const known = traffic.find((load) => load.fabric === fabric && load.tier === tier);
  if (known) known.bytes += times * bytes;
  else traffic.push({ fabric, tier, bytes: times * bytes });
}
