import type { SearchReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { exact, whole } from "../format";
import { t } from "../language";
import { metricName } from "../names";
import { figure, raw } from "./figure";
import { badge, section } from "./pieces";

/** The best plan that a search found, and the front of those that no other beats. */
export function searchSection(search: SearchReport): HTMLElement {
  const { name, goal, points } = search;
  const scope = goal.scope === undefined ? "" : ` per ${goal.scope}`;
  const fit = points.filter(({ feasible }) => feasible).length;
  const meet = points.filter(({ feasible, meets_slo: meets }) => feasible && meets).length;
  return section(
    t("Search {name}: {direction} {goal}", { name, direction: t(goal.direction), goal: `${metricName(goal.metric).label}${scope}` }),
    h(
      "p",
      { class: "note" },
      t("{all} plans: {fit} fit, {meet} of them meet the slo.", { all: whole(points.length), fit: whole(fit), meet: whole(meet) }),
    ),
    figure({
      key: `search ${name}`,
      columns: [
        { label: "" },
        ...search.axes.map(({ path, unit }) => ({ label: unit === "" ? path : `${path}, ${unit}`, numeric: true })),
        { label: metricName(search.against).label, numeric: true },
        { label: `${metricName(goal.metric).label}${scope}`, numeric: true },
      ],
      rows: front(search),
    }),
  );
}

function front({ points, goal, against, best }: SearchReport): Child[][] {
  const chosen = best === null ? undefined : points[best];
  return points
    .filter((point) => point.front || point === chosen)
    .sort((left, right) => (left.metrics[against] ?? 0) - (right.metrics[against] ?? 0))
    .map((point): Child[] => [
      point === chosen ? badge("good", t("best")) : point.meets_slo ? "" : badge("bad", t("misses the slo")),
      ...point.values.map((value) => raw(value, exact(value))),
      raw(point.metrics[against], metricName(against).show(point.metrics[against] ?? Number.NaN)),
      raw(point.goal ?? undefined, metricName(goal.metric).show(point.goal ?? Number.NaN)),
    ]);
}
