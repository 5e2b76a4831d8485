/** Parts of a whole side by side, as a picture of its own. */

import { draw, type Drawing } from "../drawing";
import type { Colour, Palette } from "../theme";

export interface Share {
  readonly label: string;
  readonly colour: Colour;
  readonly value: number;
  /** The value in words. */
  readonly shown: string;
}

export const stackHeight = 22;

/** Each part as wide as its share. */
export function stackDrawing(parts: readonly Share[], width: number, palette: Palette): Drawing {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  let x = 0;
  const marks = parts
    .filter(({ value }) => value > 0)
    .map(({ label, colour, value, shown }) => {
      const start = x;
      x += (value / whole) * width;
      const size = { x: start, y: 0, width: Math.max(0.5, x - start - 1), height: stackHeight, rx: 2 };
      return draw("rect", { ...size, fill: palette[colour] }, draw("title", {}, `${label}: ${shown}`));
    });
  return draw("g", {}, marks);
}
