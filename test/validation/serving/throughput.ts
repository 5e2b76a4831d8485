/** Offline runs: as many requests as the engine takes in (TensorRT-LLM perf-overview, NanoFlow, MLPerf), and static batches. */

import { unbalancedExperts } from "./imbalance";
import { engineOf, machineOf, modelOf, precisionOf } from "./names";
import type { Block, Comparison, Deployment } from "./plan";
import { figureOf, type Row, textOf, Unsaid } from "./rows";

/** TensorRT-LLM's tables of the most output tokens/s: TP<n>, or DEP<n> with data parallel attention and experts on all chips. */
export function perfOverview(row: Row): Deployment {
  const layout = textOf(row, "parallelism");
  const chips = Number(/\d+$/.exec(layout)?.[0]);
  const spread = layout.startsWith("DEP");
  const degrees = spread ? { tp: 1, dp: chips, ep: chips, ...unbalancedExperts(modelOf(row).model, chips) } : { tp: chips };
  const whole = offline(row, { ...degrees, chips, batch: "max" }, chips, [], compareTotal(row));
  // "In many cases" as much of the free memory for the cache, says the tables' text; and how DeepSeek's groups wait for each other.
  const options = { cache: "95%", gathering: /deepseek/i.test(row.model) ? 60 : 0 };
  return { ...whole, workload: { ...whole.workload, concurrency: `${requestsOf(row)} requests`, rounds: 1 }, options };
}

/**
 * Requests of a run, all of them queued at once: $num_requests of TensorRT-LLM's perf-overview.md (at 258c7540 for 0.17, 4 lengths of 03e27c7d
 * since 1.1; 1,000 and 2,000 tokens in those between).
 */
const requestsOfRun: Readonly<Record<string, number>> = {
  "128/128": 30_000,
  "128/2048": 3000,
  "128/4096": 1500,
  "500/2000": 3000,
  "1000/1000": 3000,
  "1000/2000": 1500,
  "1024/1024": 3000,
  "1024/2048": 1500,
  "1024/8192": 1500,
  "1024/32768": 1000,
  "2048/128": 3000,
  "2048/2048": 1500,
  "5000/500": 1500,
  "8192/1024": 1500,
  "20000/2000": 1000,
  "32768/1024": 1000,
};

function requestsOf(row: Row): number {
  const lengths = `${figureOf(row, "isl")}/${figureOf(row, "osl")}`;
  const requests = requestsOfRun[lengths];
  if (requests === undefined) throw new Unsaid(`the source does not say how many requests of ${lengths} tokens a run has`);
  return requests;
}

function compareTotal(row: Row): Comparison[] {
  const total = row.metrics["output_tokens_per_s_total"];
  if (typeof total === "number") return [{ metric: "throughput", measured: total }];
  return [{ metric: "throughput", measured: Number(row.metrics["output_tokens_per_s_per_device"]), over: row.devices ?? 1 }];
}

/** A batch that starts and ends together: its prompts are read, then all answers are written. */
export function staticBatch(row: Row): Deployment {
  const tp = figureOf(row, "tp");
  const batch = figureOf(row, "batch");
  if (row.kind === "prefill") {
    const prompt = { tp, chips: tp, batch: `${batch * figureOf(row, "isl")} tokens` };
    return {
      ...common(row),
      chips: tp,
      workload: { input: `${figureOf(row, "isl")} tokens`, output: "1 tokens" },
      phases: { prefill: prompt },
      compare: [{ metric: "prefill.latency", measured: Number(row.metrics["ttft_ms"]) / 1000 }],
      remarks: [],
    };
  }
  return offline(
    row,
    { tp, chips: tp, batch: `${batch} requests` },
    tp,
    ["a static batch, computed as continuous batching"],
    compareTotal(row),
  );
}

/** NanoFlow counts input and output tokens. */
export function nanoFlow(row: Row): Deployment {
  const tp = figureOf(row, "tp");
  const input = figureOf(row, "isl_mean", Number(row.config["isl"]));
  const output = figureOf(row, "osl_mean", Number(row.config["osl"]));
  const printed = row.metrics["total_tokens_per_s_per_device"];
  if (typeof printed !== "number") throw new Unsaid("the source prints labels of a figure without saying whose they are");
  const engine = textOf(row, "engine");
  if (engineOf(engine) === undefined) throw new Unsaid(`the catalog has no engine ${engine}`);
  const overlapped = engine === "NanoFlow";
  return offline(
    { ...row, config: { ...row.config, isl: input, osl: output } },
    { tp, chips: tp, batch: "max", microbatches: overlapped ? 2 : 1 },
    tp,
    overlapped ? ["nano-batches as microbatches, which overlap the network alone"] : [],
    [{ metric: "throughput", measured: (printed * output) / (input + output), over: tp }],
  );
}

/** Requests at a given rate, 500 of them. */
export function online(row: Row): Deployment {
  const tp = Number(/\d+$/.exec(textOf(row, "parallelism"))?.[0]);
  const rate = row.config["request_rate_per_s"];
  if (typeof rate !== "number") throw new Unsaid("all requests arrive at once, and the run ends with them: no steady state");
  const input = figureOf(row, "isl_mean");
  const output = figureOf(row, "osl_mean");
  return {
    ...common(row),
    chips: tp,
    workload: { input: `${input} tokens`, output: `${output} tokens`, rate: `${rate} requests/s` },
    phases: { colocated: { tp, chips: tp, batch: "max" } },
    compare: [
      { metric: "tpot", measured: Number(row.metrics["itl_ms"]) / 1000 },
      { metric: "ttft", measured: Number(row.metrics["ttft_ms"]) / 1000 },
    ],
    remarks: ["lengths are means"],
  };
}

function offline(row: Row, phase: Block, chips: number, remarks: readonly string[], compare: readonly Comparison[]): Deployment {
  return {
    ...common(row),
    chips,
    workload: { input: `${figureOf(row, "isl")} tokens`, output: `${figureOf(row, "osl")} tokens` },
    phases: { colocated: phase },
    compare,
    remarks,
  };
}

function common(row: Row) {
  const engine = engineOf(textOf(row, "engine"));
  const place = machineOf(row);
  return { ...place, ...modelOf(row), engine, precision: precisionOf(row, engine) };
}
