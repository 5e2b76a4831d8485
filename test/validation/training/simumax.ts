/** SimuMax's measured runs on one server of B200: Megatron-LM with truncated models, nothing overlapped (docs/b200/b200_real_repro_guide.md). */

import type { Block } from "../serving/plan";
import { nvidiaMachine } from "./names";
import { memory, printedPlan, speed, type TrainingRun } from "./plan";
import { chipsOf, degree, printed, type Row } from "./rows";

const models = {
  llama3_70b: ["Llama31_70B", "dense"],
  llama3_405b: ["SimuMax_405B", "dense"],
  deepseekv2: ["DeepSeekV2", "moe"],
  deepseekv3: ["DeepSeekV3", "moe"],
} as const;

const unhidden: Block = {
  gradients: "0%",
  parameters: "0%",
  tensor: "0%",
  tensor_gradients: "0%",
  context: "0%",
  experts: "0%",
  pipeline: "0%",
};

export function simuMax(row: Row): TrainingRun {
  const [model, modelClass] = models[row.model as keyof typeof models];
  const layers = Number(/_l(\d+)/.exec(row.id)?.[1]);
  const copies = degree(row, "dp");
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    changes: { layers, ...(modelClass === "moe" ? { moe: { first_dense: 1 } } : {}) },
    modelClass,
    engine: "megatron",
    plan: {
      ...printedPlan({ ...row, global_batch: copies * printed(row.grad_accum, "microbatches") }),
      zero: 1,
      mtp_modules: 0,
      context: "all_to_all",
      reserve: "0 GB",
      overlap: unhidden,
    },
    compare: [...speed(row), ...memory(row, "peak_alloc_gib")],
    remarks: ["memory: of PyTorch's allocator alone"],
  };
}
