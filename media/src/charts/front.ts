import type { PlanReport, SearchReport } from "../../../shared/report";
import { exact, number, text, time } from "../format";
import { t } from "../language";
import { metricName } from "../names";
import { type LineSeries, linesChart } from "./lines";
import type { ChartSpec } from "./registry";

type Point = SearchReport["points"][number];

/** What a point of a search varies: `decode.batch = 96, decode.ep = 64`. */
export function settingsOf({ axes }: SearchReport, { values }: Point): string {
  return axes.map(({ path, unit }, index) => `${path} = ${exact(values[index] ?? Number.NaN)}${unit === "" ? "" : ` ${unit}`}`).join(", ");
}

/** The goal with its scope: `Throughput per chip`. */
export function goalName({ goal }: SearchReport): string {
  return `${metricName(goal.metric).label}${goal.scope === undefined ? "" : ` ${t(`per ${goal.scope}`)}`}`;
}

/** The plans that fit: those that no other beats on a line, the others as dots below it. */
export function frontSeries(search: SearchReport): LineSeries[] {
  const { points, best, against, goal } = search;
  const chosen = best === null ? undefined : points[best];
  const of = (wanted: (point: Point) => boolean): LineSeries["points"] =>
    points
      .filter((point) => point.feasible && point.goal !== null && point.metrics[against] !== undefined && wanted(point))
      .sort((one, other) => (one.metrics[against] ?? 0) - (other.metrics[against] ?? 0))
      .map((point) => ({
        x: point.metrics[against] ?? Number.NaN,
        y: point.goal ?? Number.NaN,
        good: point.meets_slo,
        current: point === chosen,
        words: [
          settingsOf(search, point),
          `${goalName(search)}: ${metricName(goal.metric).show(point.goal ?? Number.NaN)}`,
          `${metricName(against).label}: ${metricName(against).show(point.metrics[against] ?? Number.NaN)}`,
          ...(point === chosen ? [t("best")] : []),
          ...(point.meets_slo ? [] : [t("misses the slo")]),
        ],
      }));
  const beaten = of(({ front }) => !front);
  return [
    { label: t("Front: no other plan is better in both"), colour: "blue", points: of(({ front }) => front) },
    ...(beaten.length > 0 ? [{ label: t("Other plans that fit"), colour: "grey", dots: true, points: beaten } as const] : []),
  ];
}

/** The front, with the best point, the plan as it is written, and the slo. */
export function frontChart(search: SearchReport, slo: PlanReport["workload"]["slo"]): ChartSpec {
  const { goal, against, points, best, written } = search;
  const [across, up] = [metricName(against), metricName(goal.metric)];
  const limit = against === "tpot" || against === "ttft" ? slo[against] : undefined;
  const chosen = best === null ? undefined : points[best];
  // The front rises where the goal is large, and falls where it is small: the name stands off it.
  const away = goal.direction === "minimize" ? { end: "right" as const } : {};
  return linesChart(frontSeries(search), {
    x: { title: across.label, show: across.show },
    y: up.unit === undefined ? { title: goalName(search), show: up.show } : { title: `${goalName(search)}, ${up.unit}`, show: number },
    marks: ({ fg, red }) => [
      ...(limit === undefined ? [] : [{ axis: "x", value: limit, label: `SLO ${text(time(limit))}`, colour: red }]),
      ...(written === null ? [] : [{ axis: "y", value: written, label: t("as it is written"), colour: fg, ...away }]),
    ],
    names: ({ fg }) =>
      chosen?.goal == null ? [] : [{ x: chosen.metrics[against] ?? Number.NaN, y: chosen.goal, label: t("best"), colour: fg }],
  });
}
