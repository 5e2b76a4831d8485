/** Pictures as files: every one that the page shows, by the code that shows it. */

import type { ChartPlace } from "../charts/registry";
import { type Drawing, draw, type Sketch, svgFile } from "../drawing";
import type { Palette } from "../theme";
import { chartDrawing } from "./chart";

/** A picture of our own, drawn. */
export interface DrawnPlace extends Pick<ChartPlace, "key" | "label" | "title" | "legend"> {
  readonly width: number;
  readonly height: number;
  readonly drawing: Drawing;
}

export type Place = ChartPlace | DrawnPlace;

/** The pictures that one page holds, by their keys. */
export type PictureList = Map<string, Place>;

const margin = 16;
const line = 22;

/** A picture as an SVG file, under its title and legend. A chart is as wide as asked. */
export function svgOf(place: Place, palette: Palette, width: number): string {
  const { title = place.key, legend = [] } = place;
  const size = { width: "spec" in place ? width : place.width, height: place.height };
  const drawing = "spec" in place ? chartDrawing(place.spec, palette, size, place.key.replace(/[^a-z0-9]+/gi, "-")) : place.drawing;
  const top = margin + line * (legend.length > 0 ? 2 : 1);
  return svgFile(
    draw(
      "g",
      {},
      draw("text", { x: margin, y: margin + 13, fill: palette.fg, "font-size": 14, "font-weight": 600 }, title),
      legendDrawing(legend, palette),
      draw("g", { transform: `translate(${margin} ${top})` }, drawing),
    ),
    {
      width: size.width + 2 * margin,
      height: size.height + top + margin,
      background: palette.bg,
      font: palette.font,
      title: `${title}: ${place.label}`,
    },
  );
}

function legendDrawing(items: NonNullable<Place["legend"]>, palette: Palette): Sketch {
  let x = margin;
  return items.map(({ label, colour }) => {
    const start = x;
    x += 16 + label.length * 6.6 + 18;
    return [
      draw("rect", { x: start, y: margin + line, width: 10, height: 10, rx: 2, fill: palette[colour] }),
      draw("text", { x: start + 15, y: margin + line + 9, fill: palette.fg, "font-size": 11 }, label),
    ];
  });
}
