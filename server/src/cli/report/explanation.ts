/** How a figure came about, for a terminal. */

import type { ExplainedKernel, Explanation } from "../../../../shared/report";
import { formatCount, formatInformation, formatOperations, formatTime } from "../../language/figures";
import { type Layout, table } from "./table";
import { wrap } from "./text";

export function explanationText(explanation: Explanation, layout: Layout): string {
  const { path, text, formula, parts, kernels, bound, flop, bytes, basis, documentation, sources = [] } = explanation;
  const { columns, style } = layout;
  const said = [
    ...(formula === "" ? [] : [`= ${formula}`]),
    ...(bound === undefined ? [] : [`bound by ${bound}`]),
    ...(flop ? [`${formatOperations(flop)} of a rank and step`] : []),
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
  const { shape, runs, flop, bytes, formulas, exposed, hidden, bound } = kernel;
  const what = shape
    ? `[${formatCount(shape.rows)} × ${formatCount(shape.depth)}] · [${formatCount(shape.depth)} × ${formatCount(shape.columns)}]${shape.count === 1 ? "" : `, ${formatCount(shape.count)} of them`}; `
    : "";
  const said = [
    `kernel ${number}: ${what}${formatCount(runs)} run${runs === 1 ? "" : "s"}, bound by ${bound}, ${flop > 0 ? `${formatOperations(flop)}, ` : ""}${formatInformation(bytes)} each`,
    ...formulas,
    `in the step ${formatTime(exposed)} shown, ${formatTime(hidden)} hidden`,
  ];
  return said.flatMap((line, index) => wrap(line, columns - 4, 4).map((each) => `${index === 0 ? "  " : "    "}${each}`));
}

const left = (title: string) => ({ title, align: "left" as const });
const right = (title: string) => ({ title, align: "right" as const });
