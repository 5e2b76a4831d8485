/** Number types of a plan. */

import type { BlockSchema } from "./types";
import { choice, numberTypes } from "./values";

export const precision: BlockSchema = {
  name: "precision",
  documentation: "Number types.",
  properties: [
    choice("weights", numberTypes, "Of the weights.", { default: "bf16" }),
    choice("activations", numberTypes, "Of the inputs of matrix multiplications; the compute peak follows it.", {
      default: "(bf16; with quantised weights, their type where the chip has it)",
    }),
    choice("kv_cache", numberTypes, "Of the KV cache.", { default: "bf16" }),
    choice("attention", numberTypes, "Of the attention kernel's arithmetic.", { default: "bf16" }),
    choice("experts", numberTypes, "Of the routed experts' weights.", { default: "(as weights)" }),
    choice("expert_activations", numberTypes, "Of the inputs of the routed experts' multiplications.", { default: "(as activations)" }),
    choice("projections", numberTypes, "Of the attention's projections, weights and inputs: many checkpoints in 4 bits leave them wider.", {
      default: "(as weights and activations)",
    }),
    choice("output_projection", numberTypes, "Of the attention's last projection, weights and inputs.", { default: "(as projections)" }),
    choice("dispatch", numberTypes, "Of tokens on the way to their experts.", { default: "(as expert_activations)" }),
    choice("combine", numberTypes, "Of experts' results on the way back.", { default: "bf16" }),
  ],
  blocks: [],
};
