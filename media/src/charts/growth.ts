import type { MemoryPoint } from "../../../shared/report";
import { bytes, number, text, whole } from "../format";
import { t } from "../language";
import { memoryPartsOf } from "../names";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, faded, tooltip } from "./style";

export interface GrowthLook {
  readonly title: string;
  readonly capacity: number;
  /** Where the plan stands. */
  readonly current: number;
  /** What fits at most, where something does. */
  readonly most: number | undefined;
}

/** Memory of a rank by part as something grows, against the capacity. */
export function growthChart(points: readonly MemoryPoint[], { title, capacity, current, most }: GrowthLook): ChartSpec {
  const highest = Math.max(capacity, ...points.map(({ total }) => total));
  const shown = memoryPartsOf(points.map(({ parts }) => ({ memory: { parts } })));
  return (palette) => ({
    type: "line",
    data: {
      datasets: shown.map(({ key, label, colour }, index) => ({
        label: t(label),
        data: points.map(({ value, parts }) => ({ x: value, y: parts[key] ?? 0 })),
        borderColor: palette[colour],
        backgroundColor: faded(palette[colour], 0.55),
        borderWidth: 1,
        pointRadius: 0,
        fill: index === 0 ? "origin" : "-1",
      })),
    },
    options: {
      ...baseOptions(palette),
      interaction: { mode: "index", intersect: false },
      layout: { padding: { top: 18 } },
      scales: {
        x: { ...axis(palette, title, number), type: "linear", min: points[0]?.value ?? 0, max: points.at(-1)?.value ?? 1 },
        y: { ...axis(palette, "", (value) => text(bytes(value))), stacked: true, beginAtZero: true, max: highest * 1.06 },
      },
      plugins: {
        tooltip: {
          ...tooltip(palette, {
            title: ({ parsed }) => `${title}: ${whole(parsed.x ?? 0)}`,
            lines: ({ dataIndex }) => {
              const point = points[dataIndex];
              if (!point) return [];
              const parts = shown.map(({ key, label }) => `${t(label)}: ${text(bytes(point.parts[key] ?? 0))}`);
              return [...parts, `${t("Total")}: ${text(bytes(point.total))}`];
            },
          }),
          filter: (item) => item.datasetIndex === 0,
        },
        marks: {
          font: palette.font,
          background: palette.bg,
          lines: [
            { axis: "y", value: capacity, label: t("Capacity {bytes}", { bytes: text(bytes(capacity)) }), colour: palette.red },
            { axis: "x", value: current, label: t("the plan"), colour: palette.fg },
            ...(most === undefined
              ? []
              : [{ axis: "x", value: most, label: t("at most {count}", { count: whole(most) }), colour: palette.red }]),
          ],
        },
      },
    },
  });
}
