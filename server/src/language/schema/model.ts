/** Model architectures, with the field's own names. */

import * as d from "../dimensions";
import type { KindSchema } from "./types";
import { boolean, choice, count, figure } from "./values";

export const model: KindSchema = {
  name: "model",
  allowsFrom: true,
  documentation: 'A transformer\'s architecture. `model X from "config.json" { }` reads a Hugging Face configuration.',
  properties: [
    count("layers", "61", "Transformer layers.", { min: 1, max: 10000, integer: true }, { required: true }),
    count("hidden", "7168", "Width of the residual stream.", undefined, { required: true }),
    count("vocabulary", "129280", "Entries of the vocabulary.", undefined, { required: true }),
    choice("tied_embeddings", boolean, "Input and output embeddings share one matrix.", { default: "false" }),
    count("parameters", "671 B", "Parameters as published; checked against the computed count.", { min: 1 }),
    count("active_parameters", "37 B", "Parameters that one token uses, as published.", { min: 1 }),
    figure("max_context", d.tokens, "163840 tokens", "Longest sequence that the model was made for.", {
      bounds: { min: 1, integer: true },
    }),
  ],
  blocks: [
    {
      name: "attention",
      documentation: "The attention of a layer.",
      required: true,
      properties: [
        choice(
          "kind",
          [
            ["gqa", "Grouped-query attention: groups of heads share keys and values."],
            ["mha", "Multi-head attention: every head has its own keys and values."],
            ["mla", "Multi-head latent attention: keys and values are compressed into one latent vector."],
          ],
          "Which attention.",
          { required: true },
        ),
        count("heads", "128", "Query heads.", undefined, { required: true }),
        count("kv_heads", "8", "Key and value heads (gqa).", undefined, { default: "(heads, for mha)" }),
        count("head_dim", "128", "Width of a head.", undefined, { default: "(hidden / heads)" }),
        count("q_rank", "1536", "Rank of the query compression (mla); 0: none.", { min: 0, integer: true }, { default: "0" }),
        count("kv_rank", "512", "Rank of the key and value compression (mla)."),
        count("nope_dim", "128", "Width of a head's part without rotary embedding (mla)."),
        count("rope_dim", "64", "Width of the shared part with rotary embedding (mla)."),
        count("value_dim", "128", "Width of a head's value (mla)."),
        figure("window", d.tokens, "4096 tokens", "Sliding window: only so many of the last tokens are kept and read.", {
          default: "(the whole sequence)",
          bounds: { min: 1, integer: true },
        }),
      ],
      blocks: [],
    },
    {
      name: "ffn",
      documentation: "The dense feed-forward network.",
      properties: [
        count("intermediate", "18432", "Inner width.", undefined, { required: true }),
        choice(
          "activation",
          [
            ["swiglu", "Gated: three matrices."],
            ["gelu", "Plain: two matrices."],
            ["relu", "Plain: two matrices."],
          ],
          "Activation function.",
          { default: "swiglu" },
        ),
      ],
      blocks: [],
    },
    {
      name: "moe",
      documentation: "Mixture of experts in place of the feed-forward network.",
      properties: [
        count("experts", "256", "Routed experts of a layer.", undefined, { required: true }),
        count("active", "8", "Routed experts that a token uses.", undefined, { required: true }),
        count("shared", "1", "Shared experts that every token uses.", { min: 0, integer: true }, { default: "0" }),
        count("intermediate", "2048", "Inner width of a routed expert.", undefined, { required: true }),
        count("shared_intermediate", "2048", "Inner width of a shared expert.", undefined, { default: "(intermediate)" }),
        count("first_dense", "3", "Layers at the start that have the dense network.", { min: 0, integer: true }, { default: "0" }),
        count("every", "2", "Every so many-th layer has experts, the others are dense.", { min: 1, integer: true }, { default: "1" }),
      ],
      blocks: [],
    },
    {
      name: "mtp",
      documentation: "Multi-token prediction modules that ship with the model.",
      properties: [
        count("modules", "1", "Modules, each one layer with a projection.", { min: 0, max: 16, integer: true }, { default: "0" }),
      ],
      blocks: [],
    },
  ],
};
