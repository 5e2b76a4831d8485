import type { SensitivityReport } from "../../../shared/report";
import { signedPercent } from "../format";
import { t } from "../language";
import { resourceName } from "../names";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, nameAxis, tooltip } from "./style";

/** Change of the throughput with a tenth less and a tenth more of each resource, the most influential on top. */
export function tornadoChart(rows: readonly SensitivityReport[]): ChartSpec {
  const most = Math.max(0.001, ...rows.flatMap(({ less, more }) => [Math.abs(less), Math.abs(more)])) * 1.15;
  return (palette) => ({
    type: "bar",
    data: {
      labels: rows.map(({ resource }) => resourceName(resource)),
      datasets: (["less", "more"] as const).map((side) => ({
        label: side === "less" ? t("10% less") : t("10% more"),
        data: rows.map((row) => row[side]),
        backgroundColor: side === "less" ? palette.orange : palette.blue,
        barThickness: 16,
        borderRadius: 2,
      })),
    },
    options: {
      ...baseOptions(palette),
      indexAxis: "y",
      interaction: { mode: "index", axis: "y", intersect: false },
      scales: {
        x: {
          ...axis(palette, t("Change of tokens/s"), signedPercent),
          ticks: { color: palette.muted, includeBounds: false, callback: (value) => signedPercent(Number(value)) },
          stacked: true,
          min: -most,
          max: most,
        },
        y: nameAxis(palette),
      },
      plugins: {
        tooltip: {
          ...tooltip(palette, {
            title: (item) => item.label,
            lines: ({ dataIndex }) => {
              const row = rows[dataIndex];
              return row ? [`${t("10% more")}: ${signedPercent(row.more)}`, `${t("10% less")}: ${signedPercent(row.less)}`] : [];
            },
          }),
          filter: (item) => item.datasetIndex === 0,
        },
      },
    },
  });
}
