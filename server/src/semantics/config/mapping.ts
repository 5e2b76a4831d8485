/** From the keys of a config.json to the properties of a model. */

import type { GivenValue } from "../given";
import { between } from "./between";
import { families, harmless, usualWords, type Family } from "./families";
import { isObject, type Json, read, type Reader, row } from "./reader";

export type Mapping = { readonly values: readonly GivenValue[]; readonly unmapped: readonly string[] } | { readonly unsupported: string };

/** What the configuration says in the words of the schema. */
export function mapConfiguration(whole: Json): Mapping {
  const type = whole["model_type"];
  const name = typeof type === "string" ? type : "";
  const family = Object.hasOwn(families, name) ? families[name] : undefined;
  if (!family) return { unsupported: name === "" ? "(no model_type)" : name };
  const { text_config: text, ...others } = whole;
  // Multimodal models have their language model inside; what it leaves out stands outside.
  const config: Json = isObject(text) ? { ...others, ...text } : whole;
  const reader = read(config);
  const values = [
    ...general(reader, family),
    ...attention(reader, family),
    ...between(reader, family),
    ...feedForward(reader, family),
    ...prediction(reader),
    ...vision(reader, family),
  ];
  const unmapped = Object.keys(config).filter(
    (key) => !reader.used.has(key) && !harmless.has(key) && matters(config[key]) && !isUsual(key, config[key]),
  );
  return { values, unmapped };
}

/** `null`, `false` and empty lists switch something off that CMX does not have either. */
function matters(value: unknown): boolean {
  return value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
}

function isUsual(key: string, value: unknown): boolean {
  const usual = Object.hasOwn(usualWords, key) ? usualWords[key] : undefined;
  return usual?.some((word) => word === value) ?? false;
}

function general(config: Reader, family: Family): GivenValue[] {
  const tied = config.flag("tie_word_embeddings");
  return [
    ...row(undefined, "layers", family.between === "pattern" ? undefined : config.number("num_hidden_layers")),
    ...row(undefined, "hidden", config.number("hidden_size")),
    ...row(undefined, "vocabulary", config.number("vocab_size")),
    ...row(undefined, "tied_embeddings", tied === undefined ? undefined : String(tied)),
    ...row(undefined, "streams", config.number("hc_mult")),
    ...row(undefined, "max_context", config.number("max_position_embeddings"), "tokens"),
  ];
}

function attention(config: Reader, family: Family): GivenValue[] {
  const heads = config.number("num_attention_heads");
  const keyHeads = config.number("num_key_value_heads");
  const width = config.number("head_dim");
  const rank = config.number("q_lora_rank");
  const gated = (config.flag("mla_use_output_gate") ?? false) || (config.flag("attn_output_gate") ?? family.gate ?? false);
  const rows = [
    ...row("attention", "kind", family.attention),
    ...row("attention", "heads", heads),
    ...row("attention", "gate", gated ? "true" : undefined),
    ...row("indexer", "heads", config.number("index_n_heads")),
    ...row("indexer", "head_dim", config.number("index_head_dim")),
    ...row("indexer", "top_k", config.number("index_topk")),
  ];
  const biased = config.flag("attention_bias") ?? family.bias !== undefined;
  const normed = config.flag("use_qk_norm") ?? family.norm !== undefined;
  switch (family.attention) {
    case "mla":
      return [
        ...rows,
        // A family without a compression of the queries writes null.
        ...row("attention", "q_rank", rank ?? 0),
        ...row("attention", "kv_rank", config.number("kv_lora_rank")),
        ...row("attention", "nope_dim", config.number("qk_nope_head_dim")),
        ...row("attention", "rope_dim", config.number("qk_rope_head_dim")),
        ...row("attention", "value_dim", config.number("v_head_dim")),
      ];
    case "compressed":
      return [
        ...rows,
        ...row("attention", "head_dim", width),
        ...row("attention", "rope_dim", config.number("qk_rope_head_dim")),
        ...row("attention", "q_rank", rank),
        ...row("attention", "window", config.number("sliding_window"), "tokens"),
        ...row("attention", "output_rank", config.number("o_lora_rank")),
        ...row("attention", "output_groups", config.number("o_groups")),
      ];
    default:
      return [
        ...rows,
        ...row("attention", "kv_heads", keyHeads ?? heads),
        ...row("attention", "head_dim", width),
        ...row("attention", "bias", biased ? (family.bias ?? "all") : undefined),
        ...row("attention", "qk_norm", normed ? family.norm : undefined),
        ...row("attention", "sinks", family.sinks ? "true" : undefined),
        ...slidingWindow(config, family),
      ];
  }
}

