/** A plugin that draws limits: a dashed line across the chart at a value of an axis, with its name. */

import type { Chart, ChartType, Plugin } from "chart.js";

export interface Mark {
  /** Id of the axis that the value belongs to. */
  readonly axis: string;
  readonly value: number;
  readonly label: string;
  readonly colour: string;
  /** Where the name of a line across stands; at the left where nothing is said. */
  readonly end?: "right";
  /** The name alone, where a line of the chart itself is the limit. */
  readonly bare?: boolean;
}

/** A word beside a point. */
export interface Name {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly colour: string;
  /** Pixels from the middle of the point; ten where it is small. */
  readonly away?: number;
}

export interface MarkOptions {
  readonly lines?: readonly Mark[];
  readonly names?: readonly Name[];
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
    const taken: Box[] = [];
    for (const mark of options.lines ?? []) draw(chart, mark, options, taken);
    for (const name of options.names ?? []) write(chart, name, options, taken);
  },
};

function draw(
  chart: Chart<"bar" | "line">,
  mark: Mark,
  { font = "sans-serif", background = "transparent" }: MarkOptions,
  taken: Box[],
): void {
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
  if (mark.bare) {
    context.textAlign = "right";
    const long = context.measureText(mark.label).width;
    if (isFree({ x: right - 4 - long, y: at - 16, width: long, height: 13 }, taken)) context.fillText(mark.label, right - 4, at - 5);
  } else if (scale.isHorizontal()) {
    context.moveTo(at, top);
    context.lineTo(at, bottom);
    context.textAlign = at > (left + right) / 2 ? "right" : "left";
    context.fillText(mark.label, at, top - 5);
  } else {
    context.moveTo(left, at);
    context.lineTo(right, at);
    const long = context.measureText(mark.label).width + 6;
    const start = mark.end === "right" ? right - long - 4 : left + 4;
    context.fillStyle = background;
    context.fillRect(start, at - 17, long, 15);
    context.fillStyle = mark.colour;
    context.textAlign = "left";
    context.fillText(mark.label, start + 3, at - 6);
  }
  context.stroke();
  context.restore();
}

function write(
  chart: Chart<"bar" | "line">,
  { x, y, label, colour, away = 10 }: Name,
  { font = "sans-serif" }: MarkOptions,
  taken: Box[],
): void {
  const across = chart.scales["x"];
  const up = chart.scales["y"];
  if (!across || !up || label === "") return;
  const context = chart.ctx;
  context.save();
  context.fillStyle = colour;
  context.font = `11px ${font}`;
  context.textAlign = "left";
  const box = { x: across.getPixelForValue(x) + away, y: up.getPixelForValue(y) - 6, width: context.measureText(label).width, height: 13 };
  if (isFree(box, taken)) context.fillText(label, box.x, box.y + 10);
  context.restore();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether no name stands there yet; then this one does. */
function isFree(box: Box, taken: Box[]): boolean {
  const free = taken.every(
    (each) => each.x > box.x + box.width || each.x + each.width < box.x || each.y > box.y + box.height || each.y + each.height < box.y,
  );
  if (free) taken.push(box);
  return free;
}
