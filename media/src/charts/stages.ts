import type { TrainingReport } from "../../../shared/report";
import { bytes, percent, text } from "../format";
import { t } from "../language";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, tooltip } from "./style";

/** Memory of a rank of each stage of a pipeline, against its capacity. */
export function stagesChart(stages: TrainingReport["stages"], capacity: number): ChartSpec {
  const most = Math.max(capacity, ...stages.map(({ memory }) => memory));
  return (palette) => ({
    type: "bar",
    data: {
      labels: stages.map((_, index) => String(index + 1)),
      datasets: [
        {
          data: stages.map(({ memory }) => memory),
          backgroundColor: stages.map(({ memory }) => (memory > capacity ? palette.red : palette.purple)),
          maxBarThickness: 42,
          borderRadius: 2,
        },
      ],
    },
    options: {
      ...baseOptions(palette),
      interaction: { mode: "index", intersect: false },
      layout: { padding: { top: 16 } },
      scales: {
        x: { ...axis(palette, t("Stage"), (value) => String(value + 1)), grid: { display: false } },
        y: { ...axis(palette, "", (value) => text(bytes(value))), beginAtZero: true, max: most * 1.06 },
      },
      plugins: {
        tooltip: tooltip(palette, {
          title: ({ label }) => t("stage {number}", { number: label }),
          lines: ({ raw }) => [text(bytes(Number(raw))), percent(Number(raw) / capacity)],
        }),
        marks: {
          font: palette.font,
          background: palette.bg,
          lines: [{ axis: "y", value: capacity, label: t("Capacity {bytes}", { bytes: text(bytes(capacity)) }), colour: palette.red }],
        },
      },
    },
  });
}
