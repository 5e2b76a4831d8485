/** A training run as a plan in the language, and which of the plan's figures stands beside which printed one. */

import type { ModelClass } from "../prediction";
import { type Block, block } from "../serving/plan";
import { chipsOf, degree, measured, printed, type Row } from "./rows";

/** A printed figure of one of three kinds. */
export interface Comparison {
  /** A metric of the plan. "step" is a time, "memory" a size; any other is a rate: the step's time follows from it. */
  readonly metric: string;
  /** In SI units; of the whole plan. */
  readonly measured: number;
  /** As the source prints it. */
  readonly printed: string;
}

/** A printed count of operations: how the source counts, apart from any time. */
export interface Operations {
  readonly perToken: number;
  /** Whether all pairs of tokens count, or the causal half. */
  readonly attention: "causal" | "full";
}

export interface TrainingRun {
  /** A machine of the catalog or of plans/training.cmx, its chips, and how many are used: of several such machines, if need be. */
  readonly machine: string;
  readonly machineSize: number;
  readonly chips: number;
  readonly model: string;
  /** What the run changes of it, such as the number of layers. */
  readonly changes?: Block;
  readonly modelClass: ModelClass;
  /** Name of the catalog's engine. */
  readonly engine: string | undefined;
  readonly plan: Block;
  readonly compare: readonly Comparison[];
  readonly operations?: Operations;
  readonly remarks: readonly string[];
}

/** The text of one run: what it changes of the model, a cluster where one machine is too small, and the plan `p`. */
export function textOfRun(run: TrainingRun): string {
  const count = Math.ceil(run.chips / run.machineSize);
  const model = run.changes ? block(`model m : ${run.model}`, run.changes) : "";
  const cluster = count > 1 ? block("cluster c", { supernode: run.machine, count }) : "";
  const plan: Block = {
    model: run.changes ? "m" : run.model,
    on: count > 1 ? "c" : run.machine,
    engine: run.engine,
    chips: run.chips,
    ...run.plan,
  };
  return `import "training.cmx"\n\n${model}${cluster}${block("train p", plan)}`;
}

/** Sequence, batch, microbatch and degrees, as a row prints them. */
export function printedPlan(row: Row): Block {
  const microbatch = row.micro_batch ?? 1;
  const [pp, chunks] = [degree(row, "pp", "pipeline_stage"), degree(row, "vp", "vpp")];
  return {
    sequence: `${printed(row.seq_len, "the length of a sequence")} tokens`,
    batch: `${printed(row.global_batch, "the batch")} sequences`,
    microbatch: `${microbatch} ${microbatch === 1 ? "sequence" : "sequences"}`,
    tp: degree(row, "tp", "model_parallel"),
    pp,
    cp: degree(row, "cp"),
    ep: degree(row, "ep"),
    ...(pp > 1 && chunks > 1 ? interleaved(chunks) : {}),
  };
}

export function interleaved(chunks: number): Block {
  return { schedule: '"interleaved"', chunks };
}

/** What the stages at the ends have less than the others. */
export function uneven(layers: number, pp: number, first: number, last: number): Block {
  if (pp === 1) return {};
  const middle = (layers + first + last) / pp;
  return { first_layers: middle - first, last_layers: middle - last };
}

/** Step, tokens/s, or operations: the first that the row prints. `rate` says by which metric its FLOP/s or MFU count. */
export function speed(row: Row, rate?: { readonly metric: string; readonly peak: number }): Comparison[] {
  const step = measured(row, "step_time_s");
  if (step !== undefined) return [{ metric: "step", measured: step, printed: `${step} s` }];
  const each = measured(row, "tokens_per_s_per_device");
  if (each !== undefined) return [{ metric: "throughput", measured: each * chipsOf(row), printed: `${each} tokens/s per chip` }];
  const operations = measured(row, "tflops_per_device");
  if (operations !== undefined && rate) {
    return [{ metric: rate.metric, measured: operations / rate.peak, printed: `${operations} TFLOP/s per chip` }];
  }
  const mfu = measured(row, "mfu");
  return mfu === undefined || !rate ? [] : [{ metric: rate.metric, measured: mfu, printed: `MFU ${(100 * mfu).toFixed(1)}%` }];
}

/** FLOP of a token, where the row prints both rates. */
export function operationsOf(row: Row, attention: Operations["attention"]): { readonly operations?: Operations } {
  const [operations, tokens] = [measured(row, "tflops_per_device"), measured(row, "tokens_per_s_per_device")];
  return operations === undefined || tokens === undefined ? {} : { operations: { perToken: (operations * 1e12) / tokens, attention } };
}

const gib = 2 ** 30;

export function memory(row: Row, name: string): Comparison[] {
  const value = measured(row, name);
  return value === undefined ? [] : [{ metric: "memory", measured: value * gib, printed: `${value} GiB` }];
}

/** Dense peaks in TFLOP/s by which sources divide. */
export const peaks = { a100: 312, h100: 989, h100_fp8: 1979, b200_fp8: 4500, tpuv4: 275, tpuv5e: 197, tpuv5p: 459 } as const;
