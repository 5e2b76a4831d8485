/** Hover on the path of a trace: what its requests come to. */

import { tokens, time, requestRate } from "../../language/dimensions";
import { formatCount, formatFigure, formatPercent } from "../../language/figures";
import type { TraceSummary } from "../../semantics/trace";
import { paragraphs, table } from "./markdown";

export function traceTable({ requests, leftOut, input, output, correlation, arrivals, prefixes }: TraceSummary): string {
  const lengths = ({ mean, p50, p99, spread }: TraceSummary["input"]) => [
    formatFigure(mean, tokens),
    `p50 ${formatCount(p50)}, p99 ${formatCount(p99)}, spread ${formatPercent(spread)}`,
  ];
  const row = (name: string, [figure = "", remark = ""]: readonly string[]) => [name, figure, remark] as const;
  const left = leftOut > 0 ? `${formatCount(leftOut)} more have no input or no answer` : "";
  return paragraphs([
    table([
      row("requests", [formatCount(requests), left]),
      row("input", lengths(input)),
      row("output", lengths(output)),
      row("correlation", [correlation.toFixed(2), "of the two lengths"]),
      ...(arrivals ? [row("rate", [formatFigure(arrivals.rate, requestRate), `over ${formatFigure(arrivals.seconds, time)}`])] : []),
      ...(arrivals?.spread === undefined ? [] : [row("arrival_spread", [formatPercent(arrivals.spread), "100% is at random"])]),
      ...(prefixes
        ? [
            row("cached", [
              formatPercent(prefixes.cached),
              `at most: of a cache without end, in blocks of ${formatCount(prefixes.block)} tokens`,
            ]),
          ]
        : []),
    ]),
  ]);
}
