/** All pictures of a report as SVG files, without a browser: what `cmx simulate --format svg` writes. */

import type { PictureFile, PlanReport, Report } from "../../../shared/report";
import plain from "../../style/theme.css";
import { h } from "../dom";
import { restoreState, tabs } from "../state";
import { fileName } from "../take";
import { type Colour, paletteOf } from "../theme";
import { page } from "../views/page";
import { goBlind } from "./blind";
import { type PictureList, svgOf } from "./index";
import { wholeSpan } from "./span";

const width = 960;

/** Every picture that the page shows of each plan, in the plain light colours. */
export function picturesOf(report: Report): readonly PictureFile[] {
  goBlind();
  const palette = paletteOf(plainColours(), "system-ui, 'DejaVu Sans', sans-serif");
  return report.plans.flatMap((plan, index) =>
    // What puts plans side by side is one for all of them.
    [...placesOf(report, plan)]
      .filter(([key]) => key !== "compare" || index === 0)
      .map(([key, place]) => ({
        name: `${key === "compare" ? "compare" : fileName(plan.name, key)}.svg`,
        content: svgOf(place, palette, width),
      })),
  );

  function placesOf(all: Report, { name }: PlanReport): PictureList {
    const places: PictureList = new Map();
    const state = { ...restoreState(undefined, undefined), plan: name };
    for (const tab of tabs) {
      page(
        {
          report: all,
          state: { ...state, tab },
          others: [],
          width,
          palette,
          editor: false,
          chart: (place) => {
            places.set(place.key, place);
            return h("div", {});
          },
          drawn: (place, element) => {
            places.set(place.key, place);
            return element;
          },
          span: () => wholeSpan,
          part: (_, make) => make(),
        },
        undefined,
        undefined,
      );
    }
    return places;
  }
}

/** The colours that stand in the stylesheet for a page outside an editor. */
function plainColours(): Readonly<Record<Colour, string>> {
  const found = new Map<string, string>();
  for (const [, name = "", value = ""] of plain.matchAll(/--plain-(\w+): (#\w+)/g)) if (!found.has(name)) found.set(name, value);
  return { ...Object.fromEntries(found), grey: found.get("muted") ?? "" } as unknown as Readonly<Record<Colour, string>>;
}
