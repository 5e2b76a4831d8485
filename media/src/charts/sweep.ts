import type { SweepReport } from "../../../shared/report";
import { exact, number } from "../format";
import { t } from "../language";
import { metricName } from "../names";
import { type LineSeries, linesChart, seriesColour, seriesDash } from "./lines";
import type { ChartSpec } from "./registry";

type Point = SweepReport["points"][number];

/** The lines of a sweep: one for each combination of all axes but the first. */
export function seriesOf(sweep: SweepReport, metric: string): LineSeries[] {
  const groups = new Map<string, Point[]>();
  for (const point of sweep.points) {
    const label = sweep.axes.slice(1).map((each, index) => `${each.path} = ${exact(point.values[index + 1] ?? Number.NaN)}`);
    const key = label.join(", ");
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  const { label: name, show } = metricName(metric);
  const title = axisTitle(sweep);
  return [...groups].map(([label, points], index) => ({
    label,
    colour: seriesColour(index),
    dash: seriesDash(index),
    points: points.map(({ values, metrics, feasible }) => ({
      x: values[0] ?? 0,
      y: metrics[metric] ?? Number.NaN,
      good: feasible,
      words: [
        `${title} = ${exact(values[0] ?? 0)}`,
        `${name}: ${show(metrics[metric] ?? Number.NaN)}`,
        ...(feasible ? [] : [t("does not fit")]),
      ],
    })),
  }));
}

function axisTitle({ axes: [first] }: SweepReport): string {
  return first ? `${first.path}${first.unit === "" ? "" : ` (${first.unit})`}` : "";
}

/** A metric over the first axis of a sweep; infeasible points are hollow. */
export function sweepChart(sweep: SweepReport, metric: string): ChartSpec {
  const { label, unit, show } = metricName(metric);
  return linesChart(seriesOf(sweep, metric), {
    x: { title: axisTitle(sweep), show: exact },
    y: { title: unit === undefined ? label : `${label}, ${unit}`, show: unit === undefined ? show : number },
  });
}
