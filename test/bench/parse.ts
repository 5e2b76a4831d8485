/** How long scanning and parsing a large file takes. */

import { parse } from "../../server/src/syntax";

export interface ParseBench {
  readonly lines: number;
  readonly runs: number;
  /** Milliseconds for scan and parse of the whole file. */
  readonly median: number;
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

/** Parses a 10,000-line file many times; the median says what a user waits on a warm server. */
export function parseBench(lines = 10_000, runs = 51): ParseBench {
  const text = largeFile(lines);
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    parse(text);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { lines: text.split("\n").length - 1, runs, median: times[Math.floor(runs / 2)] ?? 0 };
}
