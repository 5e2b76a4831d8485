/** The operators of one transformer layer on one rank, prepared for what the rank has to do in a step. */

import { type Attention, bytesOf, type GroupedAttention, type Multiplied } from "../types";
import { kvBytes } from "./attention";
import { compressedAttention } from "./compressed";
import { collectiveKernel } from "./collective";
import { attentionCore } from "./core";
import { latentAttention } from "./latent";
import { linearAttention } from "./linear";
import { type Block, type Load, type Setting, tokensOf } from "./load";
import { gemmKernel, quantisationKernel, vectorKernel } from "./matrix";
import { type Kernel, listed } from "./kernel";
import type { Operator, Stream } from "./operator";

/** Norm, projections, attention and output projection, with the tensor parallel collective after it. */
export function attentionBlock(setting: Setting, attention: Attention): Block {
  const core = coreBlock(projecting(setting), attention);
  const reduce = tensorReduce(setting, "attention");
  const { cp } = setting.phase;
  return (load, to) => {
    core(load, to);
    reduce(tokensOf(load) / cp, to);
  };
}

export function attentionOperators(setting: Setting, load: Load, attention: Attention = setting.model.attention): Operator[] {
  return listed((to) => attentionBlock(setting, attention)(load, to));
}

/** What a layer multiplies in, for its attention: the projections may have types of their own. */
function projecting(setting: Setting): Setting {
  const { precision } = setting;
  const { weights, activations } = precision.projections;
  if (weights === precision.weights && activations === precision.activations) return setting;
  return { ...setting, precision: { ...precision, weights, activations } };
}

function coreBlock(setting: Setting, attention: Attention): Block {
  switch (attention.kind) {
    case "gqa":
      return groupedAttention(setting, attention);
    case "mla":
      return latentAttention(setting, attention);
    case "linear":
      return linearAttention(setting, attention);
    case "compressed":
      return compressedAttention(setting, attention);
  }
}

/** All-reduce of the residual stream of so many tokens over the tensor parallel group. */
export function tensorReduce({ device, model, phase }: Setting, stream: Stream): Kernel {
  const group = { size: phase.tp, stride: 1 };
  const reduce = collectiveKernel(device, "all_reduce", stream, "all_reduce", group, phase.allReduce);
  return (tokens, to) => reduce(tokens * model.hidden * 2, to);
}

/** Read the residual and the branch, write their sum and its norm, in 16 bits; copies of the residual are all read and written. */
export function normKernel({ device, model }: Setting, stream: Stream): Kernel {
  const copies = model.streams ?? 1;
  return vectorKernel(device, "norm", stream, model.hidden * 4 * (1 + copies), 1);
}

/**
 * Quantisation of the inputs of a multiplication that is `width` wide: a kernel of its own that reads 16 bits. Frameworks launch it as
 * one (AscendQuantV2 and DynamicQuant are a quarter of all launches in the profile of DeepSeek-V3 on an Atlas A3).
 */
export function quantise(setting: Setting, stream: Stream, width: number, type = setting.precision.activations): Kernel | undefined {
  const { device, phase } = setting;
  const bytes = bytesOf[type];
  if (bytes >= 2 || phase.runtime.fusedQuantisation) return undefined;
  return quantisationKernel(device, "quantisation", stream, width * (2 + bytes));
}

function groupedAttention(setting: Setting, attention: GroupedAttention): Block {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const heads = attention.heads / phase.tp;
  const kvHeads = Math.max(1, attention.kvHeads / phase.tp);
  const { headDim, gate = false } = attention;
  const dense = (depth: number, columns: number, types: Multiplied) =>
    gemmKernel(device, "attention_projection", "attention", { depth, columns, ...types });
  const norm = normKernel(setting, "attention");
  const quantisedInput = quantise(setting, "attention", model.hidden);
  const projection = dense(model.hidden, ((gate ? 2 : 1) * heads + 2 * kvHeads) * headDim, { weights, activations });
  const rotary = vectorKernel(device, "rotary", "attention", (heads + 2 * kvHeads) * headDim * 4, 1);
  const core = attentionCore(setting, attention, {
    heads,
    queryKeyDim: headDim,
    valueDim: headDim,
    kvBytes: kvBytes(setting, attention),
  });
  const gated = gate ? gateKernel(setting, heads * headDim) : undefined;
  const quantisedResult = quantise(setting, "attention", heads * headDim, precision.output.activations);
  const output = dense(heads * headDim, model.hidden, precision.output);
  return (load, to) => {
    const tokens = tokensOf(load) / phase.cp;
    norm(tokens, to);
    quantisedInput?.(tokens, to);
    projection(tokens, to);
    rotary(tokens, to);
    core(load, to);
    gated?.(tokens, to);
    quantisedResult?.(tokens, to);
    output(tokens, to);
  };
}

/** The result of the heads times the sigmoid of their gate, in 16 bits. */
export function gateKernel({ device }: Setting, width: number): Kernel {
  return vectorKernel(device, "gate_output", "attention", width * 6, 1);
}
