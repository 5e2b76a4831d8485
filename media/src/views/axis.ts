/** A picture along time that can be looked at from near. */

import type { TimeSpan } from "../../../shared/report";
import { h } from "../dom";
import { draw, type Drawing, toElement } from "../drawing";
import { t } from "../language";
import type { DrawnPlace } from "../pictures";
import type { TimeAxis } from "../pictures/span";
import type { PlanContext } from "./context";
import { zoomButtons } from "./pieces";

export interface TimePicture extends Pick<DrawnPlace, "key" | "label" | "legend"> {
  readonly width: number;
  readonly height: number;
  readonly drawing: Drawing;
  readonly axis: Pick<TimeAxis, "left" | "right">;
  /** What a reader who cannot see the picture is told. */
  readonly words: string;
}

/** The picture in a frame that takes the keys. */
export function timePicture({ drawn }: Pick<PlanContext, "drawn">, picture: TimePicture): HTMLElement {
  const { key, label, legend, width, height, drawing, axis, words } = picture;
  const element = toElement(
    draw(
      "svg",
      {
        class: "timeline",
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: "img",
        "aria-label": words,
        "data-axis": `${axis.left} ${axis.right} ${width}`,
      },
      drawing,
    ),
  );
  const frame = {
    class: "drawn",
    tabindex: 0,
    role: "group",
    "data-span": key,
    "aria-label": t("{label}. + and − zoom, arrow keys move, 0 shows all.", { label }),
  };
  return h("div", frame, drawn({ key, label, title: label, ...(legend ? { legend } : {}), width, height, drawing }, element));
}

export function spanButtons(key: string, { from, to }: TimeSpan): HTMLElement {
  return zoomButtons("span", to - from >= 1, { all: t("The whole step"), subject: key });
}
