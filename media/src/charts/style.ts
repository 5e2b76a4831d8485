/** What all charts look like: type, grid, tooltips, translucent and hatched fills. */

import type { ChartOptions, TooltipItem, TooltipOptions } from "chart.js";
import { color } from "chart.js/helpers";
import type { Palette } from "../theme";

type Mixed = "bar" | "line";

/** Options shared by all charts. Nothing moves: an update under the cursor must not distract from the text beside it. */
export function baseOptions(palette: Palette): ChartOptions<Mixed> {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    color: palette.fg,
    font: { family: palette.font, size: 11 },
    interaction: { mode: "nearest", intersect: false },
  };
}

/** A tooltip in the theme's colours whose lines are given by `lines`. */
export function tooltip(
  palette: Palette,
  texts: { readonly title: (item: TooltipItem<Mixed>) => string; readonly lines: (item: TooltipItem<Mixed>) => string[] },
): Partial<TooltipOptions<Mixed>> {
  return {
    backgroundColor: palette.surface,
    borderColor: palette.line,
    borderWidth: 1,
    titleColor: palette.fg,
    bodyColor: palette.fg,
    padding: 10,
    cornerRadius: 4,
    displayColors: false,
    callbacks: { title: ([item]) => (item ? texts.title(item) : ""), label: texts.lines },
  } as Partial<TooltipOptions<Mixed>>;
}

/** An axis with quiet lines. */
export function axis(palette: Palette, title: string, show: (value: number) => string) {
  const font = { family: palette.font, size: 11 };
  return {
    title: { display: title !== "", text: title, color: palette.muted, font },
    ticks: { color: palette.muted, font, maxRotation: 0, autoSkipPadding: 10, callback: (value: number | string) => show(Number(value)) },
    grid: { color: palette.grid, drawTicks: false },
    border: { color: palette.line },
  };
}

/** An axis of names: every one is written, none has a line. */
export function nameAxis(palette: Palette) {
  return {
    stacked: true,
    ticks: { color: palette.fg, font: { family: palette.font, size: 11 }, autoSkip: false },
    grid: { display: false },
    border: { display: false },
  };
}

export function faded(colour: string, alpha: number): string {
  return color(colour).alpha(alpha).rgbString();
}

/** Diagonal lines in a colour: time that hides behind other work. */
export function hatchedOn(colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 6;
  tile.height = 6;
  const context = tile.getContext("2d");
  if (!context) return faded(colour, 0.3);
  context.strokeStyle = faded(colour, 0.75);
  context.lineWidth = 1.2;
  for (const shift of [-6, 0, 6]) {
    context.moveTo(shift, 6);
    context.lineTo(shift + 6, 0);
  }
  context.stroke();
  return context.createPattern(tile, "repeat") ?? faded(colour, 0.3);
}
