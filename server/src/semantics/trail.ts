/** Values that are computed when first asked for, and what happens when they ask for themselves. */

import { finding, type Place } from "../language/diagnostics";
import type { Report } from "./draft";

/** How many values may wait for each other, and how deep expressions may nest on the way. Far below what the stack holds. */
export const longestTrail = 100;
export const deepestEvaluation = 1000;

interface Step {
  readonly label: string;
  cyclic: boolean;
  /** How many values wait for each other in it, itself included. */
  height: number;
  /** Depth of the expressions around it. */
  depth: number;
}

/** The values that are being computed at this moment, outermost first. */
export interface Trail {
  readonly steps: Step[];
  /** Nested expressions, over all steps. */
  depth: number;
  /** The deepest nesting in one step so far. */
  nested: number;
  /** Whether a limit may have been passed unseen, because values were taken over from an earlier resolution. */
  doubtful: boolean;
}

export function newTrail(): Trail {
  return { steps: [], depth: 0, nested: 0, doubtful: false };
}

/** A value that is computed once. One that needs itself is reported at `place`, and it and all others of the circle stay undefined. */
export function lazily<Value>(
  trail: Trail,
  label: string,
  place: Place,
  report: Report,
  compute: () => Value | undefined,
): () => Value | undefined {
  const step: Step = { label, cyclic: false, height: 1, depth: 0 };
  let state: "new" | "running" | "done" = "new";
  let value: Value | undefined;
  const cell = () => {
    if (state === "done") {
      raise(trail, step.height);
      return value;
    }
    if (state === "running") {
      const circle = trail.steps.slice(trail.steps.indexOf(step));
      if (!step.cyclic)
        report(finding("let-cycle", place, { name: label, cycle: [...circle, step].map((each) => each.label).join(" → ") }));
      for (const each of circle) each.cyclic = true;
      return undefined;
    }
    if (trail.steps.length >= longestTrail) {
      report(finding("too-many-steps", place, { what: label, limit: longestTrail }));
      state = "done";
      return undefined;
    }
    state = "running";
    step.depth = trail.depth;
    trail.steps.push(step);
    value = compute();
    trail.steps.pop();
    if (step.cyclic) value = undefined;
    state = "done";
    if (step.height > 1) heights.set(cell, step.height);
    raise(trail, step.height);
    return value;
  };
  return cell;
}

const heights = new WeakMap<() => unknown, number>();

/** How many values wait for each other until `cell` is known. */
export function heightOf(cell: () => unknown): number {
  return heights.get(cell) ?? 1;
}

/** A value that is known from an earlier resolution, where it needed so many steps. */
export function settledCell<Value>(trail: Trail, value: Value | undefined, height: number): () => Value | undefined {
  const cell = () => {
    if (trail.steps.length + height > longestTrail) trail.doubtful = true;
    raise(trail, height);
    return value;
  };
  if (height > 1) heights.set(cell, height);
  return cell;
}

/** The value that is being computed waits for one of this height. */
function raise(trail: Trail, height: number): void {
  const waiting = trail.steps.at(-1);
  if (waiting) waiting.height = Math.max(waiting.height, height + 1);
}

/** Goes a level deeper into an expression. */
export function deeper(trail: Trail): void {
  trail.depth++;
  trail.nested = Math.max(trail.nested, trail.depth - (trail.steps.at(-1)?.depth ?? 0));
}
