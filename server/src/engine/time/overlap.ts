/**
 * A layer over microbatches that overlap. Three ways, by chip and phase (calibration.overlap):
 * communication: the communication of one microbatch hides behind the computation of the other, which may lose cores to it;
 * streams: the attention of one runs beside the experts and the communication of the other, each on its share of the cores;
 * none: one after the other.
 * The layer takes as long as the busier side; the HBM is shared, so its traffic bounds both together.
 */

import type { Calibration, PhaseName } from "../types";
import { isCommunication, type Operator, secondsOf } from "./operator";

/** An operator with the cores it runs on, and how often its time shows and hides in a layer. */
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
): Scheduled[] {
  const style = microbatches < 2 ? "none" : phase === "prefill" ? overlap.prefill : overlap.decode;
  if (style === "none") return operators.map((operator) => inSeries(operator, microbatches));
  const sideOf = style === "communication" ? isCommunication : (operator: Operator) => operator.stream === "expert";
  const coresOf = coresFor(style, phase, overlap);
  const times = [0, 0];
  let memory = 0;
  const timed = operators.map((operator) => {
    const side = sideOf(operator) ? 1 : 0;
    const cores = coresOf(side);
    const seconds = secondsOf(operator, cores);
    times[side] = (times[side] ?? 0) + seconds;
    memory += operator.memory;
    return { operator, cores, side, seconds };
  });
  const busier = (times[1] ?? 0) > (times[0] ?? 0) ? 1 : 0;
  const busiest = times[busier] ?? 0;
  const stretch = busiest > 0 ? Math.max(1, memory / busiest) : 1;
  return timed.map(({ operator, cores, side, seconds }) => {
    const all = seconds * microbatches;
    return side === busier
      ? { operator, cores, repeats: microbatches, exposed: all * stretch, hidden: 0 }
      : { operator, cores, repeats: microbatches, exposed: 0, hidden: all };
  });
}

/** An operator that runs `repeats` times with nothing beside it. */
export function inSeries(operator: Operator, repeats: number): Scheduled {
  return { operator, cores: 1, repeats, exposed: secondsOf(operator, 1) * repeats, hidden: 0 };
}

/** Share of the cores of each side: 0 is computation or the attention stream, 1 communication or the expert stream. */
function coresFor(style: "communication" | "streams", phase: PhaseName, overlap: Calibration["overlap"]): (side: 0 | 1) => number {
  if (style === "streams") return (side) => (side === 0 ? overlap.attentionCores : 1 - overlap.attentionCores);
  const kept = phase === "prefill" ? 1 - overlap.communicationCores : 1;
  return () => kept;
}
