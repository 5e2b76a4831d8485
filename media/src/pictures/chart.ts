/** A chart as SVG, drawn by Chart.js itself on a context that writes. */

import { BasicPlatform } from "chart.js";
import type { ChartSpec } from "../charts/registry";
import { Chart } from "../charts/setup";
import type { Drawing } from "../drawing";
import type { Palette } from "../theme";
import { type Hatch, SvgContext } from "./context";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The picture of a chart. `id` must be unique in the document that it goes into. */
export function chartDrawing(spec: ChartSpec, palette: Palette, { width, height }: Size, id: string): Drawing {
  const context = new SvgContext(width, height, id);
  const config = spec({ ...palette, hatched: (colour) => ({ hatch: colour }) satisfies Hatch as unknown as CanvasPattern });
  const chart = new Chart(context.canvas as unknown as HTMLCanvasElement, {
    ...config,
    options: { ...config.options, responsive: false, animation: false, devicePixelRatio: 1 },
    platform: BasicPlatform,
  });
  const drawing = context.drawing();
  chart.destroy();
  return drawing;
}
