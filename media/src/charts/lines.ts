/** Lines over a numeric axis: sweeps, scaling, plans against each other. */

import type { Colour, Palette } from "../theme";
import type { Mark, Name } from "./marks";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, faded, tooltip } from "./style";

export const seriesColours: readonly Colour[] = ["blue", "orange", "purple", "green", "yellow", "red", "grey"];

/** The colour of the line with this index. */
export function seriesColour(index: number): Colour {
  return seriesColours[index % seriesColours.length] ?? "blue";
}

/** Lines that have the same colour again differ in their strokes. */
export function seriesDash(index: number): number[] {
  return [[], [6, 3], [2, 3]][Math.floor(index / seriesColours.length) % 3] ?? [];
}

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** Hollow where something is wrong with it. */
  readonly good: boolean;
  /** Where the plan stands. */
  readonly current?: boolean;
  /** Said of it when it is pointed at, after its series. */
  readonly words: readonly string[];
}

export interface LineSeries {
  readonly label: string;
  readonly colour: Colour;
  readonly dash?: number[];
  /** Points that nothing joins. */
  readonly dots?: boolean;
  readonly points: readonly LinePoint[];
}

export interface LinesLook {
  readonly x: { readonly title: string; readonly show: (value: number) => string; readonly logarithmic?: boolean };
  readonly y: { readonly title: string; readonly show: (value: number) => string };
  readonly marks?: (palette: Palette) => readonly Mark[];
  readonly names?: (palette: Palette) => readonly Name[];
}

/** The chart of `series`. */
export function linesChart(series: readonly LineSeries[], { x, y, marks, names }: LinesLook): ChartSpec {
  return (palette) => ({
    type: "line",
    data: {
      datasets: series.map(({ label, colour, dash = [], dots = false, points }) => ({
        label,
        showLine: !dots,
        data: points.map((point) => ({ x: point.x, y: point.y })),
        borderColor: palette[colour],
        borderWidth: 2,
        borderDash: dash,
        cubicInterpolationMode: "monotone",
        segment: {
          borderColor: ({ p1DataIndex }: { p1DataIndex: number }) =>
            points[p1DataIndex]?.good === false ? faded(palette[colour], 0.4) : palette[colour],
        },
        pointRadius: points.map(({ current }) => (current ? 6 : dots ? 2.5 : 3.5)),
        pointHoverRadius: points.map(({ current }) => (current ? 7 : 5)),
        pointBackgroundColor: points.map(({ good }) => (good ? palette[colour] : palette.surface)),
        pointBorderColor: points.map(({ current }) => (current ? palette.fg : palette[colour])),
        pointBorderWidth: points.map(({ current }) => (current ? 2.5 : 1)),
      })),
    },
    options: {
      ...baseOptions(palette),
      scales: {
        x: {
          ...axis(palette, x.title, x.show),
          ...(x.logarithmic ? { type: "logarithmic", afterBuildTicks: pointTicks(series) } : { type: "linear", beginAtZero: true }),
        },
        y: { ...axis(palette, y.title, y.show), beginAtZero: true },
      },
      layout: { padding: { top: 16 } },
      plugins: {
        tooltip: tooltip(palette, {
          title: ({ datasetIndex }) => series[datasetIndex]?.label ?? "",
          lines: ({ datasetIndex, dataIndex }) => [...(series[datasetIndex]?.points[dataIndex]?.words ?? [])],
        }),
        marks: { font: palette.font, background: palette.bg, lines: marks?.(palette) ?? [], names: names?.(palette) ?? [] },
      },
    },
  });
}

/** Powers of two are what people choose degrees from: each point has its tick. */
function pointTicks(series: readonly LineSeries[]) {
  const wanted = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((left, right) => left - right);
  return (scale: { ticks: { value: number }[] }) => {
    scale.ticks = wanted.map((value) => ({ value }));
  };
}
