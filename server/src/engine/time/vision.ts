/** The encoder of images: a transformer of its own over patches, whose tokens enter the prompt. */

import { type Device, unitsFor } from "../hardware";
import type { VisionEncoder } from "../types";
import { collectiveKernel } from "./collective";
import { type Receiver, workOf } from "./kernel";
import type { Block, Load, Setting } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";

export interface VisionBlocks {
  /** Of one layer of the encoder. */
  readonly layer: Block;
  /** Embedding of patches and projection to the language model's width. */
  readonly ends: Block;
}

/**
 * What the images of a step's prompts cost, in 16 bits: a prompt that is read in parts has its share of them in each. Every patch attends
 * to all patches of its image. Weights and heads are split by tensor parallelism, with two all-reduces a layer.
 */
export function visionBlocks({ device, model, phase }: Setting, vision: VisionEncoder): VisionBlocks {
  const { hidden, intermediate, patch, merge, projectors } = vision;
  const { tp, cp } = phase;
  const gemm = (depth: number, columns: number) =>
    gemmKernel(device, "vision", "attention", { depth, columns, weights: "bf16", activations: "bf16" });
  const norms = vectorKernel(device, "vision", "attention", hidden * 8 * 2, 2);
  const projection = gemm(hidden, (3 * hidden) / tp);
  const attention = patchAttention(device, hidden / tp);
  const output = gemm(hidden / tp, hidden);
  const up = gemm(hidden, intermediate / tp);
  const activation = vectorKernel(device, "vision", "attention", (2 * intermediate * 2) / tp, 1);
  const down = gemm(intermediate / tp, hidden);
  const reduce = collectiveKernel(device, "all_reduce", "attention", "all_reduce", { size: tp, stride: 1 }, phase.allReduce);
  const merged = hidden * merge ** 2;
  const embedding = gemm(3 * patch ** 2, hidden / tp);
  const widening = gemm(merged, merged / tp);
  const narrowing = gemm(merged / tp, model.hidden);
  const tokensIn = ({ prompt, fresh, images }: Load) => (images && prompt > 0 ? ((prompt / fresh) * images.count * images.tokens) / cp : 0);
  return {
    layer: (load, to) => {
      const patches = tokensIn(load) * merge ** 2;
      if (patches === 0) return;
      norms(patches, to);
      projection(patches, to);
      attention(patches, (load.images?.tokens ?? 0) * merge ** 2, to);
      output(patches, to);
      up(patches, to);
      activation(patches, to);
      down(patches, to);
      for (let block = 0; block < 2; block++) reduce(patches * hidden * 2, to);
    },
    ends: (load, to) => {
      const tokens = tokensIn(load);
      if (tokens === 0) return;
      embedding(tokens * merge ** 2, to);
      widening(tokens * projectors, to);
      narrowing(tokens * projectors, to);
    },
  };
}

/** Attention of `patches` to the patches of their image, of which there are `ofImage`, over `width` values of a rank. */
function patchAttention(device: Device, width: number): (patches: number, ofImage: number, to: Receiver) => void {
  const { attention: measured, overhead: fixed } = device.machine.chip.calibration;
  const reached = unitsFor(device, "bf16").peak * measured.prefill;
  const bandwidth = device.hbmBandwidth * measured.memory;
  const work = workOf("vision", "attention", fixed.kernel / device.scales.overhead);
  return (patches, ofImage, to) => {
    const flop = 4 * patches * ofImage * width;
    const bytes = patches * 4 * width * 2;
    to.computed(work, flop, bytes, flop / reached, bytes / bandwidth);
  };
}

/** Tokens of an image of `width` × `height` pixels. */
export function imageTokens({ patch, merge }: VisionEncoder, width: number, height: number): number {
  const side = patch * merge;
  return Math.ceil(width / side) * Math.ceil(height / side);
}
