/** The number types of a plan, by the words of the language. */

import type { NumberType, Precision } from "../engine";

export function typesByWord(precision: Precision) {
  const { weights, activations, kvCache, attention, experts, expertActivations, projections, output, dispatch, combine } = precision;
  return {
    weights,
    activations,
    kv_cache: kvCache,
    attention,
    experts,
    expert_activations: expertActivations,
    projections: projections.weights,
    output_projection: output.weights,
    dispatch,
    combine,
  } satisfies Record<string, NumberType>;
}
