/** Chart.js with no more than this page uses. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from "chart.js";
import { h } from "../dom";
import { marks } from "./marks";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  marks,
);

export { Chart };

/** A chart on a canvas of its own inside `holder`. */
export function createChart(holder: HTMLElement, config: ChartConfiguration<"bar" | "line">): Chart<"bar" | "line"> {
  const canvas = h("canvas", {}) as HTMLCanvasElement;
  holder.replaceChildren(canvas);
  return new Chart(canvas, config);
}
