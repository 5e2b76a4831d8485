/** The dense feed-forward network of a layer. */

import { normKernel, quantise, tensorReduce } from "./layer";
import { type Block, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";
import type { Kernel } from "./kernel";
import type { Stream } from "./operator";

/** Dense feed-forward network, split over the tensor parallel group. */
export function denseBlock(setting: Setting): Block {
  const { model, phase } = setting;
  const norm = normKernel(setting, "expert");
  const quantised = quantise(setting, "expert", model.hidden);
  const ffn = network(setting, "ffn", (model.ffn?.intermediate ?? 0) / phase.tp);
  const reduce = tensorReduce(setting, "expert");
  return (load, to) => {
    const tokens = tokensOf(load) / phase.cp;
    norm(tokens, to);
    quantised?.(tokens, to);
    ffn(tokens, to);
    reduce(tokens, to);
  };
}

/** Up (and gate), activation, down. */
export function network(setting: Setting, name: string, intermediate: number, stream: Stream = "expert"): Kernel {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const columns = intermediate * (model.ffnMatrices - 1);
  const up = gemmKernel(device, name, stream, { depth: model.hidden, columns, weights, activations });
  const activation = vectorKernel(device, "activation", stream, (columns + intermediate) * 2, 1);
  const quantised = quantise(setting, stream, intermediate);
  const down = gemmKernel(device, name, stream, { depth: intermediate, columns: model.hidden, weights, activations });
  return (tokens, to) => {
    up(tokens, to);
    activation(tokens, to);
    quantised?.(tokens, to);
    down(tokens, to);
  };
}
