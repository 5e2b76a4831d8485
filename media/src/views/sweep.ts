import type { SweepReport } from "../../../shared/report";
import { seriesOf, sweepChart } from "../charts/sweep";
import { type Child, h } from "../dom";
import { exact, whole } from "../format";
import { metricName } from "../names";
import { t } from "../language";
import type { PlanContext } from "./context";
import { figure, raw, type TableParts } from "./figure";
import { badge, legend, section, select } from "./pieces";

/** Rows of the table of a sweep; the chart shows every point. */
const mostRows = 200;

/** A metric of the reader's choice over the first axis, and all points in a table. */
export function sweepSection(sweep: SweepReport, { chart, state }: PlanContext): HTMLElement {
  const metrics = [...new Set(sweep.points.flatMap((point) => Object.keys(point.metrics)))];
  const metric = shownMetric(sweep, metrics, state.picked[`metric ${sweep.name}`]);
  const title = t("Sweep {name}", { name: sweep.name });
  if (metric === undefined) return section(title, h("p", { class: "empty" }, t("No point of this sweep could be computed.")));
  const series = seriesOf(sweep, metric);
  return section(
    title,
    h(
      "div",
      { class: "row" },
      series.length > 1 ? legend(series.map(({ label, colour }) => ({ label, colour: `${colour} line` }))) : h("span", {}),
      select(
        "pick",
        t("Metric"),
        metrics.map((name) => ({ value: name, label: metricName(name).label })),
        metric,
        `metric ${sweep.name}`,
      ),
    ),
    figure({
      key: `sweep ${sweep.name}`,
      picture: chart({
        key: `sweep ${sweep.name}`,
        title,
        ...(series.length > 1 ? { legend: series } : {}),
        label: `${metricName(metric).label} over ${sweep.axes[0]?.path ?? "the sweep"}, ${sweep.points.length} points`,
        height: 280,
        spec: sweepChart(sweep, metric),
      }),
      open: true,
      ...points(sweep, metrics),
    }),
    sweep.points.length > mostRows &&
      h("p", { class: "note" }, t("The first {count} of {all} points.", { count: mostRows, all: whole(sweep.points.length) })),
  );
}

function points(sweep: SweepReport, metrics: readonly string[]): TableParts {
  return {
    columns: [
      { label: "" },
      ...sweep.axes.map(({ path, unit }) => ({ label: unit === "" ? path : `${path}, ${unit}`, numeric: true })),
      ...metrics.map((name) => ({ label: metricName(name).label, numeric: true })),
    ],
    rows: sweep.points.slice(0, mostRows).map((point): Child[] => [
      badge(point.feasible ? "good" : "bad", point.feasible ? t("fits") : t("does not fit")),
      ...point.values.map((value) => raw(value, exact(value))),
      ...metrics.map((name) => {
        const value = point.metrics[name];
        return value === undefined ? "–" : raw(value, metricName(name).show(value));
      }),
    ]),
  };
}

/** The chosen metric; else a throughput that the sweep moves, of the phase that it varies if there is one. */
function shownMetric(sweep: SweepReport, metrics: readonly string[], chosen: string | undefined): string | undefined {
  if (chosen !== undefined && metrics.includes(chosen)) return chosen;
  const moved = metrics.filter((name) => new Set(sweep.points.map((point) => point.metrics[name])).size > 1);
  const throughputs = moved.filter((name) => name.endsWith("throughput"));
  const phase = sweep.axes[0]?.path.split(".")[0];
  return throughputs.find((name) => name === `${phase}.throughput`) ?? throughputs[0] ?? moved[0] ?? metrics[0];
}
