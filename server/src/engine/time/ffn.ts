/** The dense feed-forward network of a layer. */

import { normOperator, quantise, tensorReduce } from "./layer";
import { type Load, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { add, type Operator, type Stream } from "./operator";

/** Dense feed-forward network, split over the tensor parallel group. */
export function denseOperators(setting: Setting, load: Load, operators: Operator[] = []): Operator[] {
  const { model, phase } = setting;
  const tokens = tokensOf(load) / phase.cp;
  add(operators, normOperator(setting, "expert", tokens));
  add(operators, quantise(setting, "expert", tokens, model.hidden));
  network(setting, "ffn", tokens, (model.ffn?.intermediate ?? 0) / phase.tp, operators);
  add(operators, tensorReduce(setting, tokens, "expert"));
  return operators;
}

/** Up (and gate), activation, down. */
export function network(
  setting: Setting,
  name: string,
  tokens: number,
  intermediate: number,
  operators: Operator[] = [],
  stream: Stream = "expert",
): Operator[] {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const up = intermediate * (model.ffnMatrices - 1);
  add(operators, gemmOperator(device, name, stream, { rows: tokens, depth: model.hidden, columns: up, weights, activations }));
  add(operators, vectorOperator(device, "activation", stream, tokens * (up + intermediate) * 2, 1));
  add(operators, quantise(setting, stream, tokens, intermediate));
  add(operators, gemmOperator(device, name, stream, { rows: tokens, depth: intermediate, columns: model.hidden, weights, activations }));
  return operators;
}
