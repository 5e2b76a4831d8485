/** The points of a range, counted before any is made. */

/** How many points all vary lines of a sweep or a search may give together. */
export const mostPoints = 10_000;

/** `from..to step s`, or with doubling. */
export interface Progression {
  readonly from: number;
  readonly to: number;
  readonly step: number | "doubling";
}

/** A last point that arithmetic with fractions has pushed a little beyond the end still counts. */
const slack = 1e-9;

/** How many points it has; 0 where it leads nowhere. */
export function countPoints({ from, to, step }: Progression): number {
  if (!(from <= to)) return 0;
  if (step === "doubling") return from > 0 ? Math.floor(Math.log2(to / from) + slack) + 1 : 0;
  return step > 0 ? Math.floor((to - from) / step + slack) + 1 : 0;
}

/** The points, of which there are `countPoints`. */
export function points(progression: Progression): number[] {
  const { from, to, step } = progression;
  return Array.from({ length: countPoints(progression) }, (_, index) =>
    Math.min(to, step === "doubling" ? from * 2 ** index : from + index * step),
  );
}
