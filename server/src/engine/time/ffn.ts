/** The dense feed-forward network of a layer. */

import { normOperator, quantise, tensorReduce } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import type { Operator } from "./operator";

/** Dense feed-forward network, split over the tensor parallel group. */
export function denseOperators(setting: Setting, load: Load): Operator[] {
  const { model, phase } = setting;
  const tokens = tokensOf(load) / phase.cp;
  const operators = [
    normOperator(setting, "expert", tokens),
    ...quantise(setting, "expert", tokens, model.hidden),
    ...network(setting, "ffn", tokens, (model.ffn?.intermediate ?? 0) / phase.tp),
  ];
  const reduce = tensorReduce(setting, tokens, "expert");
  if (reduce) operators.push(reduce);
  return operators;
}

/** Up (and gate), activation, down. */
export function network(setting: Setting, name: string, tokens: number, intermediate: number): Operator[] {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const up = intermediate * (model.ffnMatrices - 1);
  return [
    gemmOperator(device, name, "expert", { rows: tokens, depth: model.hidden, columns: up, weights, activations }),
    vectorOperator(device, "activation", "expert", tokens * (up + intermediate) * 2, 1),
    ...quantise(setting, "expert", tokens, intermediate),
    gemmOperator(device, name, "expert", { rows: tokens, depth: intermediate, columns: model.hidden, weights, activations }),
  ];
}
