/** Smallest value of a function of whole numbers. */

export interface Range {
  readonly start: number;
  readonly most: number;
}

/**
 * From the starts, goes up and down along each coordinate and along each two of them (one may make up for another) in steps of 16, 4 and
 * 1, for as long as that lessens the loss, until no step of any does. The same input always gives the same output.
 */
export function descend(ranges: readonly Range[], loss: (point: readonly number[]) => number): readonly number[] {
  let point = ranges.map(({ start }) => start);
  let least = loss(point);
  const directions = directionsOf(ranges.length);
  for (const step of [16, 4, 1]) {
    for (let moved = true; moved; ) {
      moved = false;
      for (const direction of directions) {
        for (;;) {
          const next = point.map((value, index) => value + step * (direction[index] ?? 0));
          if (next.some((value, index) => value < 0 || value > (ranges[index]?.most ?? 0))) break;
          const amount = loss(next);
          if (amount >= least - 1e-9) break;
          point = next;
          least = amount;
          moved = true;
        }
      }
    }
  }
  return point;
}

function directionsOf(dimensions: number): readonly (readonly number[])[] {
  const along = (first: number, sign: number, second: number, other: number) =>
    Array.from({ length: dimensions }, (_, index) => (index === first ? sign : index === second ? other : 0));
  const directions: number[][] = [];
  for (let first = 0; first < dimensions; first++) {
    for (const sign of [1, -1]) {
      directions.push(along(first, sign, -1, 0));
      for (let second = first + 1; second < dimensions; second++)
        directions.push(along(first, sign, second, 1), along(first, sign, second, -1));
    }
  }
  return directions;
}
