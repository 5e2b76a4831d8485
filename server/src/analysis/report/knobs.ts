/** What of a plan a reader may try other values of, without touching the text. */

import type { Knob } from "../../../../shared/report";
import type { Dimension } from "../../language/dimensions";
import { none, requests, sameDimension, tokens } from "../../language/dimensions";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber } from "../../semantics/program";
import type { LoweredPhase, LoweredPlan } from "../lower/plan";
import { numberOf, targetOf } from "../lower/read";

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
  [none, ""],
];

function unitOf({ dimension, scope }: ResolvedNumber): string {
  const name = units.find(([known]) => sameDimension(known, dimension))?.[1] ?? "";
  return scope ? `${name} per ${scope}`.trim() : name;
}

/** The number that stands at a path, or would: for a knob that is tried. */
export function knobNumber(declaration: ResolvedDeclaration, path: readonly string[], value: number): ResolvedNumber {
  const [head = "", key = ""] = path;
  const block = declaration.blocks.get(head) ?? targetOf(declaration, head);
  const standing = numberOf(block, key);
  const place = standing?.place ?? declaration.place;
  return standing
    ? { ...standing, value }
    : { type: "number", value, dimension: none, scope: undefined, currency: undefined, place, unit: undefined };
}
