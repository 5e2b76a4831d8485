/** A model declaration as the engine's data. */

import type { Attention, Indexer, Interleaving, LayerSort, MixtureOfExperts, Model, VisionEncoder } from "../../engine";
import { isPatternLetter, type PatternLetter } from "../../language/pattern";
import { findBlock, kindSchema } from "../../language/schema";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { lowerAttention, lowerLinear } from "./attention";
import { once } from "./once";
import { optional, textOf, valueOr, wordOf } from "./read";

const schemaOf = (block: string) => findBlock(kindSchema("model"), block) ?? kindSchema("model");

/** The word `true` of a property that is true or false. */
export function flag(block: ResolvedBlock | undefined, schema: Parameters<typeof wordOf>[1], key: string): boolean {
  return wordOf(block, schema, key, ["false", "true"] as const) === "true";
}

/** The same declaration gives the same model, so that what is computed of it is computed once. */
export const lowerModel = once((declaration): Model => {
  const hidden = optional(declaration, "hidden") ?? 1;
  const ffn = declaration.blocks.get("ffn");
  const moe = declaration.blocks.get("moe");
  const attention = lowerAttention(declaration.blocks.get("attention"), schemaOf("attention"), hidden, indexerOf(declaration));
  return {
    name: declaration.name,
    layers: optional(declaration, "layers") ?? 1,
    hidden,
    vocabulary: optional(declaration, "vocabulary") ?? 1,
    tiedEmbeddings: flag(declaration, declaration.schema, "tied_embeddings"),
    attention,
    ...lowerLayers(declaration, attention),
    ffn: ffn ? { intermediate: optional(ffn, "intermediate") ?? 1 } : undefined,
    ffnMatrices: wordOf(ffn, schemaOf("ffn"), "activation", ["swiglu", "gelu", "relu"] as const) === "swiglu" ? 3 : 2,
    moe: moe ? lowerExperts(moe) : undefined,
    mtpModules: valueOr(declaration.blocks.get("mtp"), schemaOf("mtp"), "modules"),
    vision: lowerVision(declaration.blocks.get("vision")),
    streams: valueOr(declaration, declaration.schema, "streams"),
  };
});

function lowerVision(block: ResolvedBlock | undefined): VisionEncoder | undefined {
  if (!block) return undefined;
  const figure = (key: string) => optional(block, key) ?? 1;
  return {
    layers: figure("layers"),
    hidden: figure("hidden"),
    intermediate: figure("intermediate"),
    heads: figure("heads"),
    patch: figure("patch"),
    merge: valueOr(block, schemaOf("vision"), "merge"),
    projectors: valueOr(block, schemaOf("vision"), "projectors"),
  };
}

function indexerOf(declaration: ResolvedDeclaration): Indexer | undefined {
  const block = declaration.blocks.get("indexer");
  if (!block) return undefined;
  return { heads: optional(block, "heads") ?? 1, headDim: optional(block, "head_dim") ?? 1, topK: optional(block, "top_k") ?? 1 };
}

/** Which layers have what: one block alone each, or by the rule of an interleaving. */
function lowerLayers(declaration: ResolvedDeclaration, attention: Attention): Pick<Model, "interleaving" | "order"> {
  const pattern = textOf(declaration, "pattern");
  if (pattern === undefined) return { interleaving: lowerInterleaving(declaration, attention) };
  const linear = declaration.blocks.get("linear");
  const sorts: Readonly<Record<PatternLetter, LayerSort>> = {
    M: { attention: linear && lowerLinear(linear, schemaOf("linear")), network: undefined },
    "*": { attention, network: undefined },
    "-": { attention: undefined, network: "dense" },
    E: { attention: undefined, network: "experts" },
  };
  return {
    order: Array.from(pattern)
      .filter(isPatternLetter)
      .map((letter) => sorts[letter]),
  };
}

/** What the layers between those of `attention` have. */
function lowerInterleaving(declaration: ResolvedDeclaration, attention: Model["attention"]): Interleaving | undefined {
  const block = declaration.blocks.get("attention");
  const every = valueOr(block, schemaOf("attention"), "every");
  const linear = declaration.blocks.get("linear");
  const local = declaration.blocks.get("local");
  const heavy = declaration.blocks.get("heavy");
  const between = { first: optional(block, "first") ?? every, every, last: flag(block, schemaOf("attention"), "last"), windowed: 0 };
  if (linear) return { other: lowerLinear(linear, schemaOf("linear")), ...between };
  if (local && attention.kind === "gqa") {
    const other = { ...attention, window: optional(local, "window") ?? 1, chunked: flag(local, schemaOf("local"), "chunked") };
    return { other, ...between };
  }
  if (heavy && attention.kind === "compressed") {
    const other = { ...attention, ratio: optional(heavy, "ratio") ?? 1, indexer: undefined };
    return { other, ...between, windowed: valueOr(heavy, schemaOf("heavy"), "window_only") };
  }
  return undefined;
}

function lowerExperts(moe: ResolvedBlock): MixtureOfExperts {
  const schema = schemaOf("moe");
  const intermediate = optional(moe, "intermediate") ?? 1;
  return {
    experts: optional(moe, "experts") ?? 1,
    active: optional(moe, "active") ?? 1,
    shared: valueOr(moe, schema, "shared"),
    intermediate,
    sharedIntermediate: optional(moe, "shared_intermediate") ?? intermediate,
    firstDense: valueOr(moe, schema, "first_dense"),
    every: valueOr(moe, schema, "every"),
    latent: optional(moe, "latent"),
    sharedGate: flag(moe, schema, "shared_gate"),
    routerBias: flag(moe, schema, "router_bias"),
    bias: flag(moe, schema, "bias"),
  };
}
