/** Parts of a whole: as a bar, with a legend, and as a table. */

import { h } from "../dom";
import { draw, toElement } from "../drawing";
import { percent } from "../format";
import { t } from "../language";
import { type Share, stackDrawing, stackHeight } from "../pictures/stack";
import type { PlanContext } from "./context";
import { figure, raw } from "./figure";
import { type Column, legend } from "./pieces";

export interface SharesParts {
  readonly key: string;
  readonly title: string;
  readonly parts: readonly Share[];
  /** What a part is, and the unit of its value where it has one. */
  readonly column: Column;
  readonly unit?: string;
}

export function sharesFigure({ width, palette, drawn }: PlanContext, { key, title, parts, column, unit }: SharesParts): HTMLElement {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const items = parts.map(({ label, colour, shown }) => ({ label, colour, value: shown }));
  const words = parts.map(({ label, shown }) => `${label} ${shown}`).join(", ");
  const drawing = stackDrawing(parts, width, palette);
  const size = { width, height: stackHeight };
  const picture = toElement(
    draw("svg", { class: "timeline", viewBox: `0 0 ${width} ${stackHeight}`, ...size, role: "img", "aria-label": words }, drawing),
  );
  const place = { key, label: words, title, legend: items, ...size, drawing };
  return figure({
    key,
    picture: h("div", { class: "drawn" }, drawn(place, picture), legend(items)),
    columns: [column, ...(unit === undefined ? [] : [{ label: t("Time"), numeric: true, unit }]), { label: t("Share"), numeric: true }],
    rows: parts.map(({ label, value, shown }) => [
      label,
      ...(unit === undefined ? [] : [raw(value, shown)]),
      raw(value / whole, percent(value / whole)),
    ]),
  });
}
