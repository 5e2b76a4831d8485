/**
 * A layer over microbatches that overlap. Three ways, by chip and phase (calibration.overlap):
 * communication: the communication of one microbatch hides behind the computation of the other, which may lose cores to it;
 * streams: the attention of one runs beside the experts and the communication of the other, each on its share of the cores;
 * none: one after the other.
 * Where the experts have ranks of their own, microbatches go to and fro between the two pools, whatever the chip does otherwise.
 * The HBM is shared, so its traffic bounds both together.
 */

import type { Calibration, Instance, OverlapStyle, PhaseName, Runtime } from "../types";
import { isCommunication, type Operator, secondsOf } from "./operator";

/** An operator with the cores it runs on, and how much of its time shows and hides in a layer. */
export interface Scheduled {
  readonly operator: Operator;
  readonly cores: number;
  /** Microbatches: how often it runs in a layer. */
  readonly repeats: number;
  /** Seconds of the layer that are this operator's, all microbatches together. */
  readonly exposed: number;
  readonly hidden: number;
}

/** What a phase says of its microbatches. */
export interface Microbatches extends Pick<Instance, "name" | "microbatches"> {
  readonly runtime: Pick<Runtime, "microbatchOverlap">;
}

/**
 * The operators of one microbatch scheduled into the layer of all microbatches, on chips at a share of their `pace`. The exposed seconds add
 * up to the layer's time.
 */
export function schedule(
  operators: readonly Operator[],
  { name, microbatches, runtime }: Microbatches,
  overlap: Calibration["overlap"],
  pace = 1,
): readonly Scheduled[] {
  if (operators.some(isApart)) return pingPong(operators, microbatches, pace);
  const { microbatchOverlap } = runtime;
  switch (styleOf({ name, microbatches }, overlap)) {
    case "none":
      return allInSeries(operators, microbatches, pace);
    case "streams":
      return stretched(hiding(microbatchOverlap, twoStreams(operators, microbatches, overlap.attentionCores, pace)));
    case "communication":
      return stretched(
        hiding(
          microbatchOverlap,
          hiddenCommunication(operators, microbatches, name, pace * (name === "prefill" ? 1 - overlap.communicationCores : 1)),
        ),
      );
  }
}

export function styleOf(
  { name, microbatches }: Pick<Microbatches, "name" | "microbatches">,
  overlap: Calibration["overlap"],
): OverlapStyle {
  return microbatches < 2 ? "none" : name === "prefill" ? overlap.prefill : overlap.decode;
}

/** A share of what could hide hides. */
function hiding(share: number, parts: Draft[]): Draft[] {
  if (share === 1) return parts;
  for (const part of parts) {
    part.exposed += (1 - share) * part.hidden;
    part.hidden *= share;
  }
  return parts;
}

/** Operators that run `repeats` times with nothing beside them. */
export function allInSeries(operators: readonly Operator[], repeats: number, pace = 1): Scheduled[] {
  const parts: Scheduled[] = [];
  for (const operator of operators) parts.push(inSeries(operator, repeats, pace));
  return parts;
}

/** An operator that runs `repeats` times with nothing beside it. */
export function inSeries(operator: Operator, repeats: number, pace = 1): Scheduled {
  return { operator, cores: pace, repeats, exposed: secondsOf(operator, pace) * repeats, hidden: 0 };
}

function isApart({ stream }: Operator): boolean {
  return stream === "apart";
}

/** What is still being scheduled: first all of the time shows, then what is beside it hides a part. */
type Draft = { -readonly [Key in keyof Scheduled]: Scheduled[Key] };

function showing(part: Draft, share: number): void {
  const all = part.exposed;
  part.exposed = all * share;
  part.hidden = all * (1 - share);
}

/**
 * Two pools and the ways between them work on different microbatches: the busiest sets the pace, unless there are too few microbatches to
 * fill the round, which then lasts as long as one of them takes (MegaScale-Infer, arXiv:2504.02263, section 4.1).
 */
function pingPong(operators: readonly Operator[], microbatches: number, pace: number): Scheduled[] {
  const timed = operators.map((operator) => ({ operator, place: placeOf(operator), seconds: secondsOf(operator, pace) }));
  const busy = new Map<string, number>();
  for (const { place, seconds } of timed) busy.set(place, (busy.get(place) ?? 0) + seconds);
  const round = timed.reduce((sum, { seconds }) => sum + seconds, 0);
  const [busiest, most] = [...busy].reduce((left, right) => (right[1] > left[1] ? right : left), ["", 0]);
  const filled = most * microbatches >= round;
  return timed.map(({ operator, place, seconds }) => {
    const all = seconds * microbatches;
    const exposed = filled ? (place === busiest ? all : 0) : seconds;
    return { operator, cores: pace, repeats: microbatches, exposed, hidden: all - exposed };
  });
}

