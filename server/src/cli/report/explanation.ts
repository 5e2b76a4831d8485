/** How a figure came about, for a terminal. */

import type { ExplainedKernel, Explanation } from "../../../../shared/report";
import { formatCount, formatInformation, formatTime } from "../../language/figures";
import { type Layout, table } from "./table";
import { wrap } from "./text";

export function explanationText(explanation: Explanation, layout: Layout): string {
  const { path, text, formula, parts, kernels, bound, flop, bytes, basis, documentation, sources = [] } = explanation;
  const { columns, style } = layout;
  const said = [
    ...(formula === "" ? [] : [`= ${formula}`]),
    ...(bound === undefined ? [] : [`bound by ${bound}`]),
    ...(flop ? [`${flop.toExponential(3)} FLOP of a rank and step`] : []),
    ...(bytes ? [`${formatInformation(bytes)} of HBM traffic of a rank and step`] : []),
    ...(basis === undefined ? [] : [basis]),
    ...sources,
    documentation,
  ];
  const lines = [
    `${style.bold(path)}  ${text}`,
    ...said.flatMap((line) => wrap(line, columns - 2, 2).map((each) => `  ${each}`)),
    ...(parts.length > 0
      ? [
          "",
          ...table(
            [left(""), right("")],
            parts.map((part) => [part.name, part.text]),
            layout,
          ),
        ]
      : []),
    ...kernels.flatMap((kernel, index) => ["", ...kernelLines(kernel, index + 1, layout)]),
  ];
  return `${lines.join("\n")}\n`;
}

function kernelLines(kernel: ExplainedKernel, number: number, { columns }: Layout): readonly string[] {
  const { shape, runs, flop, bytes, seconds, exposed, hidden, bound, hbm_reached: hbm, flop_rate: rate } = kernel;
  const times = Object.entries(seconds)
    .filter(([, each]) => each > 0)
    .map(([resource, each]) => `${resource} ${formatTime(each)}`);
  const what = shape
    ? `[${formatCount(shape.rows)} × ${formatCount(shape.depth)}] · [${formatCount(shape.depth)} × ${formatCount(shape.columns)}], ${formatCount(shape.count)} times; `
    : "";
  const said = [
    `kernel ${number}: ${what}${formatCount(runs)} runs, bound by ${bound}`,
    `  each ${flop > 0 ? `${flop.toExponential(3)} FLOP, ` : ""}${formatInformation(bytes)}: ${times.join(", ")}`,
    ...(hbm === undefined
      ? []
      : [`  reaches ${hbm} of the HBM's bandwidth${rate === undefined ? "" : `, and ${rate.toExponential(3)} FLOP/s`}`]),
    `  in the step ${formatTime(exposed)} shown, ${formatTime(hidden)} hidden`,
  ];
  return said.flatMap((line) => wrap(line, columns - 2, 4).map((each) => `  ${each}`));
}

const left = (title: string) => ({ title, align: "left" as const });
const right = (title: string) => ({ title, align: "right" as const });
