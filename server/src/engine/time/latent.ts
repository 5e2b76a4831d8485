/** Multi-head latent attention, dense or over the tokens that an indexer chooses. */

import type { LatentAttention } from "../types";
import { answerAttention, kvBytes, promptAttention } from "./attention";
import { contextGather, contextMerge } from "./context";
import { indexerOperators } from "./indexer";
import { gateOperator, normOperator, quantise } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { computation, type Operator } from "./operator";
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
  let operators = [normOperator(setting, "attention", tokens), ...quantise(setting, "attention", tokens, model.hidden)];
  if (qRank > 0) {
    operators.push(dense(tokens, model.hidden, qRank + kvRank + ropeDim), ...quantise(setting, "attention", tokens, qRank));
    operators.push(dense(tokens, qRank, queryWidth));
  } else operators.push(dense(tokens, model.hidden, queryWidth + kvRank + ropeDim));
  operators.push(vectorOperator(device, "rotary", "attention", tokens * (4 * (qRank + kvRank + ropeDim) + 4 * heads * ropeDim), 2));
  const { indexer } = attention;
  // Short prompts attend to all tokens: choosing would leave none out (DeepSeek-V3.2 report, 2.1).
  const chosen = indexer !== undefined && load.prompt > 0 && load.cached + load.fresh > indexer.topK;
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
    operators.push(
      ...quantise(setting, "attention", expanded, kvRank),
      dense(expanded, kvRank, heads * (nopeDim + valueDim)),
      vectorOperator(device, "rotary", "attention", expanded * heads * (nopeDim + ropeDim) * 4, 1),
      promptAttention(setting, attention, load, { heads, queryKeyDim: nopeDim + ropeDim, valueDim, kvBytes: expandedBytes }),
      ...contextGather(setting, attention, load),
    );
  }
  if (absorbing > 0) {
    const prolog = [...operators, absorb(nopeDim, kvRank)];
    const fused = device.machine.chip.calibration.attention.prolog === "fused" && load.prompt === 0;
    operators = fused ? [fuse("attention_projection", prolog)] : prolog;
  }
  if (indexer) operators.push(...indexerOperators(setting, indexer, load, { depth: qRank, keys: indexer.headDim, ratio: 1 }));
  if (chosen) operators.push(promptAttention(setting, attention, load, core), ...contextGather(setting, attention, load));
  if (answering > 0) operators.push(answerAttention(setting, attention, load, core), ...contextMerge(setting, load, heads * kvRank));
  if (absorbing > 0) operators.push(absorb(kvRank, valueDim));
  if (attention.gate) operators.push(dense(tokens, model.hidden, heads * valueDim), gateOperator(setting, tokens, heads * valueDim));
  operators.push(...quantise(setting, "attention", tokens, heads * valueDim), dense(tokens, heads * valueDim, model.hidden));
  return operators;
}

/** One kernel for several operators: vector work stays on the chip, and one launch is paid. */
function fuse(name: string, operators: readonly Operator[]): Operator {
  const matrices = operators.filter(({ flop }) => flop > 0);
  const sum = (value: (operator: Operator) => number) => matrices.reduce((total, operator) => total + value(operator), 0);
  return computation(name, "attention", {
    flop: sum(({ flop }) => flop),
    bytes: sum(({ bytes }) => bytes),
    compute: sum(({ compute }) => compute),
    memory: sum(({ memory }) => memory),
    overhead: Math.max(...operators.map(({ overhead }) => overhead)),
    exposed: Math.max(...matrices.map(({ exposed }) => exposed)),
  });
}
