/** One step of a phase as it passes, for the drawing. */

import type { TimelineStage } from "../../../../shared/report";
import { type PhaseResult, stagesOf } from "../../engine";

/** Nobody sees a span shorter than this share of its stage. */
const least = 1e-4;

export function timelineOf({ phase, time }: PhaseResult): readonly TimelineStage[] {
  return stagesOf(time.step, phase.name).map(({ name, times, seconds, lanes, spans }) => ({
    name,
    times,
    seconds,
    lanes,
    spans: spans
      .filter((span) => span.seconds > seconds * least)
      .map(({ op, lane, microbatch, start, seconds: long, bound, fabric }) => ({
        op,
        lane,
        microbatch,
        start,
        seconds: long,
        bound,
        ...(fabric === undefined ? {} : { fabric }),
      })),
  }));
}
