import type { Curve, CurvePoint } from "../../../shared/report";
import { exact, number, text, time, whole } from "../format";
import { t } from "../language";
import type { Palette } from "../theme";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, faded, tooltip } from "./style";

/** Throughput of a chip and TPOT against the batch, with the SLO, the plan's own point, and the points that do not fit. */
export function throughputChart(curve: Curve, chips: number): ChartSpec {
  const { points, slo_tpot } = curve;
  const highest = Math.max(slo_tpot ?? 0, ...points.map((point) => point.tpot));
  return (palette) => ({
    type: "line",
    data: {
      datasets: [
        line("Throughput", points, { chips, colour: palette.blue, axis: "y", value: (point) => point.throughput_per_chip, palette }),
        {
          ...line("TPOT", points, { chips, colour: palette.orange, axis: "tpot", value: (point) => point.tpot, palette }),
          borderWidth: 1.5,
          pointRadius: points.map((point) => (point.current ? 5 : 2.5)),
        },
      ],
    },
    options: {
      ...baseOptions(palette),
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { ...axis(palette, t("requests in flight per chip"), exact), type: "linear" },
        y: { ...axis(palette, t("tokens/s per chip"), number), beginAtZero: true },
        tpot: {
          ...axis(palette, "TPOT", (value) => text(time(value))),
          position: "right",
          beginAtZero: true,
          suggestedMax: highest * 1.1,
          grid: { display: false },
        },
      },
      plugins: {
        tooltip: {
          ...tooltip(palette, {
            title: ({ parsed }) => t("{count} requests per chip", { count: number(parsed.x ?? 0) }),
            lines: ({ dataIndex }) => explain(points[dataIndex]),
          }),
          filter: (item) => item.datasetIndex === 0,
        },
        marks: {
          font: palette.font,
          background: palette.bg,
          lines:
            slo_tpot === undefined ? [] : [{ axis: "tpot", value: slo_tpot, label: `SLO ${text(time(slo_tpot))}`, colour: palette.red }],
        },
      },
    },
  });
}

interface LineOptions {
  readonly chips: number;
  readonly colour: string;
  readonly axis: string;
  readonly value: (point: CurvePoint) => number;
  readonly palette: Palette;
}

function line(label: string, points: readonly CurvePoint[], { chips, colour, axis: yAxisID, value, palette }: LineOptions) {
  return {
    label,
    yAxisID,
    data: points.map((point) => ({ x: point.batch / chips, y: value(point) })),
    borderColor: colour,
    borderWidth: 2,
    cubicInterpolationMode: "monotone" as const,
    segment: {
      borderColor: ({ p1DataIndex }: { p1DataIndex: number }) => (points[p1DataIndex]?.fits === false ? faded(colour, 0.4) : colour),
      borderDash: ({ p1DataIndex }: { p1DataIndex: number }) => (points[p1DataIndex]?.fits === false ? [4, 4] : []),
    },
    pointRadius: points.map((point) => (point.current ? 6 : 3)),
    pointHoverRadius: points.map((point) => (point.current ? 7 : 5)),
    pointBackgroundColor: points.map((point) => (point.fits ? colour : palette.surface)),
    pointBorderColor: points.map((point) => (point.current ? palette.fg : colour)),
    pointBorderWidth: points.map((point) => (point.current ? 2.5 : 1)),
  };
}

function explain(point: CurvePoint | undefined): string[] {
  if (!point) return [];
  return [
    t("{rate} tokens/s per chip", { rate: number(point.throughput_per_chip) }),
    `TPOT ${text(time(point.tpot))}`,
    t("{count} requests per instance", { count: whole(point.batch) }),
    ...(point.current ? [t("the plan's batch")] : []),
    ...(point.fits ? [] : [t("does not fit the memory")]),
    ...(point.meets_slo ? [] : [t("misses the SLO")]),
  ];
}
