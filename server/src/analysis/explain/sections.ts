/** Which figures of a chip's calibration time the kernels of an explanation. */

import type { Explanation } from "../../../../shared/report";
import type { PhaseName, ServePlan, TrainPlan } from "../../engine";

/** Paths in the calibration: a section, or one figure of it. */
export function calibrationOf({ machine, model, precision, phases }: ServePlan, { kernels, path }: Explanation): readonly string[] {
  const [phase = "", operator = ""] = path.split(".");
  const way = phases.find(({ name }) => name === phase)?.expertPath;
  const exchange = way === undefined || way === "all_gather" ? "collective" : `${way}.${operator}`;
  const names = kernels.flatMap(({ shape, seconds }) => {
    if (seconds.transfer > 0) return [operator === "dispatch" || operator === "combine" ? exchange : "collective"];
    if (shape) return operator === "experts" ? groupedMultiplication : multiplication;
    if (operator !== "attention") return seconds.memory > 0 ? ["vector"] : ["overhead"];
    const latent = model.attention.kind === "mla";
    return attentionFigures(phase as PhaseName, latent);
  });
  const used = new Set([precision.activations, precision.attention, "bf16"]);
  const types = Object.keys(machine.chip.calibration.gemm.efficiency).filter((type) => used.has(type as "bf16"));
  return [...new Set(names.flatMap((name) => (name === "gemm.TYPE" ? types.map((type) => `gemm.${type}`) : [name])))];
}

/** The same of a training plan, whose paths begin with `step`. */
export function calibrationOfTraining({ precision, expertPath }: TrainPlan, { kernels, path }: Explanation): readonly string[] {
  const operator = path.replace(/^step\./, "").replace(/_backward$/, "");
  const exchange = expertPath === "normal" && (operator === "dispatch" || operator === "combine") ? `normal.${operator}` : "collective";
  const names = kernels.flatMap(({ shape, seconds }) => {
    if (seconds.transfer > 0) return [exchange];
    if (shape) return operator === "experts" ? groupedMultiplication : multiplication;
    if (operator === "attention") return ["attention.prefill", "attention.backward", "attention.memory", "overhead.kernel"];
    return seconds.memory > 0 ? ["vector"] : ["overhead"];
  });
  return [...new Set(names.map((name) => (name === "gemm.TYPE" ? `gemm.${precision.activations}` : name)))];
}

const groupedMultiplication = ["grouped", "gemm.tile_m", "gemm.tile_n", "gemm.tile_min", "overhead.kernel"];

const multiplication = [
  "gemm.TYPE",
  "gemm.memory",
  "gemm.half_depth",
  "gemm.exposed",
  "gemm.tile_m",
  "gemm.tile_n",
  "gemm.tile_min",
  "overhead.kernel",
];

function attentionFigures(phase: PhaseName, latent: boolean): string[] {
  const reads = ["attention.prefill", "attention.block"];
  const writes = latent
    ? ["attention.decode", "attention.latent_overhead", "attention.latent_token"]
    : ["attention.grouped_decode", "attention.overhead"];
  const both = ["attention.memory", "attention.quantised_memory"];
  return [...(phase === "decode" ? [] : reads), ...(phase === "prefill" ? ["attention.overhead"] : writes), ...both];
}
