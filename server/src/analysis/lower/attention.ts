/** The attention blocks of a model as the engine's data. */

import type { Attention, Indexer, LinearAttention } from "../../engine";
import type { BlockSchema } from "../../language/schema";
import type { ResolvedBlock } from "../../semantics/program";
import { optional, valueOr, wordOf } from "./read";

type Schema = Pick<BlockSchema, "properties">;

const truth = ["false", "true"] as const;

export function lowerAttention(block: ResolvedBlock | undefined, schema: Schema, hidden: number, indexer: Indexer | undefined): Attention {
  const kind = wordOf(block, schema, "kind", ["gqa", "mha", "mla", "compressed"] as const);
  const heads = optional(block, "heads") ?? 1;
  const window = optional(block, "window");
  const gate = wordOf(block, schema, "gate", truth) === "true";
  switch (kind) {
    case "mla":
      return {
        kind,
        heads,
        qRank: valueOr(block, schema, "q_rank"),
        kvRank: optional(block, "kv_rank") ?? 1,
        nopeDim: optional(block, "nope_dim") ?? 1,
        ropeDim: optional(block, "rope_dim") ?? 1,
        valueDim: optional(block, "value_dim") ?? 1,
        window,
        gate,
        indexer,
      };
    case "compressed":
      return {
        kind,
        heads,
        headDim: optional(block, "head_dim") ?? hidden / heads,
        ropeDim: optional(block, "rope_dim") ?? 0,
        qRank: valueOr(block, schema, "q_rank"),
        outputRank: optional(block, "output_rank") ?? 1,
        outputGroups: optional(block, "output_groups") ?? 1,
        window: window ?? 1,
        ratio: optional(block, "ratio"),
        indexer,
      };
    default:
      return {
        kind: "gqa",
        heads,
        kvHeads: kind === "mha" ? heads : (optional(block, "kv_heads") ?? heads),
        headDim: optional(block, "head_dim") ?? hidden / heads,
        window,
        gate,
        bias: wordOf(block, schema, "bias", ["none", "qkv", "all"] as const),
        queryKeyNorm: wordOf(block, schema, "qk_norm", ["none", "head", "all"] as const),
        sinks: wordOf(block, schema, "sinks", truth) === "true",
      };
  }
}

export function lowerLinear(block: ResolvedBlock, schema: Schema): LinearAttention {
  const heads = optional(block, "heads") ?? 1;
  const keyDim = optional(block, "key_dim") ?? 1;
  return {
    kind: "linear",
    rule: wordOf(block, schema, "kind", ["gated_delta", "kda", "lightning", "mamba2"] as const),
    heads,
    keyHeads: optional(block, "key_heads") ?? heads,
    keyDim,
    valueDim: optional(block, "value_dim") ?? keyDim,
    convolution: valueOr(block, schema, "convolution"),
    gateRank: valueOr(block, schema, "gate_rank"),
  };
}
