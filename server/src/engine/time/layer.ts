/** The operators of one transformer layer on one rank, for what the rank has to do in a step. */

import { type Attention, bytesOf } from "../types";
import { answerAttention, kvBytes, promptAttention } from "./attention";
import { collectiveOperator } from "./collective";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { computation, type Operator } from "./operator";
import { earlierTokens } from "./prompt";

/** Norm, projections, attention and output projection, with the tensor parallel collective after it. */
export function attentionOperators(setting: Setting, load: Load): Operator[] {
  const { attention } = setting.model;
  const operators = attention.kind === "mla" ? latentAttention(setting, attention, load) : groupedAttention(setting, attention, load);
  const reduce = tensorReduce(setting, tokensOf(load) / setting.phase.cp, "attention");
  if (reduce) operators.push(reduce);
  return operators;
}

/** All-reduce of the residual stream over the tensor parallel group. */
export function tensorReduce(setting: Setting, tokens: number, stream: Operator["stream"]): Operator | undefined {
  const { device, model, phase } = setting;
  const group = { size: phase.tp, stride: 1 };
  return collectiveOperator(device, "all_reduce", stream, "all_reduce", group, tokens * model.hidden * 2, phase.allReduce);
}

/** Read the residual and the branch, write their sum and its norm, in 16 bits. */
export function normOperator(setting: Setting, stream: Operator["stream"], tokens: number): Operator {
  return vectorOperator(setting.device, "norm", stream, tokens * setting.model.hidden * 8, 1);
}

/**
 * Quantisation of the inputs of a multiplication that is `width` wide: a kernel of its own that reads 16 bits. Frameworks launch it as
 * one (AscendQuantV2 and DynamicQuant are a quarter of all launches in the profile of DeepSeek-V3 on an Atlas A3).
 */
export function quantise({ device, phase, precision }: Setting, stream: Operator["stream"], tokens: number, width: number): Operator[] {
  const bytes = bytesOf[precision.activations];
  return bytes < 2 && !phase.runtime.fusedQuantisation
    ? [vectorOperator(device, "quantisation", stream, tokens * width * (2 + bytes), 1)]
    : [];
}

function groupedAttention(setting: Setting, attention: Attention & { kind: "gqa" }, load: Load): Operator[] {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const tokens = tokensOf(load) / phase.cp;
  const heads = attention.heads / phase.tp;
  const kvHeads = Math.max(1, attention.kvHeads / phase.tp);
  const { headDim } = attention;
  const gemm = (name: string, depth: number, columns: number) =>
    gemmOperator(device, name, "attention", { rows: tokens, depth, columns, weights, activations });
  const operators = [
    normOperator(setting, "attention", tokens),
    ...quantise(setting, "attention", tokens, model.hidden),
    gemm("attention_projection", model.hidden, (heads + 2 * kvHeads) * headDim),
    vectorOperator(device, "rotary", "attention", tokens * (heads + 2 * kvHeads) * headDim * 4, 1),
  ];
  const core = { heads, queryKeyDim: headDim, valueDim: headDim, kvBytes: kvBytes(setting, attention) };
  if (load.prompt > 0) operators.push(promptAttention(setting, attention, load, core), ...contextGather(setting, attention, load));
  if (load.requests > 0) operators.push(answerAttention(setting, attention, load, core), ...contextMerge(setting, load, heads * headDim));
  operators.push(...quantise(setting, "attention", tokens, heads * headDim), gemm("attention_projection", heads * headDim, model.hidden));
  return operators;
}

function latentAttention(setting: Setting, attention: Attention & { kind: "mla" }, load: Load): Operator[] {
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
  if (load.prompt > 0) {
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
  if (answering > 0) {
    // Decode multiplies the key expansion into the query and the value expansion into the output ("absorbed"; DeepSeek-V2 report, 2.1.2).
    const absorb = (depth: number, columns: number) =>
      gemmOperator(device, "attention_projection", "attention", {
        rows: answering,
        depth,
        columns,
        count: heads,
        weights: "bf16",
        activations: "bf16",
      });
    const prolog = [...operators, absorb(nopeDim, kvRank)];
    const fused = device.machine.chip.calibration.attention.prolog === "fused" && load.prompt === 0;
    operators = [
      ...(fused ? [fuse("attention_projection", prolog)] : prolog),
      answerAttention(setting, attention, load, {
        heads,
        queryKeyDim: kvRank + ropeDim,
        valueDim: kvRank,
        kvBytes: kvBytes(setting, attention),
      }),
      ...contextMerge(setting, load, heads * kvRank),
      absorb(kvRank, valueDim),
    ];
  }
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

/** Context parallel prefill gathers the keys and values of the other ranks, those of earlier tokens too. */
function contextGather(setting: Setting, attention: Attention, load: Load): Operator[] {
  const { device, phase } = setting;
  const bytes = (load.prompt + earlierTokens(attention, load)) * kvBytes(setting, attention);
  const gather = collectiveOperator(device, "all_gather", "attention", "all_gather", { size: phase.cp, stride: phase.tp }, bytes);
  return gather ? [gather] : [];
}

/** Context parallel decode: each rank attends to its share of the cache, and the partial results (in 32 bits) are summed. */
function contextMerge(setting: Setting, load: Load, width: number): Operator[] {
  const { device, phase } = setting;
  const bytes = load.requests * load.queries * width * bytesOf.fp32;
  const merge = collectiveOperator(device, "all_reduce", "attention", "all_reduce", { size: phase.cp, stride: phase.tp }, bytes);
  return merge ? [merge] : [];
}
