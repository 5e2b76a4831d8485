/** MLPerf Inference: Llama 2 70B, the one model whose prompt length is known here. */

import { machineOf, modelOf, precisionOf } from "./names";
import type { Deployment } from "./plan";
import { figureOf, type Row, textOf, Unsaid } from "./rows";

/** Mean prompt of OpenOrca in tokens: recalled, as the reference collection says. */
const openOrcaPrompt = 155;

export function mlperf(row: Row): Deployment {
  const { model, modelClass } = modelOf(row);
  if (model !== "Llama2_70B") throw new Unsaid("the source prints no prompt length");
  const tp = figureOf(row, "tp");
  const pp = figureOf(row, "pp", 1);
  const chips = row.devices ?? tp;
  const offline = textOf(row, "scenario") === "Offline";
  const rate = row.metrics["scheduled_samples_per_s"];
  const replica = tp * pp;
  const instances = chips / replica;
  return {
    ...machineOf(row),
    model,
    modelClass,
    chips,
    engine: "tensorrt_llm",
    workload: {
      input: `${openOrcaPrompt} tokens`,
      output: `${Math.round(Number(row.derived?.["osl_mean"]))} tokens`,
      rate: offline || typeof rate !== "number" ? undefined : `${rate} requests/s`,
    },
    precision: precisionOf(row, "tensorrt_llm"),
    phases: {
      colocated: {
        tp,
        pp,
        chips: replica,
        instances,
        batch: offline ? `${figureOf(row, "gpu_batch_size")} requests` : "max",
      },
    },
    compare: offline
      ? [{ metric: "throughput", measured: Number(row.metrics["tokens_per_s_total"]) }]
      : [
          { metric: "tpot", measured: Number(row.metrics["tpot_ms_mean"]) / 1000 },
          { metric: "ttft", measured: Number(row.metrics["ttft_ms_mean"]) / 1000 },
        ],
    remarks: ["the mean prompt of OpenOrca is recalled"],
  };
}
