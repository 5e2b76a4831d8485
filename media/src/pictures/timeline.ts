/** One step as it passes: a strip of all its stages, and below it each stage that counts, lane by lane. */

import type { TimelineStage, TimeSpan } from "../../../shared/report";
import { type Drawing, draw, type Sketch } from "../drawing";
import { number, text, time } from "../format";
import { t } from "../language";
import { bounds, operatorName, resourceName } from "../names";
import type { Palette } from "../theme";
import { type TimeAxis, timeAxis } from "./span";

export interface Timeline {
  readonly drawing: Drawing;
  readonly height: number;
  /** Pixels between which each stage lies. */
  readonly axis: Pick<TimeAxis, "left" | "right">;
}

type Span = TimelineStage["spans"][number];

const strip = 24;
const lane = 26;
const gap = 3;
const head = 26;
const scale = 20;
/** A stage below this share of the step is seen in the strip alone. */
const worthwhile = 0.015;
const textSize = 11;

/** Draws the stages on a given width: of each, what `span` shows. */
export function timelineDrawing(stages: readonly TimelineStage[], { width, palette, span }: Look): Timeline {
  const total = stages.reduce((sum, { times, seconds }) => sum + times * seconds, 0);
  const shown = stages.filter(({ times, seconds }) => times * seconds > total * worthwhile);
  const left = Math.min(120, Math.max(60, ...shown.flatMap(({ lanes }) => lanes.map((name) => t(name).length * 6.4 + 10))));
  const axis = { left, right: width - 8 };
  const marks: Sketch[] = [overview(stages, total, { width, palette, span })];
  let y = strip + 8;
  for (const stage of shown) {
    marks.push(stageDrawing(stage, { y, width, total, palette, axis: timeAxis(stage.seconds, axis, span) }));
    y += head + stage.lanes.length * (lane + gap) + scale + 8;
  }
  return { drawing: draw("g", { "font-size": textSize }, marks), height: y, axis };
}

interface Look {
  readonly width: number;
  readonly palette: Palette;
  readonly span: TimeSpan;
}

/** The whole step: each stage as wide as all its repetitions take. */
function overview(stages: readonly TimelineStage[], total: number, { width, palette }: Look): Sketch {
  let x = 0;
  return stages.map((stage, index) => {
    const long = ((stage.times * stage.seconds) / total) * width;
    const label = stageTitle(stage);
    const mark = draw(
      "g",
      {},
      draw(
        "rect",
        { x, y: 0, width: Math.max(0.5, long - 1), height: strip, rx: 2, fill: palette.fg, "fill-opacity": index % 2 === 0 ? 0.16 : 0.1 },
        draw("title", {}, `${label} · ${text(time(stage.times * stage.seconds))}`),
      ),
      fits(label, long) && draw("text", { x: x + 6, y: 16, fill: palette.fg, "pointer-events": "none" }, label),
    );
    x += long;
    return mark;
  });
}

interface Place extends Pick<Look, "width" | "palette"> {
  readonly y: number;
  readonly total: number;
  readonly axis: TimeAxis;
}

function stageDrawing(stage: TimelineStage, { y, width, total, palette, axis }: Place): Sketch {
  const { left, right, at } = axis;
  const top = y + head;
  const bottom = top + stage.lanes.length * (lane + gap);
  const share = (stage.times * stage.seconds) / total;
  return [
    draw("text", { x: 0, y: y + 17, fill: palette.fg, "font-weight": 600 }, stageTitle(stage)),
    draw(
      "text",
      { x: width - 8, y: y + 17, fill: palette.muted, "text-anchor": "end" },
      stage.times === 1
        ? text(time(stage.seconds))
        : t("{each} each, {share} of the step", { each: text(time(stage.seconds)), share: `${number(share * 100)}%` }),
    ),
    stage.lanes.map((name, index) => [
      draw("rect", { x: left, y: top + index * (lane + gap), width: right - left, height: lane, fill: palette.fg, "fill-opacity": 0.04 }),
      draw("text", { x: 0, y: top + index * (lane + gap) + 17, fill: palette.muted }, name === "" ? "" : t(name)),
    ]),
    stage.spans.map((span) => spanDrawing(span, stage, { axis, top, palette })),
    axis.ticks.map((tick) => [
      draw("line", { x1: at(tick), x2: at(tick), y1: top, y2: bottom + 3, stroke: palette.grid }),
      draw(
        "text",
        { x: at(tick), y: bottom + 14, fill: palette.muted, "text-anchor": at(tick) < left + 8 ? "start" : "middle", "font-size": 10 },
        text(time(tick)),
      ),
    ]),
  ];
}

