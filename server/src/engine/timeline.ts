/** A step as it passes: which kernel runs when, beside which others. The same schedule that was added up, laid out in time. */

import type { PhaseName } from "./types";
import { type Bound, boundOf, isCommunication, type Operator, secondsOf } from "./time/operator";
import type { Scheduled } from "./time/overlap";
import type { Step } from "./time/step";

/** Kernels that happen together `times` in the step: a layer of one sort, or what happens once. */
export interface Stage {
  readonly name: string;
  readonly times: number;
  /** Of one. */
  readonly seconds: number;
  /** Names of what runs side by side; one where everything takes turns. */
  readonly lanes: readonly string[];
  readonly spans: readonly Span[];
}

export interface Span {
  readonly op: string;
  /** Index of the lane. */
  readonly lane: number;
  /** From zero. */
  readonly microbatch: number;
  readonly start: number;
  readonly seconds: number;
  readonly bound: Bound;
  readonly fabric: string | undefined;
}

/** The stages of a step, in their order. The seconds of all, each so many times, add up to the step. */
export function stagesOf({ origin }: Step, phase: PhaseName, times = 1): readonly Stage[] {
  if ("steps" in origin) return origin.steps.flatMap(([step, often]) => (often > 0 ? stagesOf(step, phase, times * often) : []));
  if ("wait" in origin) {
    const { name, exposed: seconds, bound, fabric } = origin.wait;
    const spans = [{ op: name, lane: 0, microbatch: 0, start: 0, seconds, bound, fabric }];
    return [...stagesOf(origin.step, phase, times), { name, times, seconds, lanes: [""], spans }];
  }
  if ("name" in origin) return stagesOf(origin.step, phase, times).map((stage) => ({ ...stage, name: origin.name }));
  return origin.kernels
    .filter(({ scheduled }) => scheduled.length > 0)
    .map(({ scheduled, times: often }) => ({ name: nameOf(scheduled, often), times: often * times, ...laidOut(scheduled, phase) }));
}

/** A layer is told by what follows its attention; the rest goes by its longest kernel. */
function nameOf(scheduled: readonly Scheduled[], times: number): string {
  const names = new Set(scheduled.map(({ operator }) => operator.name));
  if (times > 1 && names.has("gate")) return "experts layer";
  if (times > 1 && names.has("ffn")) return "dense layer";
  return scheduled.length > 2 ? "once" : (scheduled[0]?.operator.name ?? "");
}

interface Placed extends Scheduled {
  readonly lane: string;
  /** In the second half of a layer whose halves take fixed turns. */
  readonly late: boolean;
}

function laidOut(scheduled: readonly Scheduled[], phase: PhaseName): Pick<Stage, "seconds" | "lanes" | "spans"> {
  const placed = lanesOf(scheduled, phase);
  const lanes = [...new Set(placed.map(({ lane }) => lane))];
  const seconds = scheduled.reduce((sum, { exposed }) => sum + exposed, 0);
  const spans = lanes.length < 2 ? inTurn(placed) : sideBySide(placed, lanes);
  // Where the HBM's traffic outlasts the schedule, all of it is stretched alike.
  const end = Math.max(...spans.map((span) => span.start + span.seconds));
  const stretch = end > 0 && seconds > end ? seconds / end : 1;
  return { seconds, lanes, spans: spans.map((span) => ({ ...span, start: span.start * stretch, seconds: span.seconds * stretch })) };
}

/** The lanes that time/overlap.ts had in mind, read off what it let show. */
function lanesOf(scheduled: readonly Scheduled[], phase: PhaseName): Placed[] {
  const all = (lane: (operator: Operator) => string): Placed[] =>
    scheduled.map((each) => ({ ...each, lane: lane(each.operator), late: false }));
  if (scheduled.every(({ hidden }) => hidden === 0)) return all(() => "");
  if (scheduled.some(({ operator }) => operator.stream === "apart"))
    return all((operator) =>
      isCommunication(operator) && operator.stream === "expert" ? operator.name : operator.stream === "apart" ? "experts" : "attention",
    );
  const streams = (["attention", "expert"] as const).map((stream) => scheduled.filter(({ operator }) => operator.stream === stream));
  const wholly = streams.every((each) => each.every(({ hidden }) => hidden === 0) || each.every(({ exposed }) => exposed === 0));
  if (wholly) return all(({ stream }) => (stream === "attention" ? "attention" : "experts"));
  const turn = scheduled.findIndex(
    ({ operator }, index) => operator.stream === "expert" && isCommunication(operator) && index < scheduled.length - 1,
  );
  const before = turn >= 0 ? turn : scheduled.findIndex(({ operator }) => isCommunication(operator));
  return scheduled.map((each, index) => ({
    ...each,
    lane: isCommunication(each.operator) ? "communication" : "compute",
    late: phase === "prefill" && before >= 0 && index > before,
  }));
}

/** One microbatch after the other. */
function inTurn(placed: readonly Placed[]): Span[] {
  const microbatches = Math.max(1, ...placed.map(({ repeats }) => repeats));
  return queue(Array.from({ length: microbatches }, (_, microbatch) => placed.map((each) => spanOf(each, 0, microbatch))).flat(), 0).spans;
}

/** Each lane is filled by itself; where halves take turns, a half begins when the longer side of the one before it has ended. */
function sideBySide(placed: readonly Placed[], lanes: readonly string[]): Span[] {
  const spans: Span[] = [];
  const halves = placed.some(({ late }) => late);
  const microbatches = Math.max(1, ...placed.map(({ repeats }) => repeats));
  let clock = 0;
  // Computation goes early A, early B, late A, late B; communication follows half a turn behind: late B, early A, early B, late A.
  const slots = halves ? [0, 1, 2, 3] : [0];
  for (const slot of slots) {
    let end = clock;
    for (const [lane, name] of lanes.entries()) {
      const behind = name === "communication" ? (slot + 3) % 4 : slot;
      const wanted = placed.filter((each) => each.lane === name && (!halves || each.late === behind >= 2));
      const turns = halves ? [behind % 2] : Array.from({ length: microbatches }, (_, index) => index);
      const queued = queue(
        turns.flatMap((microbatch) => wanted.map((each) => spanOf(each, lane, microbatch, halves ? microbatches / 2 : 1))),
        clock,
      );
      spans.push(...queued.spans);
      end = Math.max(end, queued.end);
    }
    clock = end;
  }
  return spans;
}

function spanOf({ operator, cores }: Placed, lane: number, microbatch: number, often = 1): Span {
  const seconds = secondsOf(operator, cores) * often;
  return { op: operator.name, lane, microbatch, start: 0, seconds, bound: boundOf(operator, cores), fabric: operator.fabric };
}

function queue(spans: readonly Span[], start: number): { readonly spans: Span[]; readonly end: number } {
  let clock = start;
  const queued = spans.map((span) => {
    const placed = { ...span, start: clock };
    clock += span.seconds;
    return placed;
  });
  return { spans: queued, end: clock };
}
