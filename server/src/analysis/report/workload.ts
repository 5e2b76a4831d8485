/** What a plan serves, and what of it a trace of recorded requests said. */

import type { LengthsReport, TraceReport, WorkloadReport } from "../../../../shared/report";
import type { Workload } from "../../engine";
import { formatCount, formatPercent } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { TraceSummary } from "../../semantics/trace";
import { numberOf, textOf } from "../lower/read";

type Declared = ResolvedDeclaration | undefined;

export function workloadOf({ input, output, slo, variety, rate, cached }: Workload, declaration: Declared): WorkloadReport {
  const { ttft, tpot } = slo;
  const trace = traceOf(declaration);
  return {
    input,
    output,
    slo: { ...(ttft === undefined ? {} : { ttft }), ...(tpot === undefined ? {} : { tpot }) },
    ...(trace ? { trace } : {}),
    input_spread: variety.input,
    output_spread: variety.output,
    correlation: variety.correlation,
    arrival_spread: variety.arrivals,
    ...(rate === undefined ? {} : { rate }),
    cached,
  };
}

function traceOf(declaration: Declared): TraceReport | undefined {
  const trace = declaration?.trace;
  if (!trace) return undefined;
  const { requests, leftOut, input, output, correlation, arrivals, prefixes } = trace;
  return {
    file: textOf(declaration, "trace") ?? "",
    requests,
    left_out: leftOut,
    input: lengthsOf(input),
    output: lengthsOf(output),
    correlation,
    ...(arrivals ? { seconds: arrivals.seconds, rate: arrivals.rate } : {}),
    ...(arrivals?.spread === undefined ? {} : { arrival_spread: arrivals.spread }),
    ...prefixes,
  };
}

function lengthsOf({ mean, p50, p99, spread }: TraceSummary["input"]): LengthsReport {
  return { mean, p50, p99, spread };
}

/** Where the workload is from, and how far that goes. */
export function traceNotes(declaration: Declared): string[] {
  const trace = declaration?.trace;
  if (!trace) return [];
  const { requests, prefixes } = trace;
  const cached = numberOf(declaration, "cached");
  const upper =
    prefixes && cached && Math.abs(cached.value - prefixes.cached) < 1e-9
      ? `; the ${formatPercent(prefixes.cached)} that it found cached are those of a cache without end`
      : "";
  const file = textOf(declaration, "trace") ?? "";
  return [
    `Lengths and arrivals are those of ${formatCount(requests)} recorded requests (${file}) where the workload says nothing else${upper}.`,
  ];
}
