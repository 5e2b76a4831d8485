/** A model declaration as the engine's data. */

import type { Attention, Model } from "../../engine";
import { findBlock, kindSchema } from "../../language/schema";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { optional, valueOr, wordOf } from "./read";

export function lowerModel(declaration: ResolvedDeclaration): Model {
  const hidden = optional(declaration, "hidden") ?? 1;
  const ffn = declaration.blocks.get("ffn");
  const moe = declaration.blocks.get("moe");
  const schemaOf = (block: string) => findBlock(kindSchema("model"), block) ?? kindSchema("model");
  const intermediate = optional(moe, "intermediate") ?? 1;
  return {
    name: declaration.name,
    layers: optional(declaration, "layers") ?? 1,
    hidden,
    vocabulary: optional(declaration, "vocabulary") ?? 1,
    tiedEmbeddings: wordOf(declaration, declaration.schema, "tied_embeddings", ["false", "true"] as const) === "true",
    attention: lowerAttention(declaration.blocks.get("attention"), hidden),
    ffn: ffn ? { intermediate: optional(ffn, "intermediate") ?? 1 } : undefined,
    ffnMatrices: wordOf(ffn, schemaOf("ffn"), "activation", ["swiglu", "gelu", "relu"] as const) === "swiglu" ? 3 : 2,
    moe: moe
      ? {
          experts: optional(moe, "experts") ?? 1,
          active: optional(moe, "active") ?? 1,
          shared: valueOr(moe, schemaOf("moe"), "shared"),
          intermediate,
          sharedIntermediate: optional(moe, "shared_intermediate") ?? intermediate,
          firstDense: valueOr(moe, schemaOf("moe"), "first_dense"),
          every: valueOr(moe, schemaOf("moe"), "every"),
        }
      : undefined,
    mtpModules: valueOr(declaration.blocks.get("mtp"), schemaOf("mtp"), "modules"),
  };
}

function lowerAttention(block: ResolvedBlock | undefined, hidden: number): Attention {
  const schema = findBlock(kindSchema("model"), "attention") ?? kindSchema("model");
  const kind = wordOf(block, schema, "kind", ["gqa", "mha", "mla"] as const);
  const heads = optional(block, "heads") ?? 1;
  const window = optional(block, "window");
  if (kind === "mla") {
    return {
      kind,
      heads,
      qRank: valueOr(block, schema, "q_rank"),
      kvRank: optional(block, "kv_rank") ?? 1,
      nopeDim: optional(block, "nope_dim") ?? 1,
      ropeDim: optional(block, "rope_dim") ?? 1,
      valueDim: optional(block, "value_dim") ?? 1,
      window,
    };
  }
  return {
    kind: "gqa",
    heads,
    kvHeads: kind === "mha" ? heads : (optional(block, "kv_heads") ?? heads),
    headDim: optional(block, "head_dim") ?? hidden / heads,
    window,
  };
}
