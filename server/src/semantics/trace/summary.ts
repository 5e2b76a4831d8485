/** What the requests of a trace have in common; docs/engine.md, section 8, says what the engine makes of it. */

import type { RecordedRequest } from "./types";

export interface Lengths {
  readonly mean: number;
  /** Median and 99th percentile. */
  readonly p50: number;
  readonly p99: number;
  /** Standard deviation over the mean. */
  readonly spread: number;
}

/** Plain data in SI units. */
export interface TraceSummary {
  readonly requests: number;
  /** Requests without input or without an answer: they failed, and count nowhere else. */
  readonly leftOut: number;
  readonly input: Lengths;
  readonly output: Lengths;
  /** How far long prompts have long answers: −1 to 1. */
  readonly correlation: number;
  /** Absent where the trace has no times. */
  readonly arrivals?: { readonly seconds: number; readonly rate: number; readonly spread?: number };
  /** Absent where the trace does not name the blocks of its prompts. `block` in tokens. */
  readonly prefixes?: { readonly cached: number; readonly block: number };
}

/** Undefined where no request is left. */
export function summarise(all: readonly RecordedRequest[]): TraceSummary | undefined {
  const requests = all.filter(({ input, output }) => input > 0 && output > 0);
  if (requests.length === 0) return undefined;
  const inputs = figures(requests, ({ input }) => input);
  const outputs = figures(requests, ({ output }) => output);
  const input = lengthsOf(inputs);
  const output = lengthsOf(outputs);
  const arrivals = arrivalsOf(requests);
  const prefixes = prefixesOf(requests);
  return {
    requests: requests.length,
    leftOut: all.length - requests.length,
    input,
    output,
    correlation: correlationOf(inputs, input, outputs, output),
    ...(arrivals ? { arrivals } : {}),
    ...(prefixes ? { prefixes } : {}),
  };
}

function figures(requests: readonly RecordedRequest[], of: (request: RecordedRequest) => number): Float64Array {
  const found = new Float64Array(requests.length);
  for (const [index, request] of requests.entries()) found[index] = of(request);
  return found;
}

function lengthsOf(lengths: Float64Array): Lengths {
  const sorted = lengths.toSorted();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { ...momentsOf(lengths), p50: at(0.5), p99: at(0.99) };
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance) / mean };
}

function correlationOf(inputs: Float64Array, input: Lengths, outputs: Float64Array, output: Lengths): number {
  const scale = input.mean * input.spread * output.mean * output.spread;
  if (scale === 0) return 0;
  const together = inputs.reduce((sum, value, index) => sum + (value - input.mean) * ((outputs[index] ?? 0) - output.mean), 0);
  return Math.max(-1, Math.min(1, together / inputs.length / scale));
}

/** A clock that most requests share a tick of is too coarse to tell how arrivals vary. */
function arrivalsOf(requests: readonly RecordedRequest[]): TraceSummary["arrivals"] {
  if (requests.some(({ time }) => time === undefined)) return undefined;
  const times = figures(requests, ({ time }) => time ?? 0).sort();
  const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (seconds <= 0) return undefined;
  const gaps = times.subarray(1).map((time, index) => time - (times[index] ?? 0));
  const rate = gaps.length / seconds;
  const together = gaps.filter((gap) => gap === 0).length;
  return together > gaps.length / 2 ? { seconds, rate } : { seconds, rate, spread: momentsOf(gaps).spread };
}

/**
 * What a cache without end would have found: of each prompt the blocks at its beginning that an earlier one had. The tokens of a block are
 * the most that any prompt has for each of its blocks: the last one of a prompt may be short.
 */
function prefixesOf(requests: readonly RecordedRequest[]): TraceSummary["prefixes"] {
  const block = requests.reduce((most, { input, blocks }) => (blocks.length > 0 ? Math.max(most, input / blocks.length) : most), 0);
  if (block === 0) return undefined;
  const seen = new Set<number | string>();
  let found = 0;
  let all = 0;
  for (const { input, blocks } of requests.toSorted((one, other) => (one.time ?? 0) - (other.time ?? 0))) {
    const first = blocks.findIndex((name) => !seen.has(name));
    found += Math.min(input, (first < 0 ? blocks.length : first) * block);
    all += input;
    for (const name of blocks) seen.add(name);
  }
  return { cached: found / all, block: Math.ceil(block) };
}
