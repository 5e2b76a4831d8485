/** Where a figure of a training plan comes from. */

import type { Explanation } from "../../../../shared/report";
import { chipPower, chipPrice, type TrainMemory, type TrainResult, trainTotal } from "../../engine";
import {
  formatCount,
  formatFigure,
  formatInformation,
  formatMoney,
  formatOperations,
  formatPercent,
  formatPower,
  formatTime,
} from "../../language/figures";
import { findMetric } from "../../language/metrics";
import { type Explained, figure, partOf } from "./figure";
import { explainPart } from "./operator";
import { measure } from "../metrics";
import { type Filling, phrase } from "../../language/phrase";

const chapter = 13;
const memoryParts = [
  "weights",
  "gradients",
  "optimizer",
  "activations",
  "buffers",
  "reserve",
] as const satisfies readonly (keyof TrainMemory)[];

/** Every path that can be explained. */
export function explainableTraining(result: TrainResult): readonly string[] {
  return [
    ...Object.keys(measure(result)),
    ...result.step.parts.map(({ name }) => `step.${name}`),
    ...memoryParts.map((part) => `memory.${part}`),
  ];
}

/** Undefined: no such path; `explainableTraining` lists them. */
export function explainTraining(result: TrainResult, path: string): Explained | undefined {
  const [, operator] = /^step\.(.+)$/.exec(path) ?? [];
  if (operator !== undefined) {
    const known = result.step.parts.some(({ name }) => name === operator);
    return known ? explainPart(result.plan, path, result.step, operator, chapter) : undefined;
  }
  const part = memoryParts.find((each) => path === `memory.${each}`);
  if (part)
    return figure(
      path,
      result.memory[part],
      formatInformation(result.memory[part]),
      phrase`of one rank of stage ${result.fullest + 1}`,
      chapter,
    );
  const value = measure(result)[path];
  const metric = findMetric("train", path);
  if (value === undefined || !metric) return undefined;
  const text = Object.keys(metric.dimension).length === 0 ? formatPercent(value) : formatFigure(value, metric.dimension);
  return { ...figure(path, value, text, formulas[path]?.(result) ?? "", chapter), parts: partsOf(result, path) };
}

function partsOf(result: TrainResult, path: string): Explanation["parts"] {
  if (path === "step") return result.step.parts.map((each) => partOf(each.name, each.exposed, formatTime(each.exposed)));
  if (path === "memory") return memoryParts.map((each) => partOf(each, result.memory[each], formatInformation(result.memory[each])));
  return [];
}

type Formula = (result: TrainResult) => Filling;

const share =
  (flop: (result: TrainResult) => number, peak: (result: TrainResult) => number): Formula =>
  (result) =>
    phrase`${formatOperations(flop(result))} of a step / (${`${formatTime(result.step.seconds)} × ${formatOperations(peak(result))}/s`})`;

const formulas: Readonly<Record<string, Formula>> = {
  step: ({ microbatches, stages, busiest }) =>
    phrase`${formatCount(microbatches)} microbatches × ${formatTime(stages[busiest]?.steady ?? 0)} of stage ${busiest + 1}, and what shows beside them: the exposed seconds of its operators`,
  throughput: ({ tokens, step }) => phrase`${formatCount(tokens)} tokens of a step / ${formatTime(step.seconds)}`,
  mfu: share(
    ({ flop }) => flop.model,
    ({ peak }) => peak.linear,
  ),
  "mfu.full": share(
    ({ flop }) => flop.full,
    ({ peak }) => peak.linear,
  ),
  "mfu.bf16": share(
    ({ flop }) => flop.model,
    ({ peak }) => peak.bf16,
  ),
  hfu: share(
    ({ flop }) => flop.hardware,
    ({ peak }) => peak.linear,
  ),
  flops: ({ flop, step }) => phrase`${formatOperations(flop.model)} of a step / ${formatTime(step.seconds)}`,
  memory: ({ memory, fullest, capacity }) =>
    phrase`parts of a rank of stage ${fullest + 1}, ${formatInformation(trainTotal(memory))} of ${formatInformation(capacity)}`,
  bubble: ({ bubble, step }) => phrase`${formatTime(bubble)} of ${formatTime(step.seconds)}`,
  goodput: ({ plan: { failures }, goodput }) =>
    phrase`interval / (M · e^(R/M) · (e^((interval + checkpoint)/M) − 1)) with an interval of ${formatTime(goodput?.interval ?? 0)}, checkpoint ${formatTime(failures?.checkpoint ?? 0)}, M the mtbf of ${formatTime(failures?.mtbf ?? 0)} and R the restart of ${formatTime(failures?.restart ?? 0)}`,
  duration: ({ plan, tokens, step, goodput }) => {
    const steps = `${formatCount(plan.tokens ?? 0)} / ${formatCount(tokens)} × ${formatTime(step.seconds)}`;
    return goodput ? phrase`${steps} of a step / ${formatPercent(goodput.share)} goodput` : phrase`${steps} of a step`;
  },
  power: ({ plan, bubble, step }) => {
    const { machine, chips } = plan;
    const idle = machine.chip.calibration.idlePower;
    const busy = step.seconds > 0 ? 1 - bubble / step.seconds : 0;
    const used = phrase`(${formatPercent(idle)} + ${formatPercent(1 - idle)} × ${formatPercent(busy)} used)`;
    return phrase`${formatCount(chips)} chips × ${formatPower(chipPower(machine) ?? 0)} × ${used}`;
  },
  energy: (result) => `${formatPower(result.power ?? 0)} × ${lasting(result)}`,
  cost: (result) => {
    const { chips, machine } = result.plan;
    return phrase`${formatCount(chips)} chips × ${formatMoney((chipPrice(machine) ?? 0) * 3600, undefined)} an hour × ${lasting(result)}`;
  },
};

/** What energy and cost are of: the run, or a step where no tokens are given. */
function lasting({ duration, step }: TrainResult): string {
  return formatTime(duration ?? step.seconds);
}