/** What an operator keeps busy: one of the pools, or one direction between them. */
function placeOf(operator: Operator): string {
  if (isCommunication(operator) && operator.stream === "expert") return operator.name;
  return operator.stream === "apart" ? "apart" : "attention";
}

/** The busier stream sets the pace; the other one hides behind it. */
function twoStreams(operators: readonly Operator[], microbatches: number, attentionCores: number, pace: number): Draft[] {
  const parts: Draft[] = [];
  let attention = 0;
  let expert = 0;
  for (const operator of operators) {
    const attends = operator.stream === "attention";
    const cores = pace * (attends ? attentionCores : 1 - attentionCores);
    const seconds = secondsOf(operator, cores);
    if (attends) attention += seconds;
    else expert += seconds;
    parts.push({ operator, cores, repeats: microbatches, exposed: seconds * microbatches, hidden: 0 });
  }
  const busier = expert > attention ? "expert" : "attention";
  for (const part of parts) showing(part, part.operator.stream === busier ? 1 : 0);
  return parts;
}

/**
 * Two microbatches A and B take turns. In prefill the turns are fixed: while A attends, B combines; while B attends, A's tokens are
 * dispatched; then the experts of A run beside B's dispatch, and those of B beside A's combine. In each of these four slots the longer
 * side shows. In decode the attention is cut in two to even the slots out (DeepSeek's five-stage pipeline), so that only the sums count.
 */
function hiddenCommunication(operators: readonly Operator[], microbatches: number, phase: PhaseName, cores: number): Draft[] {
  // In prefill what is up to the dispatch, and what is after it; in decode all in one.
  const turn = phase === "prefill" ? turnOf(operators) : operators.length;
  const compute: Sides = { early: 0, late: 0 };
  const communication: Sides = { early: 0, late: 0 };
  const parts: Draft[] = [];
  for (const operator of operators) {
    const communicates = isCommunication(operator);
    const own = communicates ? 1 : cores;
    const seconds = secondsOf(operator, own);
    const side = communicates ? communication : compute;
    if (parts.length > turn) side.late += seconds;
    else side.early += seconds;
    parts.push({ operator, cores: own, repeats: microbatches, exposed: seconds * microbatches, hidden: 0 });
  }
  const slots = phase === "prefill" ? 2 : 1;
  let index = 0;
  for (const part of parts) {
    const late = index++ > turn;
    // A tie shows as computation.
    if (isCommunication(part.operator)) showing(part, shown(late ? communication.late : communication.early, compute, slots, false));
    else showing(part, shown(late ? compute.late : compute.early, communication, slots, true));
  }
  return parts;
}

/** Share of its time that one side shows beside the other's, slot by slot; `ties` tells whether it does when they are equally long. */
function shown(own: number, { early, late }: Sides, slots: number, ties: boolean): number {
  const first = own > early || (ties && own === early) ? 1 : 0;
  if (slots === 1) return first;
  return (first + (own > late || (ties && own === late) ? 1 : 0)) / slots;
}

/** Seconds before and after the turn of a layer. */
interface Sides {
  early: number;
  late: number;
}

/** Where a layer turns from attention to experts: at the dispatch, or at whatever communicates first. */
function turnOf(operators: readonly Operator[]): number {
  const last = operators.length - 1;
  const dispatch = operators.findIndex((operator, index) => operator.stream === "expert" && isCommunication(operator) && index < last);
  const turn = dispatch >= 0 ? dispatch : operators.findIndex(isCommunication);
  return turn >= 0 ? turn : operators.length;
}

/** Where all HBM traffic together takes longer than the schedule, the schedule is stretched to it. */
function stretched(parts: Draft[]): Draft[] {
  let seconds = 0;
  let memory = 0;
  for (const { exposed, operator, repeats } of parts) {
    seconds += exposed;
    memory += operator.memory * repeats;
  }
  if (memory <= seconds || seconds === 0) return parts;
  for (const part of parts) part.exposed = (part.exposed * memory) / seconds;
  return parts;
}
