import type { TimePart } from "../../../shared/report";
import { bytes, flop, percent, text, time } from "../format";
import { t } from "../language";
import { bounds, operatorName, resourceName } from "../names";
import type { Colour, Palette } from "../theme";
import type { ChartSpec } from "./registry";
import { axis, baseOptions, faded, nameAxis, tooltip } from "./style";

/** Height that gives each operator a bar of the same thickness. */
export function timeChartHeight(parts: readonly TimePart[]): number {
  return parts.length * 24 + 34;
}

/** Time of a step by operator, coloured by what bounds it; what hides behind other work is hatched. */
export function timeChart(parts: readonly TimePart[], total: number): ChartSpec {
  return (palette) => ({
    type: "bar",
    data: {
      labels: parts.map((part) => operatorName(part.op)),
      datasets: [
        bars(
          "exposed",
          parts.map((part) => part.seconds),
          parts.map((part) => colourOf(part, palette)),
        ),
        {
          ...bars(
            "hidden",
            parts.map((part) => part.hidden_seconds),
            parts.map((part) => palette.hatched(colourOf(part, palette))),
          ),
          borderColor: parts.map((part) => faded(colourOf(part, palette), 0.6)),
          borderWidth: parts.map((part) => (part.hidden_seconds > 0 ? 1 : 0)),
        },
      ],
    },
    options: {
      ...baseOptions(palette),
      indexAxis: "y",
      interaction: { mode: "index", axis: "y", intersect: false },
      scales: { x: { ...axis(palette, "", (value) => text(time(value))), stacked: true }, y: nameAxis(palette) },
      plugins: {
        tooltip: {
          ...tooltip(palette, {
            title: (item) => item.label,
            lines: (item) => explain(parts[item.dataIndex], total),
          }),
          filter: (item) => item.datasetIndex === 0,
        },
      },
    },
  });
}

function bars<C>(label: string, data: number[], backgroundColor: C[]) {
  return { label, data, backgroundColor, hoverBackgroundColor: backgroundColor, barThickness: 14, borderRadius: 2 };
}

function colourOf(part: TimePart, palette: Palette): string {
  const colour: Colour = bounds.find((each) => each.key === part.bound)?.colour ?? "grey";
  return palette[colour];
}

function explain(part: TimePart | undefined, total: number): string[] {
  if (!part) return [];
  return [
    t("{time}, {share} of the step", { time: text(time(part.seconds)), share: percent(part.seconds / total) }),
    ...(part.hidden_seconds > 0 ? [t("{time} more behind other work", { time: text(time(part.hidden_seconds)) })] : []),
    t("bound by {resource}", { resource: part.fabric ?? resourceName(part.bound) }),
    ...(part.flop > 0 ? [text(flop(part.flop))] : []),
    ...(part.bytes > 0 ? [`${text(bytes(part.bytes))} ${part.fabric === undefined ? "of memory traffic" : `over ${part.fabric}`}`] : []),
  ];
}
