/** Where a figure of a plan comes from: its formula with the numbers in it, the parts that add up to it, and the kernels below them. */

import type { Explanation } from "../../../../shared/report";
import type { PhaseResult, ServeResult } from "../../engine";
import { formatCount, formatTime } from "../../language/figures";
import { measure } from "../metrics";
import { type Explained, figure, partOf } from "./figure";
import { explainMemory, explainMemoryPart, memoryParts } from "./memory";
import { explainOperator } from "./operator";
import { explainPlan, explainThroughput } from "./plan";
import { phrase } from "../../language/phrase";

export { calibrationOf, calibrationOfTraining } from "./sections";
export { spoken } from "./figure";
export { explainableTraining, explainTraining } from "./training";

/** Every path that can be explained. */
export function explainable(result: ServeResult): readonly string[] {
  const paths = [
    ...Object.keys(measure(result)),
    ...result.phases.flatMap(({ phase, time }) => [
      `${phase.name}.step`,
      ...time.step.parts.map((part) => `${phase.name}.${part.name}`),
      ...memoryParts.map(([part]) => `${phase.name}.memory.${part}`),
    ]),
  ];
  return [...new Set(paths)];
}

/** Undefined: no such path; `explainable` lists them. */
export function explain(result: ServeResult, path: string): Explained | undefined {
  const [name, ...rest] = path.split(".");
  const phase = result.phases.find((each) => each.phase.name === name);
  const key = rest.join(".");
  if (!phase) return explainPlan(result, path);
  if (key === "memory") return explainMemory(path, phase);
  const part = memoryParts.find(([each]) => key === `memory.${each}`);
  if (part) return explainMemoryPart(result.plan, path, phase, part);
  if (key === "step") return explainStep(path, phase);
  if (key === "throughput") return explainThroughput(result, path, phase);
  if (phase.time.step.parts.some((each) => each.name === key)) return explainOperator(result, path, phase, key);
  const value = measure(result)[path];
  if (value === undefined) return undefined;
  if (key !== "latency") return figure(path, value, formatCount(value), phrase`what the batch came to`, 8);
  const formula = phrase`steps that the prompt's batch takes, one after the other`;
  return { ...figure(path, value, formatTime(value), formula, 8), parts: stepParts(phase) };
}

function explainStep(path: string, phase: PhaseResult): Explained {
  const { seconds } = phase.time.step;
  return { ...figure(path, seconds, formatTime(seconds), phrase`the exposed seconds of its operators`, 7), parts: stepParts(phase) };
}

function stepParts({ time }: PhaseResult): Explanation["parts"] {
  return time.step.parts.map((each) => partOf(each.name, each.exposed, formatTime(each.exposed)));
}
