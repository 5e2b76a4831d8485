/** Arrow keys move between the points of any chart: what its tooltip says is shown, and said to who cannot see it. */

import type { ActiveElement, Chart } from "chart.js";
import { h } from "../dom";

type Mixed = Chart<"bar" | "line">;

const along: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
const across: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Moves by a key; whether the key has a meaning here. Bars that lie down are walked from top to bottom. */
export function walk(holder: HTMLElement, chart: Mixed, key: string): boolean {
  if (key === "Escape") return leave(chart);
  const [onward, aside] = chart.options.indexAxis === "y" ? [across, along] : [along, across];
  const series = seriesOf(chart);
  const [active] = chart.getActiveElements();
  const line = Math.max(
    0,
    series.findIndex((points) => points.some((point) => active && same(point, active))),
  );
  const points = series[line] ?? [];
  const at = points.findIndex((point) => active && same(point, active));
  if (aside[key] !== undefined) {
    const next = series[(line + aside[key] + series.length) % series.length] ?? [];
    show(holder, chart, active ? nearest(next, active) : points[0]);
  } else if (onward[key] !== undefined)
    show(holder, chart, points[at < 0 ? 0 : Math.min(points.length - 1, Math.max(0, at + onward[key]))]);
  else if (key === "Home" || key === "End") show(holder, chart, points.at(key === "Home" ? 0 : -1));
  else return false;
  return true;
}

/** Takes the tooltip away; whether there was one. */
export function leave(chart: Mixed): boolean {
  if (chart.getActiveElements().length === 0) return false;
  chart.setActiveElements([]);
  chart.tooltip?.setActiveElements([], { x: 0, y: 0 });
  chart.draw();
  return true;
}

/** The points that have something to say, series by series, in their order on the axis. */
function seriesOf(chart: Mixed): ActiveElement[][] {
  const wanted = chart.options.plugins?.tooltip?.filter as ((item: { readonly datasetIndex: number }) => boolean) | undefined;
  const side = chart.options.indexAxis === "y" ? "y" : "x";
  return chart.data.datasets
    .map((_, datasetIndex) =>
      wanted?.({ datasetIndex }) === false
        ? []
        : chart
            .getDatasetMeta(datasetIndex)
            .data.map((element, index): ActiveElement => ({ datasetIndex, index, element }))
            .filter(({ element }) => Number.isFinite(element.x) && Number.isFinite(element.y))
            .sort((one, other) => one.element[side] - other.element[side]),
    )
    .filter((points) => points.length > 0);
}

function nearest(points: readonly ActiveElement[], { element }: ActiveElement): ActiveElement | undefined {
  const distance = (each: ActiveElement) => Math.hypot(each.element.x - element.x, each.element.y - element.y);
  return points.toSorted((one, other) => distance(one) - distance(other))[0];
}

function same(one: ActiveElement, other: ActiveElement): boolean {
  return one.datasetIndex === other.datasetIndex && one.index === other.index;
}

function show(holder: HTMLElement, chart: Mixed, target: ActiveElement | undefined): void {
  if (!target || !chart.tooltip) return;
  chart.setActiveElements([target]);
  chart.tooltip.setActiveElements([target], { x: target.element.x, y: target.element.y });
  chart.draw();
  const { title, body } = chart.tooltip;
  say(holder, [...title, ...body.flatMap(({ lines }) => lines)].join(", "));
}

function say(holder: HTMLElement, words: string): void {
  const standing = holder.querySelector(".aloud");
  const line = standing ?? h("p", { class: "aloud", "aria-live": "assertive" });
  // A region must stand before its words change, or nobody hears them.
  if (!standing) holder.append(line);
  line.textContent = words;
}