/** The window of all layers; that of some layers is `between`'s. */
function slidingWindow(config: Reader, family: Family): GivenValue[] {
  if (family.between === "local") return [];
  const window = config.number("sliding_window");
  // Qwen configurations carry a window that a flag of theirs switches off; it holds from a layer on that they name.
  const windowed = config.flag("use_sliding_window") ?? true;
  config.number("max_window_layers");
  return row("attention", "window", windowed ? window : undefined, "tokens");
}

function feedForward(config: Reader, family: Family): GivenValue[] {
  const own = config.number("intermediate_size");
  const dense = [
    ...row("ffn", "intermediate", config.number("intermediate_size_mlp") ?? own),
    ...row("ffn", "activation", family.activation ?? "swiglu"),
  ];
  if (!family.experts) return dense;
  const experts = config.number("n_routed_experts", "num_experts", "num_local_experts");
  if (experts === undefined) return dense;
  const inner = config.number("moe_intermediate_size") ?? own;
  const firstDense = config.number("first_k_dense_replace");
  const every = config.number("moe_layer_freq", "decoder_sparse_step", "interleave_moe_layer_step");
  // Where a pattern names the layers, the dense network also says what the experts' networks are like.
  const hasDense = (firstDense ?? 0) > 0 || (every ?? 1) > 1 || family.between === "pattern";
  const sharedWidth = config.number("shared_expert_intermediate_size", "shared_intermediate_size", "moe_shared_expert_intermediate_size");
  return [
    ...(hasDense ? dense : []),
    ...row("moe", "experts", experts),
    ...row("moe", "active", config.number("num_experts_per_tok", "num_experts_per_token")),
    ...row("moe", "shared", config.number("n_shared_experts", "num_shared_experts") ?? (family.shared ? 1 : undefined)),
    ...row("moe", "intermediate", inner),
    ...row("moe", "shared_intermediate", sharedWidth === 0 ? undefined : sharedWidth),
    ...row("moe", "latent", config.number("routed_expert_hidden_size", "moe_latent_size")),
    ...row("moe", "shared_gate", family.sharedGate ? "true" : undefined),
    ...row("moe", "router_bias", family.routerBias ? "true" : undefined),
    ...row("moe", "bias", family.expertBias ? "true" : undefined),
    ...row("moe", "first_dense", firstDense),
    ...row("moe", "every", every),
  ];
}

function prediction(config: Reader): GivenValue[] {
  return row("mtp", "modules", config.number("num_nextn_predict_layers", "num_mtp_modules", "mtp_num_hidden_layers"));
}

/** The encoder of images, where it is one that CMX knows. */
function vision(config: Reader, family: Family): GivenValue[] {
  const inner = family.vision ? config.inner("vision_config") : undefined;
  if (!inner) return [];
  const shuffle = inner.number("pixel_shuffle_ratio");
  const merge = inner.list("merge_kernel_size", ([rows]) => (typeof rows === "number" ? rows : undefined));
  const deep = inner.list("deepstack_visual_indexes", (layers) => layers.length);
  return [
    ...row("vision", "layers", inner.number("depth", "num_hidden_layers", "vt_num_hidden_layers")),
    ...row("vision", "hidden", inner.number("hidden_size", "vt_hidden_size")),
    ...row("vision", "intermediate", inner.number("intermediate_size", "vt_intermediate_size")),
    ...row("vision", "heads", inner.number("num_heads", "num_attention_heads", "vt_num_attention_heads")),
    ...row("vision", "patch", inner.number("patch_size")),
    ...row("vision", "merge", inner.number("spatial_merge_size") ?? merge ?? (shuffle === undefined ? undefined : Math.round(1 / shuffle))),
    ...row("vision", "projectors", deep === undefined ? undefined : deep + 1),
  ];
}
