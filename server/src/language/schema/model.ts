/** Model architectures, with the field's own names. */

import * as d from "../dimensions";
import type { KindSchema } from "./types";
import { boolean, choice, count, figure, text } from "./values";

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
    count(
      "streams",
      "4",
      "Copies of the residual stream that learned weights mix around each block (hyper-connections, DeepSeek-V4).",
      { min: 1, max: 64, integer: true },
      { default: "1" },
    ),
    text(
      "pattern",
      '"MEM*EME"',
      "Where each layer is one block alone (Nemotron-H), which, in their order: `M` that of `linear`, `*` of `attention`, `-` of `ffn`, `E` of `moe`.",
      { default: "(an attention and a network in each layer)" },
    ),
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
            [
              "compressed",
              "DeepSeek-V4's: one key for all heads that is its own value, a short window, and one entry for each `ratio` tokens before it.",
            ],
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
        count("rope_dim", "64", "Width of the part with rotary embedding (mla: shared by all heads)."),
        count("value_dim", "128", "Width of a head's value (mla)."),
        count("ratio", "4", "Tokens that one cached entry stands for (compressed)."),
        count("output_rank", "1024", "Rank of the output projection of a group of heads (compressed)."),
        count("output_groups", "8", "Groups of heads in the output projection (compressed)."),
        figure("window", d.tokens, "4096 tokens", "Sliding window: only so many of the last tokens are kept and read.", {
          default: "(the whole sequence)",
          bounds: { min: 1, integer: true },
        }),
        choice("gate", boolean, "The result is multiplied by a gate as wide as it is (Qwen3-Next, Kimi K3).", { default: "false" }),
        choice("sinks", boolean, "A learned score a head that takes attention from all tokens (gpt-oss).", { default: "false" }),
        choice(
          "bias",
          [
            ["none", "No biases."],
            ["qkv", "Of queries, keys and values."],
            ["all", "Of the output too."],
          ],
          "Biases of the projections (gqa, mha).",
          { default: "none" },
        ),
        choice(
          "qk_norm",
          [
            ["none", "No norm."],
            ["head", "Of each head."],
            ["all", "Over all heads together."],
          ],
          "Norm of queries and keys (gqa, mha).",
          { default: "none" },
        ),
        count(
          "every",
          "4",
          "Every so many-th layer has this attention; the others have what `local`, `linear` or `heavy` says.",
          { min: 1, integer: true },
          { default: "1" },
        ),
        count(
          "first",
          "4",
          "The first layer that has this attention, counted from 1, where not all have.",
          { min: 1, integer: true },
          {
            default: "(every)",
          },
        ),
        choice("last", boolean, "The last layer has this attention too, whatever `every` says (Kimi K3).", { default: "false" }),
      ],
      blocks: [],
    },
    {
      name: "indexer",
      documentation: "Scores all tokens (or compressed entries) before a query cheaply; attention reads the best of them alone.",
      properties: [
        count("heads", "64", "Heads that score.", undefined, { required: true }),
        count("head_dim", "128", "Width of a head; the index keys are as wide.", undefined, { required: true }),
        count("top_k", "2048", "Tokens or entries that attention reads.", undefined, { required: true }),
      ],
      blocks: [],
    },
    {
      name: "local",
      documentation: "The layers between those of `attention`: the same heads over a window.",
      properties: [
        figure("window", d.tokens, "128 tokens", "Only so many of the last tokens are kept and read.", {
          bounds: { min: 1, integer: true },
          required: true,
        }),
        choice("chunked", boolean, "The window does not slide: the sequence is cut into pieces of its length (Llama 4).", {
          default: "false",
        }),
      ],
      blocks: [],
    },
    {
      name: "linear",
      documentation:
        "The layers between those of `attention`, or those that `pattern` names: recurrent, with a state of constant size in place of a cache.",
      properties: [
        choice(
          "kind",
          [
            ["gated_delta", "Gated delta rule: one decay a head (Qwen3-Next)."],
            ["kda", "Kimi delta attention: a decay for each value of a key."],
            ["lightning", "Lightning attention: a fixed decay, no delta rule (MiniMax-01)."],
            ["mamba2", "Mamba-2, a state-space model: a decay a head, no delta rule (Nemotron-H)."],
          ],
          "Which recurrence.",
          { required: true },
        ),
        count("heads", "32", "Value heads, each with a state of key_dim × value_dim.", undefined, { required: true }),
        count("key_heads", "16", "Query and key heads; of mamba2 its groups.", undefined, { default: "(heads)" }),
        count("key_dim", "128", "Width of a query or key head; of mamba2 its state dimension.", undefined, { required: true }),
        count("value_dim", "128", "Width of a value head.", undefined, { default: "(key_dim)" }),
        count(
          "convolution",
          "4",
          "Tokens that the short convolution of queries, keys and values sees; 0: none.",
          { min: 0, integer: true },
          {
            default: "0",
          },
        ),
        count("gate_rank", "128", "Rank of the output gate; 0: a full matrix.", { min: 0, integer: true }, { default: "0" }),
      ],
      blocks: [],
    },
    {
      name: "heavy",
      documentation: "The layers between those of a compressed `attention`: heavily compressed, and all entries are read.",
      properties: [
        count("ratio", "128", "Tokens that one cached entry stands for.", undefined, { required: true }),
        count(
          "window_only",
          "2",
          "So many layers at the start read the window alone, without compressed entries.",
          { min: 0, integer: true },
          {
            default: "0",
          },
        ),
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
          "Activation function, of experts too.",
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
        count("latent", "3584", "Width that the routed experts work on; tokens are taken down to it and back (Kimi K3).", undefined, {
          default: "(hidden)",
        }),
        choice("shared_gate", boolean, "The shared experts' result is multiplied by a gate of its own.", { default: "false" }),
        choice("router_bias", boolean, "The choice of experts has a bias for each, for balance.", { default: "false" }),
        choice("bias", boolean, "The experts and their router have biases (gpt-oss).", { default: "false" }),
        count("first_dense", "3", "Layers at the start that have the dense network.", { min: 0, integer: true }, { default: "0" }),
        count("every", "2", "Every so many-th layer has experts, the others are dense.", { min: 1, integer: true }, { default: "1" }),
      ],
      blocks: [],
    },
    {
      name: "vision",
      documentation: "The encoder of images; what it makes of them enters the prompt as tokens.",
      properties: [
        count("layers", "27", "Layers of the encoder.", undefined, { required: true }),
        count("hidden", "1152", "Width of the encoder.", undefined, { required: true }),
        count("intermediate", "4304", "Inner width of its networks.", undefined, { required: true }),
        count("heads", "16", "Heads of its attention.", undefined, { required: true }),
        count("patch", "16", "Pixels along each side of a patch.", undefined, { required: true }),
        count(
          "merge",
          "2",
          "Patches along each side of the square that becomes one token.",
          { min: 1, max: 64, integer: true },
          { default: "1" },
        ),
        count(
          "projectors",
          "4",
          "Projections to the language model's width; more than one where inner layers feed it, too.",
          { min: 1, max: 64, integer: true },
          { default: "1" },
        ),
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
