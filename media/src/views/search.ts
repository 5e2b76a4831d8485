/** The best plan that a search found, and the front of those that no other beats: as a picture, and with the settings of each. */

import type { SearchReport } from "../../../shared/report";
import { frontChart, frontSeries, goalName } from "../charts/front";
import { type Child, h } from "../dom";
import { exact, whole } from "../format";
import { t } from "../language";
import { metricName } from "../names";
import type { PlanContext } from "./context";
import { figure, raw } from "./figure";
import { canTry } from "./knobs";
import { badge, legend, section } from "./pieces";

type Point = SearchReport["points"][number];

export function searchSection(search: SearchReport, { chart, written, editor }: PlanContext): HTMLElement {
  const { name, goal, points, against, axes } = search;
  const key = `search ${name}`;
  const title = t("Search {name}: {direction} {goal}", { name, direction: t(goal.direction), goal: goalName(search) });
  const fit = points.filter(({ feasible }) => feasible).length;
  const meet = points.filter(({ feasible, meets_slo: meets }) => feasible && meets).length;
  const series = frontSeries(search);
  const shown = front(search);
  const tries = editor && canTry(written, search);
  const columns = [
    { label: "" },
    ...axes.map(({ path, unit }) => ({ label: unit === "" ? path : `${path}, ${unit}`, numeric: true })),
    { label: metricName(against).label, numeric: true },
    { label: goalName(search), numeric: true },
    ...(tries ? [{ label: "" }] : []),
  ];
  const parts = { key, open: true, columns, rows: shown.map((point) => row(search, point, tries)) };
  const looks = series.map(({ label, colour }) => ({ label, colour }));
  return section(
    title,
    h(
      "p",
      { class: "note" },
      Object.keys(written.workload.slo).length > 0
        ? t("{all} plans: {fit} fit, {meet} of them meet the slo.", { all: whole(points.length), fit: whole(fit), meet: whole(meet) })
        : t("{all} plans: {fit} fit.", { all: whole(points.length), fit: whole(fit) }),
    ),
    shown.length > 0 && legend(looks),
    shown.length === 0
      ? figure(parts)
      : figure({
          ...parts,
          picture: chart({
            key,
            title,
            legend: looks,
            label: `${title}. ${spoken(search, shown)}`,
            height: 320,
            spec: frontChart(search, written.workload.slo),
          }),
        }),
  );
}

/** The front and the best, in the order of the picture. */
function front({ points, against, best }: SearchReport): Point[] {
  return points
    .filter((point, index) => point.front || index === best)
    .sort((left, right) => (left.metrics[against] ?? 0) - (right.metrics[against] ?? 0));
}

function spoken({ against, goal }: SearchReport, shown: readonly Point[]): string {
  const { show } = metricName(goal.metric);
  return shown
    .map((point) => `${metricName(against).show(point.metrics[against] ?? Number.NaN)}: ${show(point.goal ?? Number.NaN)}`)
    .join(", ");
}

function row({ name, points, best, against, goal }: SearchReport, point: Point, tries: boolean): Child[] {
  const index = points.indexOf(point);
  return [
    index === best ? badge("good", t("best")) : point.meets_slo ? "" : badge("bad", t("misses the slo")),
    ...point.values.map((value) => raw(value, exact(value))),
    raw(point.metrics[against], metricName(against).show(point.metrics[against] ?? Number.NaN)),
    raw(point.goal ?? undefined, metricName(goal.metric).show(point.goal ?? Number.NaN)),
    ...(tries ? [tryButton(name, index)] : []),
  ];
}

function tryButton(search: string, point: number): HTMLElement {
  return h(
    "button",
    {
      type: "button",
      class: "link act",
      "data-action": "point",
      "data-subject": search,
      "data-value": point,
      title: t("Show the plan with these values; they can then be written into the text"),
    },
    t("Try"),
  );
}
