/** What of a time axis is seen: from one share of the whole to another. */

import type { TimeSpan } from "../../../shared/report";

export const wholeSpan: TimeSpan = { from: 0, to: 1 };

/** The nearest that one comes: a five-hundredth of the whole. */
const least = 0.002;

/** A span inside the whole, no shorter than can be told apart. */
export function withinWhole({ from, to }: TimeSpan): TimeSpan {
  const long = Math.min(1, Math.max(least, to - from));
  const start = Math.min(1 - long, Math.max(0, from));
  return { from: start, to: start + long };
}

/** `factor` times nearer; what stands at `share` of what is seen stays there. */
export function zoomed({ from, to }: TimeSpan, factor: number, share = 0.5): TimeSpan {
  const fixed = from + share * (to - from);
  const long = Math.min(1, Math.max(least, (to - from) / factor));
  return withinWhole({ from: fixed - share * long, to: fixed - share * long + long });
}

/** Moved by a share of what is seen. */
export function moved({ from, to }: TimeSpan, share: number): TimeSpan {
  const way = share * (to - from);
  return withinWhole({ from: from + way, to: to + way });
}

export interface TimeAxis {
  readonly left: number;
  readonly right: number;
  readonly at: (seconds: number) => number;
  /** What of a piece of time is seen, in pixels; undefined where nothing is. */
  readonly seen: (start: number, end: number) => { readonly x: number; readonly width: number } | undefined;
  /** Five to ten round times that are seen. */
  readonly ticks: readonly number[];
}

/** The axis of `seconds`, of which `span` lies between two pixels. */
export function timeAxis(seconds: number, { left, right }: Pick<TimeAxis, "left" | "right">, { from, to }: TimeSpan): TimeAxis {
  const at = (time: number) => left + ((time / seconds - from) / (to - from)) * (right - left);
  return {
    left,
    right,
    at,
    seen(start, end) {
      const x = Math.max(left, at(start));
      const width = Math.min(right, at(end)) - x;
      return width > 0 ? { x, width } : undefined;
    },
    ticks: ticks(seconds * from, seconds * to),
  };
}

function ticks(first: number, last: number): number[] {
  const rough = (last - first) / 6;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * magnitude).find((each) => each >= rough) ?? rough;
  const start = Math.ceil(first / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(last / step + 1e-9) - start + 1) }, (_, index) => (start + index) * step);
}