interface Lanes {
  readonly axis: TimeAxis;
  readonly top: number;
  readonly palette: Palette;
}

/** A kernel. What a fabric moves while other lanes work is paler: it costs nothing. */
function spanDrawing(span: Span, stage: TimelineStage, { axis, top, palette }: Lanes): Sketch {
  const { op, microbatch, start, seconds, bound, fabric } = span;
  const y = top + span.lane * (lane + gap);
  const name = operatorName(op);
  const colour = palette[bounds.find(({ key }) => key === (fabric === undefined ? bound : "fabric"))?.colour ?? "grey"];
  const seen = axis.seen(start, start + seconds);
  if (!seen) return null;
  const batch = stage.spans.some((each) => each.microbatch > 0) ? ` · ${t("microbatch {letter}", { letter: letter(microbatch) })}` : "";
  const words = `${name} · ${text(time(seconds))} · ${t("bound by {resource}", { resource: fabric ?? resourceName(bound) })}${batch}`;
  return draw(
    "g",
    {},
    pieces(span, stage).map(({ from, to, beside }) => {
      const piece = axis.seen(from, to);
      if (!piece) return null;
      return draw(
        "rect",
        {
          x: piece.x,
          y: microbatch % 2 === 0 ? y : y + 3,
          width: Math.max(0.4, piece.width - 0.6),
          height: microbatch % 2 === 0 ? lane : lane - 6,
          fill: colour,
          "fill-opacity": beside ? 0.42 : microbatch % 2 === 0 ? 0.95 : 0.75,
          rx: 1.5,
        },
        draw("title", {}, words),
      );
    }),
    fits(name, seen.width) && draw("text", { x: seen.x + 4, y: y + 17, fill: palette.bg, "pointer-events": "none", "font-size": 10 }, name),
  );
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly beside: boolean;
}

/** A span in pieces with and without work in other lanes; what computes is of one piece. */
function pieces(span: Span, { spans }: TimelineStage): Piece[] {
  const end = span.start + span.seconds;
  if (span.fabric === undefined) return [{ from: span.start, to: end, beside: false }];
  const others = spans.filter(
    (other) => other.lane !== span.lane && other.fabric === undefined && other.start < end && other.start + other.seconds > span.start,
  );
  const cuts = [...new Set([span.start, end, ...others.flatMap((other) => [other.start, other.start + other.seconds])])]
    .filter((cut) => cut >= span.start && cut <= end)
    .sort((left, right) => left - right);
  const found: Piece[] = [];
  for (let index = 0; index + 1 < cuts.length; index++) {
    const [from = 0, to = 0] = [cuts[index], cuts[index + 1]];
    const middle = (from + to) / 2;
    const beside = others.some((other) => other.start <= middle && other.start + other.seconds >= middle);
    const last = found.at(-1);
    if (last?.beside === beside) found[found.length - 1] = { ...last, to };
    else found.push({ from, to, beside });
  }
  return found;
}

/** `58 × experts layer`. */
export function stageTitle({ name, times }: TimelineStage): string {
  const words = name === "once" ? t("once in the step") : t(operatorName(name));
  return times === 1 ? words : `${number(times)} × ${words}`;
}

/** `A` for the first microbatch. */
export function letter(microbatch: number): string {
  return String.fromCharCode(65 + (microbatch % 26));
}

function fits(label: string, width: number): boolean {
  return label.length * 5.9 + 8 < width;
}
