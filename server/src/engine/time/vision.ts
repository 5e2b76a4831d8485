/** The encoder of images: a transformer of its own over patches, whose tokens enter the prompt. */

import { unitsFor } from "../hardware";
import type { VisionEncoder } from "../types";
import { collectiveOperator } from "./collective";
import type { Load, Setting } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { computation, memorySeconds, type Operator } from "./operator";

export interface VisionOperators {
  /** Of one layer of the encoder. */
  readonly layer: readonly Operator[];
  /** Embedding of patches and projection to the language model's width. */
  readonly ends: readonly Operator[];
}

/**
 * What the images of a step's prompts cost, in 16 bits: a prompt that is read in parts has its share of them in each. Every patch attends
 * to all patches of its image. Weights and heads are split by tensor parallelism, with two all-reduces a layer.
 */
export function visionOperators(setting: Setting, vision: VisionEncoder, { prompt, fresh, images }: Load): VisionOperators {
  if (!images || prompt <= 0 || images.count === 0) return { layer: [], ends: [] };
  const { device, model, phase } = setting;
  const { attention: measured, overhead } = device.machine.chip.calibration;
  const { hidden, intermediate, patch, merge, projectors } = vision;
  const { tp } = phase;
  const ofImage = images.tokens * merge ** 2;
  const tokens = ((prompt / fresh) * images.count * images.tokens) / phase.cp;
  const patches = tokens * merge ** 2;
  const gemm = (rows: number, depth: number, columns: number) =>
    gemmOperator(device, "vision", "attention", { rows, depth, columns, weights: "bf16", activations: "bf16" });
  const flop = (4 * patches * ofImage * hidden) / tp;
  const bytes = (patches * 4 * hidden * 2) / tp;
  const attention = computation("vision", "attention", {
    flop,
    bytes,
    compute: flop / (unitsFor(device, "bf16").peak * measured.prefill),
    memory: memorySeconds(device, bytes, measured.memory),
    overhead: overhead.kernel / device.scales.overhead,
  });
  const reduce = collectiveOperator(
    device,
    "all_reduce",
    "attention",
    "all_reduce",
    { size: tp, stride: 1 },
    patches * hidden * 2,
    phase.allReduce,
  );
  const reduces = reduce ? [reduce, reduce] : [];
  const merged = hidden * merge ** 2;
  return {
    layer: [
      vectorOperator(device, "vision", "attention", patches * hidden * 8 * 2, 2),
      gemm(patches, hidden, (3 * hidden) / tp),
      attention,
      gemm(patches, hidden / tp, hidden),
      gemm(patches, hidden, intermediate / tp),
      vectorOperator(device, "vision", "attention", (patches * 2 * intermediate * 2) / tp, 1),
      gemm(patches, intermediate / tp, hidden),
      ...reduces,
    ],
    ends: [
      gemm(patches, 3 * patch ** 2, hidden / tp),
      gemm(tokens * projectors, merged, merged / tp),
      gemm(tokens * projectors, merged / tp, model.hidden),
    ],
  };
}

/** Tokens of an image of `width` × `height` pixels. */
export function imageTokens({ patch, merge }: VisionEncoder, width: number, height: number): number {
  const side = patch * merge;
  return Math.ceil(width / side) * Math.ceil(height / side);
}
