import type { SweepReport } from "../../../shared/report";
import { exact, number } from "../format";
import { metricName } from "../names";
import type { Colour } from "../theme";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, tooltip } from "./style";

export const seriesColours: readonly Colour[] = ["blue", "orange", "purple", "green", "yellow", "red", "grey"];

type Point = SweepReport["points"][number];

/** The points of one line: those that differ in the first axis only. */
export interface Series {
  readonly label: string;
  readonly colour: Colour;
  readonly points: readonly Point[];
}

/** The lines of a sweep: one for each combination of all axes but the first. */
export function seriesOf(sweep: SweepReport): Series[] {
  const groups = new Map<string, Point[]>();
  for (const point of sweep.points) {
    const label = sweep.axes.slice(1).map((each, index) => `${each.path} = ${exact(point.values[index + 1] ?? Number.NaN)}`);
    const key = label.join(", ");
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups].map(([label, points], index) => ({
    label,
    points,
    colour: seriesColours[index % seriesColours.length] ?? "blue",
  }));
}

/** A metric over the first axis of a sweep; infeasible points are hollow. */
export function sweepChart(sweep: SweepReport, metric: string): ChartSpec {
  const series = seriesOf(sweep);
  const { label, unit, show } = metricName(metric);
  const first = sweep.axes[0];
  const title = first ? `${first.path}${first.unit === "" ? "" : ` (${first.unit})`}` : "";
  return (palette) => ({
    type: "line",
    data: {
      datasets: series.map((each) => ({
        label: each.label,
        data: each.points.map((point) => ({ x: point.values[0] ?? 0, y: point.metrics[metric] ?? Number.NaN })),
        borderColor: palette[each.colour],
        borderWidth: 2,
        pointRadius: 3.5,
        pointBackgroundColor: each.points.map((point) => (point.feasible ? palette[each.colour] : palette.surface)),
        pointBorderColor: palette[each.colour],
      })),
    },
    options: {
      ...baseOptions(palette),
      scales: {
        x: { ...axis(palette, title, exact), type: "linear" },
        y: { ...axis(palette, unit === undefined ? label : `${label}, ${unit}`, unit === undefined ? show : number), beginAtZero: true },
      },
      plugins: {
        tooltip: tooltip(palette, {
          title: ({ parsed }) => `${title} = ${exact(parsed.x ?? 0)}`,
          lines: ({ parsed, datasetIndex, dataIndex }) => [
            ...[series[datasetIndex]?.label ?? ""].filter(Boolean),
            `${label}: ${show(parsed.y ?? Number.NaN)}`,
            ...(series[datasetIndex]?.points[dataIndex]?.feasible === false ? ["not feasible"] : []),
          ],
        }),
      },
    },
  });
}
