/**
 * A run of so many requests, from the first prompt to the last answer: its pool is full neither at the beginning nor at the end. Benchmarks
 * and batch jobs are such runs. See docs/engine.md, section 8.
 */

/** A pool that such a run goes through. */
export interface Pool {
  /** Requests of the run, and most of them that write at a time. */
  readonly requests: number;
  readonly most: number;
  /** Steps of an answer. */
  readonly steps: number;
  /** Seconds of a step that writes the answers of so many requests. */
  readonly plain: (writing: number) => number;
  /** Prompts that can be read in the time of a step, beside so many answers. */
  readonly room: (writing: number) => number;
  /** Seconds that reading so many prompts takes beside the steps of the answers. */
  readonly reading: (prompts: number, writing: number) => number;
}

/** The run is followed in as many stretches of an answer: what begins in one ends as many stretches later. */
const stretches = 32;
/** Beginning and end of a run with more rounds than these are less than a thousandth of it. */
const longest = 1000;

/** Seconds of the whole run; undefined where it is so long that its ends do not count. */
export function runSeconds({ requests, most, steps, plain, room, reading }: Pool): number | undefined {
  if (!(most > 0) || requests > longest * most) return undefined;
  const stretch = steps / stretches;
  const begun: number[] = [];
  let seconds = 0;
  let writing = 0;
  // What begins and what ends in a stretch is there for half of it on the mean.
  for (let left = requests; left > 0; ) {
    const ends = begun[begun.length - stretches] ?? 0;
    writing -= ends;
    // However full the steps are, a few prompts come in: a run ends.
    const begins = Math.min(left, Math.max(0, most - writing), Math.max(room(writing) * stretch, requests / 1e4));
    const present = writing + (begins + ends) / 2;
    seconds += reading(begins, present) + stretch * plain(present);
    begun.push(begins);
    writing += begins;
    left -= begins;
  }
  for (let index = begun.length - stretches; index < begun.length; index++) {
    const ends = begun[index] ?? 0;
    writing -= ends;
    seconds += (index === begun.length - 1 ? stretch / 2 : stretch) * plain(writing + ends / 2);
  }
  return seconds;
}

/** The function between its values at `points`, which rise, in straight lines; beyond them as between the nearest two. */
export function straightBetween(points: readonly number[], value: (point: number) => number): (at: number) => number {
  const values = points.map(value);
  return (at) => {
    const found = points.findIndex((point) => point >= at);
    const upper = Math.max(1, found < 0 ? points.length - 1 : found);
    const [from = 0, to = 0] = [points[upper - 1], points[upper]];
    const [first = 0, second = first] = [values[upper - 1], values[upper]];
    return to === from ? second : first + ((second - first) * (at - from)) / (to - from);
  };
}
