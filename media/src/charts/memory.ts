import type { PhaseReport } from "../../../shared/report";
import { bytes, percent, text } from "../format";
import { t } from "../language";
import { memoryPartsOf } from "../names";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, nameAxis, tooltip } from "./style";

/** Memory of the worst rank, one stacked bar for each phase, against the capacity. */
export function memoryChart(phases: readonly PhaseReport[]): ChartSpec {
  const capacity = Math.max(...phases.map((phase) => phase.memory.capacity));
  const most = Math.max(capacity, ...phases.map((phase) => phase.memory.total));
  return (palette) => {
    const memoryAxis = axis(palette, "", (value) => text(bytes(value)));
    return {
      type: "bar",
      data: {
        labels: phases.map((phase) => phase.name),
        datasets: memoryPartsOf(phases).map(({ key, label, colour }) => ({
          label,
          data: phases.map((phase) => phase.memory.parts[key] ?? 0),
          backgroundColor: palette[colour],
          hoverBackgroundColor: palette[colour],
          borderColor: palette.surface,
          borderWidth: { right: 1 },
          barThickness: 34,
        })),
      },
      options: {
        ...baseOptions(palette),
        indexAxis: "y",
        layout: { padding: { top: 18 } },
        scales: {
          x: { ...memoryAxis, stacked: true, max: most * 1.04, ticks: { ...memoryAxis.ticks, includeBounds: false } },
          y: nameAxis(palette),
        },
        plugins: {
          tooltip: tooltip(palette, {
            title: (item) => `${item.label}: ${item.dataset.label}`,
            lines: ({ raw }) => [text(bytes(Number(raw))), t("{share} of the capacity", { share: percent(Number(raw) / capacity) })],
          }),
          marks: {
            font: palette.font,
            lines: [
              {
                axis: "x",
                value: capacity,
                label: t("Capacity {bytes}", { bytes: text(bytes(capacity)) }),
                colour: most > capacity ? palette.red : palette.fg,
              },
            ],
          },
        },
      },
    };
  };
}
