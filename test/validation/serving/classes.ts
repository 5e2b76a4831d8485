/** Classes of serving deployments by which errors are summed up. */

import type { Prediction } from "../prediction";

export interface ServingClass {
  readonly name: string;
  readonly holds: (prediction: Prediction) => boolean;
}

const named =
  (pattern: RegExp, ...metrics: readonly string[]) =>
  ({ id, metric }: Prediction) =>
    pattern.test(id) && metrics.includes(metric);

const concurrency = /^aic-/;
const wide = /^(sglang|vllm)-|^cm384-.*-(h800|h100)|^cm384-.*sglang/;

export const servingClasses: readonly ServingClass[] = [
  { name: "tpot at a given concurrency", holds: named(concurrency, "tpot") },
  { name: "tpot at a given concurrency, not calibrated on", holds: (each) => named(concurrency, "tpot")(each) && !each.calibrated },
  { name: "ttft at a given concurrency", holds: named(concurrency, "ttft") },
  { name: "ttft at a given concurrency, not calibrated on", holds: (each) => named(concurrency, "ttft")(each) && !each.calibrated },
  { name: "tpot at a given rate", holds: named(/^trtllm-online-/, "tpot") },
  { name: "ttft at a given rate", holds: named(/^trtllm-online-/, "ttft") },
  { name: "the most tokens/s of TensorRT-LLM", holds: named(/^trtllm-(v0\.17|v1|latest)/, "throughput") },
  {
    name: "the most tokens/s of TensorRT-LLM, not calibrated on",
    holds: (each) => named(/^trtllm-(v0\.17|v1|latest)/, "throughput")(each) && !each.calibrated,
  },
  { name: "static batches of TensorRT-LLM", holds: named(/^trtllm-v0\.9/, "throughput", "prefill.latency") },
  { name: "DeepSeek on many Hopper or Blackwell chips", holds: named(wide, "prefill.throughput", "decode.throughput") },
  {
    name: "decode on CloudMatrix384 and Atlas A3",
    holds: (each) => named(/^(cm384|cann)-/, "decode.throughput", "tpot")(each) && each.chip === "Ascend910C",
  },
  {
    name: "prefill on CloudMatrix384 and Atlas A3",
    holds: (each) => named(/^(cm384|cann|vllmascend)-/, "prefill.throughput", "prefill.latency")(each) && each.chip === "Ascend910C",
  },
  { name: "ablations: how much one plan is faster than another", holds: ({ metric }) => metric.endsWith(".ratio") },
  { name: "tpot on Atlas A2", holds: named(/^vllmascend-qwen32b/, "tpot") },
  { name: "decode on Ascend 950", holds: (each) => each.chip.startsWith("Ascend950") },
  { name: "MLPerf Inference", holds: named(/^mlperf-/, "throughput") },
];
