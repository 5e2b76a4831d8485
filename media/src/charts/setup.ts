/** Chart.js with no more than this page uses. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import { h } from "../dom";
import { marks } from "./marks";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip, marks);

/** A chart on a canvas of its own inside `holder`. */
export function createChart(holder: HTMLElement, config: ChartConfiguration<"bar" | "line">): Chart<"bar" | "line"> {
  const canvas = h("canvas", {}) as HTMLCanvasElement;
  holder.replaceChildren(canvas);
  return new Chart(canvas, config);
}
