/** Values that are computed when first asked for, and what happens when they ask for themselves. */

import { finding, type Place } from "../language/diagnostics";
import type { Report } from "./draft";

/** How many values may wait for each other, and how deep expressions may nest on the way. Far below what the stack holds. */
export const longestTrail = 100;
export const deepestEvaluation = 1000;

interface Step {
  readonly label: string;
  cyclic: boolean;
}

/** The values that are being computed at this moment, outermost first. */
export interface Trail {
  readonly steps: Step[];
  /** Nested expressions, over all steps. */
  depth: number;
}

export function newTrail(): Trail {
  return { steps: [], depth: 0 };
}

/** A value that is computed once. One that needs itself is reported at `place`, and it and all others of the circle stay undefined. */
export function lazily<Value>(
  trail: Trail,
  label: string,
  place: Place,
  report: Report,
  compute: () => Value | undefined,
): () => Value | undefined {
  const step: Step = { label, cyclic: false };
  let state: "new" | "running" | "done" = "new";
  let value: Value | undefined;
  return () => {
    if (state === "done") return value;
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
    trail.steps.push(step);
    value = compute();
    trail.steps.pop();
    if (step.cyclic) value = undefined;
    state = "done";
    return value;
  };
}
