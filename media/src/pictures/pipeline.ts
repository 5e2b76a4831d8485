/** A pipeline's schedule as a picture: a lane for each rank of the pipeline. */

import type { TimeSpan } from "../../../shared/report";
import { draw } from "../drawing";
import { text, time } from "../format";
import { t } from "../language";
import type { Palette } from "../theme";
import type { Work } from "./schedule";
import { timeAxis } from "./span";
import type { Timeline } from "./timeline";

export const workNames: Readonly<Record<Work["kind"], string>> = { forward: "forward", input: "backward", weight: "gradients of weights" };
export const workColours = { forward: "blue", input: "orange", weight: "green" } as const;

const lane = 20;
const left = 56;
const below = 20;

interface Look {
  readonly width: number;
  readonly palette: Palette;
  readonly span: TimeSpan;
}

/** Draws what `span` shows of the works. */
export function pipelineDrawing(works: readonly Work[], ranks: number, { width, palette, span }: Look): Timeline {
  const end = works.reduce((last, { start, seconds }) => Math.max(last, start + seconds), 1e-9);
  const axis = timeAxis(end, { left, right: width - 4 }, span);
  const height = ranks * (lane + 2) + below;
  const marks = works.map(({ kind, microbatch, rank, stage, start, seconds }) => {
    const seen = axis.seen(start, start + seconds);
    if (!seen) return null;
    const { x, width: long } = seen;
    const y = rank * (lane + 2);
    const words = `${t(workNames[kind])} ${microbatch + 1} · ${t("stage {number}", { number: stage + 1 })} · ${text(time(seconds))}`;
    return [
      draw(
        "rect",
        {
          x,
          y,
          width: Math.max(0.3, long - 0.5),
          height: lane,
          rx: 1.5,
          fill: palette[workColours[kind]],
          "fill-opacity": microbatch % 2 === 0 ? 0.95 : 0.7,
        },
        draw("title", {}, words),
      ),
      long > 14 &&
        draw(
          "text",
          { x: x + long / 2, y: y + 14, "text-anchor": "middle", "font-size": 10, fill: palette.bg, "pointer-events": "none" },
          String(microbatch + 1),
        ),
    ];
  });
  const names = Array.from({ length: ranks }, (_, rank) => [
    draw("rect", { x: left, y: rank * (lane + 2), width: width - left - 4, height: lane, fill: palette.fg, "fill-opacity": 0.05 }),
    draw("text", { x: 0, y: rank * (lane + 2) + 14, fill: palette.muted, "font-size": 11 }, t("stage {number}", { number: rank + 1 })),
  ]);
  const times = axis.ticks.map((tick) => {
    const x = axis.at(tick);
    const anchor = x < left + 16 ? "start" : x > axis.right - 16 ? "end" : "middle";
    return draw("text", { x, y: height - 5, "text-anchor": anchor, fill: palette.muted, "font-size": 10 }, text(time(tick)));
  });
  return { drawing: draw("g", {}, names, marks, times), height, axis };
}
