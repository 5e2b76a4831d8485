/** A pipeline's schedule as a picture: a lane for each rank of the pipeline. */

import { draw, type Drawing } from "../drawing";
import { text, time } from "../format";
import { t } from "../language";
import type { Palette } from "../theme";
import type { Work } from "./schedule";

export const workNames: Readonly<Record<Work["kind"], string>> = { forward: "forward", input: "backward", weight: "gradients of weights" };
export const workColours = { forward: "blue", input: "orange", weight: "green" } as const;

const lane = 20;
const left = 56;
const below = 20;

export function pipelineDrawing(
  works: readonly Work[],
  ranks: number,
  width: number,
  palette: Palette,
): { readonly drawing: Drawing; readonly height: number } {
  const end = Math.max(1e-9, ...works.map(({ start, seconds }) => start + seconds));
  const at = (seconds: number) => left + (seconds / end) * (width - left - 4);
  const height = ranks * (lane + 2) + below;
  const marks = works.map(({ kind, microbatch, rank, stage, start, seconds }) => {
    const x = at(start);
    const long = at(start + seconds) - x;
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
  const axis = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    draw(
      "text",
      {
        x: at(end * share),
        y: height - 5,
        "text-anchor": share === 0 ? "start" : share === 1 ? "end" : "middle",
        fill: palette.muted,
        "font-size": 10,
      },
      text(time(end * share)),
    ),
  );
  return { drawing: draw("g", {}, names, marks, axis), height };
}
