/**
 * A layer over microbatches that overlap. Three ways, by chip and phase (calibration.overlap):
 * communication: the communication of one microbatch hides behind the computation of the other, which may lose cores to it;
 * streams: the attention of one runs beside the experts and the communication of the other, each on its share of the cores;
 * none: one after the other.
 * Where the experts have ranks of their own, microbatches go to and fro between the two pools, whatever the chip does otherwise.
 * The HBM is shared, so its traffic bounds both together.
 */

import type { Calibration, PhaseName } from "../types";
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

/** The operators of one microbatch scheduled into the layer of all `microbatches`. The exposed seconds add up to the layer's time. */
export function schedule(
  operators: readonly Operator[],
  microbatches: number,
  phase: PhaseName,
  overlap: Calibration["overlap"],
): readonly Scheduled[] {
  if (operators.some(({ stream }) => stream === "apart")) return pingPong(operators, microbatches);
  const style = microbatches < 2 ? "none" : phase === "prefill" ? overlap.prefill : overlap.decode;
  switch (style) {
    case "none":
      return operators.map((operator) => inSeries(operator, microbatches));
    case "streams":
      return stretched(twoStreams(operators, microbatches, overlap.attentionCores));
    case "communication":
      return stretched(hiddenCommunication(operators, microbatches, phase, phase === "prefill" ? 1 - overlap.communicationCores : 1));
  }
}

/** An operator that runs `repeats` times with nothing beside it. */
export function inSeries(operator: Operator, repeats: number): Scheduled {
  return { operator, cores: 1, repeats, exposed: secondsOf(operator, 1) * repeats, hidden: 0 };
}

/**
 * Two pools and the ways between them work on different microbatches: the busiest sets the pace, unless there are too few microbatches to
 * fill the round, which then lasts as long as one of them takes (MegaScale-Infer, arXiv:2504.02263, section 4.1).
 */
function pingPong(operators: readonly Operator[], microbatches: number): Scheduled[] {
  const timed = operators.map((operator) => ({ operator, place: placeOf(operator), seconds: secondsOf(operator, 1) }));
  const busy = new Map<string, number>();
  for (const { place, seconds } of timed) busy.set(place, (busy.get(place) ?? 0) + seconds);
  const round = timed.reduce((sum, { seconds }) => sum + seconds, 0);
  const [busiest, most] = [...busy].reduce((left, right) => (right[1] > left[1] ? right : left), ["", 0]);
  const filled = most * microbatches >= round;
  return timed.map(({ operator, place, seconds }) => {
    const all = seconds * microbatches;
    const exposed = filled ? (place === busiest ? all : 0) : seconds;
    return { operator, cores: 1, repeats: microbatches, exposed, hidden: all - exposed };
  });
}

/** What an operator keeps busy: one of the pools, or one direction between them. */
function placeOf(operator: Operator): string {
  if (isCommunication(operator) && operator.stream === "expert") return operator.name;
  return operator.stream === "apart" ? "apart" : "attention";
}

/** The busier stream sets the pace; the other one hides behind it. */
function twoStreams(operators: readonly Operator[], microbatches: number, attentionCores: number): Scheduled[] {
  const timed = operators.map((operator) => {
    const cores = operator.stream === "attention" ? attentionCores : 1 - attentionCores;
    return { operator, cores, seconds: secondsOf(operator, cores) };
  });
  const total = (stream: Operator["stream"]) =>
    timed.reduce((sum, { operator, seconds }) => (operator.stream === stream ? sum + seconds : sum), 0);
  const busier = total("expert") > total("attention") ? "expert" : "attention";
  return timed.map(({ operator, cores, seconds }) => {
    const all = seconds * microbatches;
    const shows = operator.stream === busier;
    return { operator, cores, repeats: microbatches, exposed: shows ? all : 0, hidden: shows ? 0 : all };
  });
}

/**
 * Two microbatches A and B take turns. In prefill the turns are fixed: while A attends, B combines; while B attends, A's tokens are
 * dispatched; then the experts of A run beside B's dispatch, and those of B beside A's combine. In each of these four slots the longer
 * side shows. In decode the attention is cut in two to even the slots out (DeepSeek's five-stage pipeline), so that only the sums count.
 */
function hiddenCommunication(operators: readonly Operator[], microbatches: number, phase: PhaseName, cores: number): Scheduled[] {
  const turn = operators.findIndex(
    (operator, index) => operator.stream === "expert" && isCommunication(operator) && index < operators.length - 1,
  );
  const before = turn >= 0 ? turn : operators.findIndex(isCommunication);
  const timed = operators.map((operator, index) => {
    const late = phase === "prefill" && before >= 0 && index > before ? 1 : 0;
    const communicates = isCommunication(operator);
    return { operator, late, communicates, seconds: secondsOf(operator, communicates ? 1 : cores) };
  });
  const total = (communicates: boolean, late: number) =>
    timed.reduce((sum, part) => (part.communicates === communicates && part.late === late ? sum + part.seconds : sum), 0);
  const slots = phase === "prefill" ? [0, 1] : [0];
  const compute = slots.map((late) => total(false, late));
  const communication = slots.map((late) => total(true, late));
  return timed.map(({ operator, late, communicates, seconds }) => {
    const own = (communicates ? communication : compute)[late] ?? 0;
    const others = communicates ? compute : communication;
    // A tie shows as computation.
    const shows = others.filter((other) => (communicates ? own > other : own >= other)).length / slots.length;
    const all = seconds * microbatches;
    return { operator, cores: communicates ? 1 : cores, repeats: microbatches, exposed: all * shows, hidden: all * (1 - shows) };
  });
}

/** Where all HBM traffic together takes longer than the schedule, the schedule is stretched to it. */
function stretched(parts: readonly Scheduled[]): readonly Scheduled[] {
  const seconds = parts.reduce((sum, { exposed }) => sum + exposed, 0);
  const memory = parts.reduce((sum, { operator, repeats }) => sum + operator.memory * repeats, 0);
  if (memory <= seconds || seconds === 0) return parts;
  return parts.map((part) => ({ ...part, exposed: (part.exposed * memory) / seconds }));
}
