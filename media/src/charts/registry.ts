/** Charts that live through updates: a chart is made once for its key, then gets new data in place. */

import type { Chart, ChartConfiguration } from "chart.js";
import { h } from "../dom";
import { t } from "../language";
import type { Colour, Palette } from "../theme";
import { createChart } from "./setup";
import { leave, walk } from "./walk";

/** A chart as a function of the theme's colours, so that a change of theme draws the same data again. */
export type ChartSpec = (palette: Palette) => ChartConfiguration<"bar" | "line">;

export interface ChartPlace {
  readonly key: string;
  /** What a reader who cannot see the chart is told. */
  readonly label: string;
  /** What stands above it as a file of its own, where nothing else says what it is. */
  readonly title?: string;
  readonly legend?: readonly { readonly label: string; readonly colour: Colour }[];
  /** In pixels; the width is the page's. */
  readonly height: number;
  readonly spec: ChartSpec;
}

export interface ChartKeeper {
  /** The place of a chart in the page. */
  readonly holder: (place: ChartPlace) => HTMLElement;
  /** Draws the charts whose places were asked for since the last call, and forgets those whose places are gone. */
  readonly draw: (palette: Palette) => void;
  /** Moves between the points of the chart in `holder` by a key; whether the key has a meaning there. */
  readonly walk: (holder: HTMLElement, key: string) => boolean;
}

/** Keeps the charts under `root`. */
export function chartKeeper(root: HTMLElement): ChartKeeper {
  const standing = new Map<HTMLElement, Chart<"bar" | "line">>();
  const asked = new Map<string, ChartSpec>();
  root.addEventListener("focusout", ({ target }) => {
    const chart = target instanceof HTMLElement ? standing.get(target) : undefined;
    if (chart) leave(chart);
  });
  return {
    holder({ key, label, height, spec }) {
      asked.set(key, spec);
      return h("div", {
        class: "chart",
        // Keys are the chart's own, also where a screen reader would take them.
        role: "application",
        tabindex: 0,
        "aria-roledescription": t("chart"),
        "aria-label": `${label}. ${t("Arrow keys move between points.")}`,
        "data-keep": true,
        "data-key": key,
        "data-chart": key,
        "--height": `${height}px`,
      });
    },
    walk: (holder, key) => {
      const chart = standing.get(holder);
      return chart !== undefined && walk(holder, chart, key);
    },
    draw(palette) {
      for (const [holder, chart] of standing) {
        if (holder.isConnected) continue;
        chart.destroy();
        standing.delete(holder);
      }
      for (const holder of root.querySelectorAll<HTMLElement>("[data-chart]")) {
        const config = asked.get(holder.dataset["chart"] ?? "")?.(palette);
        if (config === undefined) continue;
        const chart = standing.get(holder);
        if (chart) renew(chart, config);
        else standing.set(holder, createChart(holder, config));
      }
      asked.clear();
    },
  };
}

function renew(chart: Chart<"bar" | "line">, config: ChartConfiguration<"bar" | "line">): void {
  chart.data = config.data;
  chart.options = config.options ?? {};
  chart.update("none");
}
