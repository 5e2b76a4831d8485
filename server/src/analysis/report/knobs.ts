/** What of a plan a reader may try other values of, without touching the text. */

import type { Knob } from "../../../../shared/report";
import type { Dimension } from "../../language/dimensions";
import { none, requests, sameDimension, sequences, tokens } from "../../language/dimensions";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber } from "../../semantics/program";
import type { LoweredPhase, LoweredPlan } from "../lower/plan";
import { numberOf, targetOf } from "../lower/read";
import type { LoweredTraining } from "../lower/train";

/** Lengths and batches go through these multiples, degrees through powers of two. */
const multiples = [1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8];
const doublings = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

export function knobsOf(lowered: LoweredPlan): Knob[] {
  const workload = targetOf(lowered.declaration, "workload");
  return [
    ...written(workload, ["workload", "input"], multiples),
    ...written(workload, ["workload", "output"], multiples),
    ...lowered.phases.flatMap(phaseKnobs),
  ];
}

/** Of a training plan: what fills a step, and how it is split. */
export function trainingKnobs({ declaration, plan }: LoweredTraining): Knob[] {
  const { tp, pp, cp, dp, ep, chunks } = plan.layout;
  const plain = (key: string, value: number, steps = doublings): Knob => ({ path: key, unit: "", value, choices: choices(value, steps) });
  const has = (key: string) => declaration.values.has(key);
  return [
    ...written(declaration, ["sequence"], multiples),
    ...written(declaration, ["batch"], doublings),
    { ...plain("microbatch", plan.microbatch), unit: "sequences" },
    ...(has("chips") ? [plain("chips", plan.chips)] : []),
    plain("tp", tp),
    plain("pp", pp),
    plain("cp", cp),
    // A degree that nobody wrote follows from the others.
    ...(has("dp") ? [plain("dp", dp)] : []),
    ...(plan.model.moe ? [plain("ep", ep)] : []),
    ...(plan.schedule === "interleaved" ? [plain("chunks", chunks)] : []),
    { ...plain("zero", plan.zero), choices: [0, 1, 2, 3] },
  ];
}

function phaseKnobs({ phase, block }: LoweredPhase): Knob[] {
  const degree = (name: "instances" | "tp" | "dp" | "ep"): Knob[] => {
    const value = phase[name];
    // A degree that nobody wrote follows from the others; a lone expert group has nothing to spread.
    if (!block.values.has(name) && !(name === "tp" && value === 1)) return [];
    return [{ path: [phase.name, name].join("."), unit: "", value, choices: choices(value, doublings) }];
  };
  const batch = written(block, [phase.name, "batch"], multiples);
  return [...batch, ...(["instances", "tp", "dp", "ep"] as const).flatMap(degree)];
}

function written(block: ResolvedBlock | undefined, path: readonly string[], steps: readonly number[]): Knob[] {
  const number = numberOf(block, path.at(-1) ?? "");
  if (!number || number.value <= 0) return [];
  return [{ path: path.join("."), unit: unitOf(number), value: number.value, choices: choices(number.value, steps) }];
}

function choices(value: number, steps: readonly number[]): number[] {
  return [...new Set(steps.map((step) => Math.round(value * step)))].filter((each) => each >= 1);
}

const units: readonly (readonly [Dimension, string])[] = [
  [tokens, "tokens"],
  [requests, "requests"],
  [sequences, "sequences"],
  [none, ""],
];

function unitOf({ dimension, scope }: ResolvedNumber): string {
  const name = units.find(([known]) => sameDimension(known, dimension))?.[1] ?? "";
  return scope ? `${name} per ${scope}`.trim() : name;
}

/** Where a knob's number stands: in the plan, in a block of it, or in what it refers to. */
export interface KnobPlace {
  /** Whose text it is. */
  readonly owner: ResolvedDeclaration | undefined;
  /** The plan's own, or what the plan inherits; undefined where it belongs to what the plan refers to. */
  readonly block: ResolvedBlock | undefined;
  readonly key: string;
  readonly number: ResolvedNumber | undefined;
}

export function knobPlace(declaration: ResolvedDeclaration, path: string): KnobPlace {
  const [head = "", inner] = path.split(".");
  if (inner === undefined) return { owner: declaration, block: declaration, key: head, number: numberOf(declaration, head) };
  const block = declaration.blocks.get(head);
  const target = targetOf(declaration, head);
  return { owner: block ? declaration : target, block, key: inner, number: numberOf(block ?? target, inner) };
}

/** The number of a knob that is tried. */
export function knobNumber(declaration: ResolvedDeclaration, path: string, value: number): ResolvedNumber {
  const { number } = knobPlace(declaration, path);
  if (number) return { ...number, value };
  return { type: "number", value, dimension: none, scope: undefined, currency: undefined, place: declaration.place, unit: undefined };
}
