/** Classes of training runs by which errors are summed up. */

import type { Prediction } from "../prediction";

export interface TrainingClass {
  readonly name: string;
  readonly holds: (prediction: Prediction) => boolean;
}

/** Steps of the rows whose identifier fits; of one class of models, where it says so. */
const steps =
  (pattern: RegExp, modelClass?: Prediction["modelClass"]) =>
  (each: Prediction): boolean =>
    each.metric === "step" && pattern.test(each.id) && (modelClass === undefined || each.modelClass === modelClass);

const h100 = (each: Prediction) => each.chip === "H100";

export const trainingClasses: readonly TrainingClass[] = [
  { name: "all steps", holds: steps(/./) },
  { name: "all steps, not calibrated on", holds: (each) => steps(/./)(each) && !each.calibrated },
  { name: "Megatron-LM on A100", holds: steps(/^(megatron-sc21|korthikanti|megascale)/) },
  { name: "Megatron-Core on H100", holds: steps(/^(megatron-core|mcore)/) },
  { name: "DGX Cloud, H100, dense", holds: (each) => steps(/^dgxc/, "dense")(each) && h100(each) },
  { name: "DGX Cloud, H100, experts", holds: (each) => steps(/^dgxc/, "moe")(each) && h100(each) },
  { name: "DGX Cloud, GB200", holds: (each) => steps(/^dgxc/)(each) && !h100(each) },
  { name: "NeMo, H100", holds: (each) => steps(/^nemo/)(each) && h100(each) },
  { name: "NeMo, Blackwell, dense", holds: (each) => steps(/^nemo/, "dense")(each) && !h100(each) },
  { name: "NeMo, Blackwell, experts", holds: (each) => steps(/^nemo/, "moe")(each) && !h100(each) },
  { name: "AutoModel", holds: steps(/^automodel/) },
  { name: "torchtitan", holds: steps(/^torchtitan/) },
  { name: "MPT with FSDP on A100", holds: (each) => steps(/^llmfoundry/)(each) && !h100(each) },
  { name: "MPT with FSDP on H100", holds: (each) => steps(/^llmfoundry/)(each) && h100(each) },
  { name: "Megatron-LM on one B200 server", holds: steps(/^simumax/) },
  { name: "MaxText on TPUs", holds: steps(/^maxtext/) },
  { name: "MindSpeed and MindFormers on Atlas 800T A2", holds: steps(/^(modellink|mindformers)/) },
  { name: "DeepSeek-V3 on 2,048 H800", holds: steps(/^deepseek/) },
  { name: "memory", holds: ({ metric }) => metric === "memory" },
];
