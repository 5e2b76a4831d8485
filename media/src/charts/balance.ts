import type { PhaseReport } from "../../../shared/report";
import { number, percent } from "../format";
import { t } from "../language";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, faded, nameAxis, tooltip } from "./style";

export interface Pool {
  readonly name: PhaseReport["name"];
  /** Requests/s that it could sustain. */
  readonly capacity: number;
  readonly used: number;
}

/** What each pool could sustain, and what the plan asks of it. */
export function balanceChart(pools: readonly Pool[]): ChartSpec {
  const rate = Math.min(...pools.map(({ used }) => used));
  return (palette) => {
    const colour = { prefill: palette.blue, decode: palette.purple, colocated: palette.green, train: palette.green };
    const bars = (data: number[], colours: string[]) => ({ data, backgroundColor: colours, barThickness: 22, borderRadius: 2 });
    return {
      type: "bar",
      data: {
        labels: pools.map(({ name }) => name),
        datasets: [
          bars(
            pools.map(({ used }) => used),
            pools.map(({ name }) => colour[name]),
          ),
          bars(
            pools.map(({ capacity, used }) => capacity - used),
            pools.map(({ name }) => faded(colour[name], 0.28)),
          ),
        ],
      },
      options: {
        ...baseOptions(palette),
        indexAxis: "y",
        interaction: { mode: "index", axis: "y", intersect: false },
        layout: { padding: { top: 18 } },
        scales: { x: { ...axis(palette, t("requests/s"), number), stacked: true }, y: nameAxis(palette) },
        plugins: {
          tooltip: {
            ...tooltip(palette, {
              title: (item) => item.label,
              lines: ({ dataIndex }) => {
                const pool = pools[dataIndex];
                return pool
                  ? [
                      t("{rate} requests/s of {most}, {share}", {
                        rate: number(pool.used),
                        most: number(pool.capacity),
                        share: percent(pool.used / pool.capacity),
                      }),
                    ]
                  : [];
              },
            }),
            filter: (item) => item.datasetIndex === 0,
          },
          marks: {
            font: palette.font,
            lines: [{ axis: "x", value: rate, label: t("The plan: {rate} requests/s", { rate: number(rate) }), colour: palette.fg }],
          },
        },
      },
    };
  };
}
