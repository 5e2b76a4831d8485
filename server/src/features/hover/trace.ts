/** Hover on the path of a trace: what its requests come to. */

import { tokens, time, requestRate } from "../../language/dimensions";
import { formatCount, formatFigure, formatPercent } from "../../language/figures";
import type { TraceSummary } from "../../semantics/trace";
import { paragraphs, table } from "./markdown";
import type { Say } from "../../language/translation";
import { phrase } from "../../language/phrase";

export function traceTable({ requests, leftOut, input, output, correlation, arrivals, prefixes }: TraceSummary, say: Say): string {
  const lengths = ({ mean, p50, p99, spread }: TraceSummary["input"]) => [
    formatFigure(mean, tokens),
    say(phrase`p50 ${formatCount(p50)}, p99 ${formatCount(p99)}, spread ${formatPercent(spread)}`),
  ];
  const row = (name: string, [figure = "", remark = ""]: readonly string[]) => [name, figure, remark] as const;
  const left = leftOut > 0 ? say(phrase`${formatCount(leftOut)} more have no input or no answer`) : "";
  return paragraphs([
    table([
      row(say(phrase`requests`), [formatCount(requests), left]),
      row("input", lengths(input)),
      row("output", lengths(output)),
      row("correlation", [correlation.toFixed(2), say(phrase`of the two lengths`)]),
      ...(arrivals
        ? [row("rate", [formatFigure(arrivals.rate, requestRate), say(phrase`over ${formatFigure(arrivals.seconds, time)}`)])]
        : []),
      ...(arrivals?.spread === undefined ? [] : [row("arrival_spread", [formatPercent(arrivals.spread), say(phrase`100% is at random`)])]),
      ...(prefixes
        ? [
            row("cached", [
              formatPercent(prefixes.cached),
              say(phrase`at most: of a cache without end, in blocks of ${formatCount(prefixes.block)} tokens`),
            ]),
          ]
        : []),
    ]),
  ]);
}
