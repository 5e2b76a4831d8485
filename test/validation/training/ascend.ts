/** MindSpeed-LLM (ModelLink) and MindFormers on Atlas 800T A2. */

import { Unsaid } from "../serving/rows";
import { modelOf } from "./names";
import { interleaved, printedPlan, speed, type TrainingRun } from "./plan";
import { chipsOf, degree, printed, type Row } from "./rows";

const machine = { machine: "Atlas800T_A2", machineSize: 8 } as const;

/** Rows of the table of October 2024 whose launch script stands in the same commit. MC2 runs multiplications beside their communication. */
export function modelLink(row: Row): TrainingRun {
  if (row.parallel?.["script"] === undefined) throw new Unsaid("the layout is not printed");
  const { model, modelClass, layers } = modelOf(row.model);
  const pp = degree(row, "pp");
  const chunk = row.parallel["vpp_layers_per_stage"];
  return {
    ...machine,
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "mindspeed",
    plan: {
      ...printedPlan(row),
      ...(typeof chunk === "number" && pp > 1 ? interleaved(layers / pp / chunk) : {}),
      zero: row.parallel["dist_opt"] === true ? 1 : 0,
      sequence_parallel: row.parallel["sp"] === true,
      ...(row.parallel["recompute"] === "full" ? { recompute: "full" } : {}),
      ...(/GPT3/.test(row.model) ? { precision: { weights: "fp16", activations: "fp16" } } : {}),
      ...(row.parallel["mc2"] === true ? { overlap: { tensor: "80%" } } : {}),
    },
    compare: speed(row),
    remarks: ["layout: the launch script of the same commit"],
  };
}

/**
 * MindFormers' model cards with the yaml of the same commit: one sequence a microbatch (runner_config.batch_size), optimizer states split.
 * "select_recompute" repeats activation functions of a few layers, which is counted as nothing.
 */
export function mindFormers(row: Row): TrainingRun {
  const parallel = row.parallel;
  if (!parallel) throw new Unsaid("the layout is not printed");
  const { model, modelClass } = modelOf(row.model);
  const copies = degree(row, "data_parallel");
  const recompute = typeof parallel["recompute_config"] === "string" ? parallel["recompute_config"] : "";
  const some = /recompute: \[([\d, ]+)\]/.exec(recompute)?.[1]?.split(",").map(Number);
  const plan = printedPlan({
    ...row,
    micro_batch: 1,
    global_batch: copies * printed(parallel["micro_batch_num"], "microbatches"),
    parallel: { ...parallel, tp: degree(row, "model_parallel"), pp: degree(row, "pipeline_stage") },
  });
  return {
    ...machine,
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "mindformers",
    plan: {
      ...plan,
      zero: 1,
      sequence_parallel: parallel["use_seq_parallel"] === "True",
      ...(recompute.startsWith("recompute: True") ? { recompute: "full" } : {}),
      ...(recompute.startsWith("recompute: [") && some ? { recompute: "full", recompute_layers: Math.max(...some) } : {}),
    },
    compare: speed(row),
    remarks: ["layout: the yaml of the same commit"],
  };
}
