/** A plugin that draws limits: a dashed line across the chart at a value of an axis, with its name. */

import type { Chart, ChartType, Plugin } from "chart.js";

export interface Mark {
  /** Id of the axis that the value belongs to. */
  readonly axis: string;
  readonly value: number;
  readonly label: string;
  readonly colour: string;
}

export interface MarkOptions {
  readonly lines?: readonly Mark[];
  readonly font?: string;
  /** Behind the names, so that they stay readable over lines. */
  readonly background?: string;
}

declare module "chart.js" {
  // The parameter must be named as in Chart.js for the two declarations to merge.
  // oxlint-disable-next-line no-unused-vars
  interface PluginOptionsByType<TType extends ChartType> {
    marks?: MarkOptions;
  }
}

export const marks: Plugin<"bar" | "line", MarkOptions> = {
  id: "marks",
  afterDatasetsDraw(chart, _event, options) {
    for (const mark of options.lines ?? []) draw(chart, mark, options);
  },
};

function draw(chart: Chart<"bar" | "line">, mark: Mark, { font = "sans-serif", background = "transparent" }: MarkOptions): void {
  const scale = chart.scales[mark.axis];
  if (!scale || !Number.isFinite(mark.value)) return;
  const { left, right, top, bottom } = chart.chartArea;
  const at = Math.round(scale.getPixelForValue(mark.value)) + 0.5;
  const inside = scale.isHorizontal() ? at >= left && at <= right + 1 : at >= top && at <= bottom + 1;
  if (!inside) return;
  const context = chart.ctx;
  context.save();
  context.strokeStyle = mark.colour;
  context.fillStyle = mark.colour;
  context.font = `11px ${font}`;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.beginPath();
  if (scale.isHorizontal()) {
    context.moveTo(at, top);
    context.lineTo(at, bottom);
    context.textAlign = at > (left + right) / 2 ? "right" : "left";
    context.fillText(mark.label, at, top - 5);
  } else {
    context.moveTo(left, at);
    context.lineTo(right, at);
    context.fillStyle = background;
    context.fillRect(left + 4, at - 17, context.measureText(mark.label).width + 6, 15);
    context.fillStyle = mark.colour;
    context.textAlign = "left";
    context.fillText(mark.label, left + 7, at - 6);
  }
  context.stroke();
  context.restore();
}
