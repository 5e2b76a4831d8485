/** Multi-head latent attention, dense or over the tokens that an indexer chooses. */

import type { LatentAttention } from "../types";
import { answerAttention, kvBytes, promptAttention } from "./attention";
import { contextGather, contextMerge } from "./context";
import { indexerOperators } from "./indexer";
import { gateOperator, normOperator, quantise } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { add, computation, type Operator } from "./operator";
import { earlierTokens } from "./prompt";

/**
 * Projections and attention over the latent cache. Prompts expand it to full keys and values; answers are written over the latent
 * vectors themselves, and so are prompts whose tokens attend to chosen ones (DeepSeek-V3.2 report, 2.1).
 */
export function latentAttention(setting: Setting, attention: LatentAttention, load: Load): Operator[] {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const { qRank, kvRank, nopeDim, ropeDim, valueDim } = attention;
  const heads = attention.heads / phase.tp;
  const tokens = tokensOf(load) / phase.cp;
  const answering = (load.requests * load.queries) / phase.cp;
  const dense = (rows: number, depth: number, columns: number) =>
    gemmOperator(device, "attention_projection", "attention", { rows, depth, columns, weights, activations });
  const queryWidth = heads * (nopeDim + ropeDim);
  let operators = [normOperator(setting, "attention", tokens)];
  add(operators, quantise(setting, "attention", tokens, model.hidden));
  if (qRank > 0) {
    add(operators, dense(tokens, model.hidden, qRank + kvRank + ropeDim));
    add(operators, quantise(setting, "attention", tokens, qRank));
    add(operators, dense(tokens, qRank, queryWidth));
  } else add(operators, dense(tokens, model.hidden, queryWidth + kvRank + ropeDim));
  add(operators, vectorOperator(device, "rotary", "attention", tokens * (4 * (qRank + kvRank + ropeDim) + 4 * heads * ropeDim), 2));
  const { indexer } = attention;
  // Short prompts attend to all tokens: choosing would leave none out (DeepSeek-V3.2 report, 2.1).
  const chosen = indexer !== undefined && load.prompt > 0 && (load.cached + load.fresh) * load.lengthening > indexer.topK;
  const expanding = load.prompt > 0 && !chosen;
  const absorbing = answering + (chosen ? load.prompt / phase.cp : 0);
  const core = { heads, queryKeyDim: kvRank + ropeDim, valueDim: kvRank, kvBytes: kvBytes(setting, attention) };
  // The key expansion is multiplied into the query and the value expansion into the output ("absorbed"; DeepSeek-V2 report, 2.1.2).
  const absorb = (depth: number, columns: number) =>
    gemmOperator(device, "attention_projection", "attention", {
      rows: absorbing,
      depth,
      columns,
      count: heads,
      weights: "bf16",
      activations: "bf16",
    });
  if (expanding) {
    // Prefill expands the latent vectors to full keys and values: those of earlier tokens, and those gathered from other ranks, too.
    const expanded = load.prompt + earlierTokens(attention, load);
    const expandedBytes = heads * (nopeDim + ropeDim + valueDim) * 2;
    expansion(setting, expanded, kvRank, heads * (nopeDim + valueDim), operators);
    add(operators, vectorOperator(device, "rotary", "attention", expanded * heads * (nopeDim + ropeDim) * 4, 1));
    const full = { heads, queryKeyDim: nopeDim + ropeDim, valueDim, kvBytes: expandedBytes };
    add(operators, promptAttention(setting, attention, load, full));
    add(operators, contextGather(setting, attention, load));
  }
  if (absorbing > 0) {
    add(operators, absorb(nopeDim, kvRank));
    const fused = device.machine.chip.calibration.attention.prolog === "fused" && load.prompt === 0;
    if (fused) operators = [fuse("attention_projection", operators)];
  }
  if (indexer) indexerOperators(setting, indexer, load, { depth: qRank, keys: indexer.headDim, ratio: 1 }, operators);
  if (chosen) {
    add(operators, promptAttention(setting, attention, load, core));
    add(operators, contextGather(setting, attention, load));
  }
  if (answering > 0) {
    add(operators, answerAttention(setting, attention, load, core));
    add(operators, contextMerge(setting, load, heads * kvRank));
  }
  if (absorbing > 0) add(operators, absorb(kvRank, valueDim));
  if (attention.gate) {
    add(operators, dense(tokens, model.hidden, heads * valueDim));
    add(operators, gateOperator(setting, tokens, heads * valueDim));
  }
  add(operators, quantise(setting, "attention", tokens, heads * valueDim));
  add(operators, dense(tokens, heads * valueDim, model.hidden));
  return operators;
}

/**
 * Latent vectors to keys and values. The checkpoints in fp8 have these weights in 8 bits, those in int8 leave them in 16, as decode
 * multiplies them into queries and results (hicann/cann-recipes-infer, DeepSeek-R1: kv_b_proj).
 */
function expansion(setting: Setting, rows: number, depth: number, columns: number, operators: Operator[]): void {
  const { device, precision } = setting;
  const wide = precision.weights === "int8";
  if (!wide) add(operators, quantise(setting, "attention", rows, depth));
  const weights = wide ? "bf16" : precision.weights;
  const activations = wide ? "bf16" : precision.activations;
  add(operators, gemmOperator(device, "attention_projection", "attention", { rows, depth, columns, weights, activations }));
}

/** One kernel for several operators: vector work stays on the chip, and one launch is paid. */
function fuse(name: string, operators: readonly Operator[]): Operator {
  const fused = { flop: 0, bytes: 0, compute: 0, memory: 0, overhead: 0, exposed: 0 };
  for (const operator of operators) {
    fused.overhead = Math.max(fused.overhead, operator.overhead);
    if (operator.flop <= 0) continue;
    fused.flop += operator.flop;
    fused.bytes += operator.bytes;
    fused.compute += operator.compute;
    fused.memory += operator.memory;
    fused.exposed = Math.max(fused.exposed, operator.exposed);
  }
  return computation(name, "attention", fused);
}
