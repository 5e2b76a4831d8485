/** Multi-head latent attention, dense or over the tokens that an indexer chooses. */

import type { LatentAttention, Multiplied } from "../types";
import { kvBytes } from "./attention";
import { answerCore, promptCore } from "./core";
import { indexerBlock } from "./indexer";
import { gateKernel, normKernel, quantise } from "./layer";
import { Fusion } from "./fusion";
import type { Kernel } from "./kernel";
import { type Block, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";
import { earlierTokens } from "./prompt";

/**
 * Projections and attention over the latent cache. Prompts expand it to full keys and values; answers are written over the latent
 * vectors themselves, and so are prompts whose tokens attend to chosen ones (DeepSeek-V3.2 report, 2.1).
 */
export function latentAttention(setting: Setting, attention: LatentAttention): Block {
  const { device, phase } = setting;
  const { kvRank, nopeDim, ropeDim, valueDim, indexer } = attention;
  const heads = attention.heads / phase.tp;
  const prolog = prologBlock(setting, attention);
  const expanding = expandingBlock(setting, attention);
  const keys = absorbKernel(setting, attention, nopeDim, kvRank);
  const scoring = indexer && indexerBlock(setting, indexer, { depth: attention.qRank, keys: indexer.headDim, ratio: 1 });
  const core = { heads, queryKeyDim: kvRank + ropeDim, valueDim: kvRank, kvBytes: kvBytes(setting, attention) };
  const readingChosen = promptCore(setting, attention, core);
  const writing = answerCore(setting, attention, core);
  const values = absorbKernel(setting, attention, kvRank, valueDim);
  const epilog = epilogBlock(setting, attention);
  const fusing = device.machine.chip.calibration.attention.prolog === "fused";
  return (load, to) => {
    const tokens = tokensOf(load) / phase.cp;
    const answering = (load.requests * load.queries) / phase.cp;
    // Short prompts attend to all tokens: choosing would leave none out (DeepSeek-V3.2 report, 2.1).
    const chosen = indexer !== undefined && load.prompt > 0 && (load.cached + load.fresh) * load.lengthening > indexer.topK;
    const absorbing = answering + (chosen ? load.prompt / phase.cp : 0);
    if (fusing && absorbing > 0 && load.prompt === 0) {
      const one = new Fusion();
      prolog(tokens, one);
      keys(absorbing, one);
      to.given(one.operator("attention_projection", "attention"));
    } else {
      prolog(tokens, to);
      if (load.prompt > 0 && !chosen) expanding(load, to);
      if (absorbing > 0) keys(absorbing, to);
    }
    scoring?.(load, to);
    if (chosen) readingChosen(load, to);
    if (answering > 0) writing(load, to);
    if (absorbing > 0) values(absorbing, to);
    epilog(tokens, to);
  };
}

function denseKernel({ device, precision }: Setting, depth: number, columns: number, types: Multiplied = precision): Kernel {
  const { weights, activations } = types;
  return gemmKernel(device, "attention_projection", "attention", { depth, columns, weights, activations });
}

/** Norm, projections of queries and latent vectors, rotary embedding. */
function prologBlock(setting: Setting, { heads: all, qRank, kvRank, nopeDim, ropeDim }: LatentAttention): Kernel {
  const { device, model, phase } = setting;
  const heads = all / phase.tp;
  const queryWidth = heads * (nopeDim + ropeDim);
  const norm = normKernel(setting, "attention");
  const quantisedInput = quantise(setting, "attention", model.hidden);
  const down = denseKernel(setting, model.hidden, (qRank > 0 ? qRank : queryWidth) + kvRank + ropeDim);
  const quantisedQuery = qRank > 0 ? quantise(setting, "attention", qRank) : undefined;
  const up = qRank > 0 ? denseKernel(setting, qRank, queryWidth) : undefined;
  const rotary = vectorKernel(device, "rotary", "attention", 4 * (qRank + kvRank + ropeDim) + 4 * heads * ropeDim, 2);
  return (tokens, to) => {
    norm(tokens, to);
    quantisedInput?.(tokens, to);
    down(tokens, to);
    quantisedQuery?.(tokens, to);
    up?.(tokens, to);
    rotary(tokens, to);
  };
}

/** Prefill expands the latent vectors to full keys and values: those of earlier tokens, and those gathered from other ranks, too. */
function expandingBlock(setting: Setting, attention: LatentAttention): Block {
  const { device, phase } = setting;
  const { kvRank, nopeDim, ropeDim, valueDim } = attention;
  const heads = attention.heads / phase.tp;
  const expand = expansion(setting, kvRank, heads * (nopeDim + valueDim));
  const rotary = vectorKernel(device, "rotary", "attention", heads * (nopeDim + ropeDim) * 4, 1);
  const kvBytesExpanded = heads * (nopeDim + ropeDim + valueDim) * 2;
  const reading = promptCore(setting, attention, { heads, queryKeyDim: nopeDim + ropeDim, valueDim, kvBytes: kvBytesExpanded });
  return (load, to) => {
    const expanded = load.prompt + earlierTokens(attention, load);
    expand(expanded, to);
    rotary(expanded, to);
    reading(load, to);
  };
}

/** The key expansion is multiplied into the query and the value expansion into the output ("absorbed"; DeepSeek-V2 report, 2.1.2). */
function absorbKernel({ device, phase }: Setting, { heads }: LatentAttention, depth: number, columns: number): Kernel {
  const matrix = { depth, columns, count: heads / phase.tp, weights: "bf16", activations: "bf16" } as const;
  return gemmKernel(device, "attention_projection", "attention", matrix);
}

/** Gate, and output projection. */
function epilogBlock(setting: Setting, { heads, valueDim, gate }: LatentAttention): Kernel {
  const { model, phase, precision } = setting;
  const width = (heads / phase.tp) * valueDim;
  const gates = gate ? denseKernel(setting, model.hidden, width) : undefined;
  const gated = gate ? gateKernel(setting, width) : undefined;
  const quantised = quantise(setting, "attention", width, precision.output.activations);
  const output = denseKernel(setting, width, model.hidden, precision.output);
  return (tokens, to) => {
    gates?.(tokens, to);
    gated?.(tokens, to);
    quantised?.(tokens, to);
    output(tokens, to);
  };
}

/**
 * Latent vectors to keys and values. The checkpoints in fp8 have these weights in 8 bits, those in int8 leave them in 16, as decode
 * multiplies them into queries and results (hicann/cann-recipes-infer, DeepSeek-R1: kv_b_proj).
 */
function expansion(setting: Setting, depth: number, columns: number): Kernel {
  const { device, precision } = setting;
  const wide = precision.weights === "int8";
  const quantised = wide ? undefined : quantise(setting, "attention", depth);
  const weights = wide ? "bf16" : precision.weights;
  const activations = wide ? "bf16" : precision.activations;
  const expand = gemmKernel(device, "attention_projection", "attention", { depth, columns, weights, activations });
  return (rows, to) => {
    quantised?.(rows, to);
    expand(rows, to);
  };
}
