import type { ChipReport, TimePart } from "../../../shared/report";
import { flop, number, percent, text } from "../format";
import { t } from "../language";
import { bounds, operatorName } from "../names";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, tooltip } from "./style";

export interface Roof {
  readonly type: string;
  /** FLOP/s of a rank. */
  readonly peak: number;
}

export interface RoofPoint {
  readonly op: string;
  /** FLOP for each byte of HBM traffic. */
  readonly intensity: number;
  /** FLOP/s over all of its time, hidden or not. */
  readonly rate: number;
  readonly bound: TimePart["bound"];
  readonly share: number;
}

/** Roofs of one rank, the highest first; number types with the same peak are one roof. */
export function roofsOf({ compute, ranks }: ChipReport): Roof[] {
  const peaks = new Map<number, string>();
  for (const [type, peak] of Object.entries(compute)) {
    if (type !== "vector") peaks.set(peak, [peaks.get(peak), type].filter(Boolean).join(", "));
  }
  return [...peaks].map(([peak, type]) => ({ type, peak: peak / ranks })).sort((left, right) => right.peak - left.peak);
}

/** Operators that multiply and read; the others have no place under a roof. */
export function roofPoints(parts: readonly TimePart[], total: number): RoofPoint[] {
  return parts
    .filter((part) => part.fabric === undefined && part.flop > 0 && part.bytes > 0 && part.seconds + part.hidden_seconds > 0)
    .map((part) => {
      const seconds = part.seconds + part.hidden_seconds;
      return { op: part.op, intensity: part.flop / part.bytes, rate: part.flop / seconds, bound: part.bound, share: seconds / total };
    });
}

/** The operators of a step under the roofs of a rank: left of the ridge the HBM bounds, right of it the multipliers. */
export function rooflineChart(points: readonly RoofPoint[], roofs: readonly Roof[], bandwidth: number): ChartSpec {
  const highest = roofs[0]?.peak ?? 1;
  const left = Math.min(0.5, ...points.map(({ intensity }) => intensity / 2));
  const right = Math.max((highest / bandwidth) * 8, ...points.map(({ intensity }) => intensity * 2));
  const lowest = Math.min(highest / 1e3, ...points.map(({ rate }) => rate / 3));
  return (palette) => ({
    type: "line",
    data: {
      datasets: [
        ...roofs.map(({ type, peak }, index) => ({
          label: `${type}: ${text(flop(peak))}/s`,
          data: [
            ...(index === 0 ? [{ x: Math.max(left, lowest / bandwidth), y: Math.max(left, lowest / bandwidth) * bandwidth }] : []),
            { x: peak / bandwidth, y: peak },
            { x: right, y: peak },
          ],
          borderColor: palette.muted,
          borderWidth: 1.5,
          borderDash: index === 0 ? [] : [5, 4],
          pointRadius: 0,
          pointHitRadius: 0,
        })),
        {
          label: "",
          data: points.map(({ intensity, rate }) => ({ x: intensity, y: rate })),
          showLine: false,
          pointRadius: points.map(({ share }) => radius(share)),
          pointHoverRadius: points.map(({ share }) => radius(share) + 1),
          pointBackgroundColor: points.map(({ bound }) => palette[bounds.find(({ key }) => key === bound)?.colour ?? "grey"]),
          pointBorderColor: palette.bg,
        },
      ],
    },
    options: {
      ...baseOptions(palette),
      interaction: { mode: "nearest", intersect: true },
      layout: { padding: { top: 14, right: 12 } },
      scales: {
        x: { ...axis(palette, t("FLOP for each byte of HBM traffic"), decade), type: "logarithmic", min: left, max: right },
        y: {
          ...axis(palette, t("FLOP/s of a rank"), (value) => (decade(value) === "" ? "" : text(flop(value)))),
          type: "logarithmic",
          min: lowest,
          max: highest * 2,
        },
      },
      plugins: {
        tooltip: {
          ...tooltip(palette, {
            title: ({ dataIndex }) => operatorName(points[dataIndex]?.op ?? ""),
            lines: ({ dataIndex }) => wordsOf(points[dataIndex], roofs, bandwidth),
          }),
          filter: (item) => item.datasetIndex === roofs.length,
        },
        marks: {
          font: palette.font,
          background: palette.bg,
          lines: roofs.map(({ type, peak }) => ({
            axis: "y",
            value: peak,
            label: `${type} ${text(flop(peak))}/s`,
            colour: palette.muted,
            bare: true,
          })),
          names: points
            .toSorted((one, other) => other.share - one.share)
            .map(({ op, intensity, rate, share }) => ({
              x: intensity,
              y: rate,
              label: share > 0.02 ? operatorName(op) : "",
              colour: palette.fg,
              away: radius(share) + 4,
            })),
        },
      },
    },
  });
}

/** Share of the roof above the operator that it reaches. */
export function reached({ intensity, rate }: RoofPoint, roofs: readonly Roof[], bandwidth: number): number {
  return rate / Math.min(intensity * bandwidth, roofs[0]?.peak ?? Number.POSITIVE_INFINITY);
}

function wordsOf(point: RoofPoint | undefined, roofs: readonly Roof[], bandwidth: number): string[] {
  if (!point) return [];
  return [
    `${text(flop(point.rate))}/s`,
    `${number(point.intensity)} FLOP/B`,
    t("{share} of the roof", { share: percent(reached(point, roofs, bandwidth)) }),
  ];
}

function radius(share: number): number {
  return 4 + 14 * Math.sqrt(share);
}

function decade(value: number): string {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6 ? number(value) : "";
}
