/** How long scanning and parsing a large file takes, and parsing it again after an edit. */

import { parse, parseAfter } from "../../server/src/syntax";

export interface ParseBench {
  readonly lines: number;
  readonly runs: number;
  /** Milliseconds for scan and parse of the whole file. */
  readonly median: number;
  /** Milliseconds where one number of it has changed. */
  readonly again: number;
}

const plan = (number: number) => `
/// Plan ${number}, written the way users write theirs.
serve Plan${number} {
  model     = DeepSeekR1
  on        = CloudMatrix384
  workload  = chat
  precision { weights = int8, activations = int8, kv_cache = bf16 }

  prefill {
    instances    = 6
    chips        = 16
    ep           = 32
    batch        = 16384 tokens per chip
    microbatches = 2
    imbalance    = 1.0 // perfectly balanced experts
  }

  decode {
    chips        = 160
    ep           = 320
    batch        = (64 + ${number}) * 1.5 requests per chip
    microbatches = 2
    mtp { tokens = 1, acceptance = 70% }
  }

  expect decode.throughput == 1943 tokens/s per chip within 10%
  expect tpot <= 50 ms
}
`;

/** A file of at least so many lines. */
export function largeFile(lines: number): string {
  const perPlan = plan(0).split("\n").length - 1;
  return Array.from({ length: Math.ceil(lines / perPlan) }, (_, number) => plan(number)).join("");
}

/** Parses a 10,000-line file many times, each time with another number in it; the medians say what a user waits on a warm server. */
export function parseBench(lines = 10_000, runs = 51): ParseBench {
  const text = largeFile(lines);
  const edited = (run: number) => text.replace("(64 + 7)", `(64 + ${7000 + run})`);
  const anew = Array.from({ length: runs }, (_, run) => timed(() => void parse(edited(run))));
  let last = parse(text);
  const again = Array.from({ length: runs }, (_, run) => timed(() => (last = parseAfter(last, edited(run)))));
  return { lines: text.split("\n").length - 1, runs, median: median(anew), again: median(again) };
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}
