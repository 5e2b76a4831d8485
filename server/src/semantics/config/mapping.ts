/** From the keys of a config.json to the properties of a model. */

import { families, harmless, usualWords, type Family } from "./families";

export type Json = Readonly<Record<string, unknown>>;

/** A number, or a word of a choice; `unit` where the property is no plain count. */
export interface MappedValue {
  readonly block: string | undefined;
  readonly property: string;
  readonly value: number | string;
  readonly unit?: string;
}

export type Mapping = { readonly values: readonly MappedValue[]; readonly unmapped: readonly string[] } | { readonly unsupported: string };

/** What the configuration says in the words of the schema. */
export function mapConfiguration(config: Json): Mapping {
  const type = config["model_type"];
  const name = typeof type === "string" ? type : "";
  const family = Object.hasOwn(families, name) ? families[name] : undefined;
  if (!family) return { unsupported: name === "" ? "(no model_type)" : name };
  const reader = read(config);
  const values = [...general(reader), ...attention(reader, family), ...feedForward(reader, family), ...prediction(reader)];
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
  const words = Array.isArray(value) ? value : [value];
  return Object.hasOwn(usualWords, key) && words.every((word) => word === usualWords[key]);
}

interface Reader {
  readonly used: ReadonlySet<string>;
  /** The first of the keys that holds a number. */
  number(...keys: readonly string[]): number | undefined;
  flag(key: string): boolean | undefined;
}

function read(config: Json): Reader {
  const used = new Set<string>();
  return {
    used,
    number(...keys) {
      for (const key of keys) used.add(key);
      return keys.map((key) => config[key]).find((value) => typeof value === "number");
    },
    flag(key) {
      used.add(key);
      const value = config[key];
      return typeof value === "boolean" ? value : undefined;
    },
  };
}

function row(block: string | undefined, property: string, value: number | string | undefined, unit?: string): MappedValue[] {
  return value === undefined ? [] : [{ block, property, value, ...(unit ? { unit } : {}) }];
}

function general(config: Reader): MappedValue[] {
  const tied = config.flag("tie_word_embeddings");
  return [
    ...row(undefined, "layers", config.number("num_hidden_layers")),
    ...row(undefined, "hidden", config.number("hidden_size")),
    ...row(undefined, "vocabulary", config.number("vocab_size")),
    ...row(undefined, "tied_embeddings", tied === undefined ? undefined : String(tied)),
    ...row(undefined, "max_context", config.number("max_position_embeddings"), "tokens"),
  ];
}

function attention(config: Reader, family: Family): MappedValue[] {
  const heads = config.number("num_attention_heads");
  const keyHeads = config.number("num_key_value_heads");
  const width = config.number("head_dim");
  const rows = [...row("attention", "kind", family.attention), ...row("attention", "heads", heads)];
  if (family.attention === "mla") {
    return [
      ...rows,
      // A family without a compression of the queries writes null.
      ...row("attention", "q_rank", config.number("q_lora_rank") ?? 0),
      ...row("attention", "kv_rank", config.number("kv_lora_rank")),
      ...row("attention", "nope_dim", config.number("qk_nope_head_dim")),
      ...row("attention", "rope_dim", config.number("qk_rope_head_dim")),
      ...row("attention", "value_dim", config.number("v_head_dim")),
    ];
  }
  const window = config.number("sliding_window");
  // Qwen configurations carry a window that a flag of theirs switches off; it holds from a layer on that they name.
  const windowed = config.flag("use_sliding_window") ?? true;
  config.number("max_window_layers");
  return [
    ...rows,
    ...row("attention", "kv_heads", keyHeads ?? heads),
    ...row("attention", "head_dim", width),
    ...row("attention", "window", windowed ? window : undefined, "tokens"),
  ];
}

function feedForward(config: Reader, family: Family): MappedValue[] {
  const intermediate = config.number("intermediate_size");
  const dense = [...row("ffn", "intermediate", intermediate), ...row("ffn", "activation", "swiglu")];
  if (!family.experts) return dense;
  const experts = config.number("n_routed_experts", "num_experts", "num_local_experts");
  if (experts === undefined) return dense;
  const inner = config.number("moe_intermediate_size") ?? intermediate;
  const firstDense = config.number("first_k_dense_replace");
  const every = config.number("moe_layer_freq", "decoder_sparse_step");
  const hasDense = (firstDense ?? 0) > 0 || (every ?? 1) > 1;
  return [
    ...(hasDense ? dense : []),
    ...row("moe", "experts", experts),
    ...row("moe", "active", config.number("num_experts_per_tok")),
    ...row("moe", "shared", config.number("n_shared_experts")),
    ...row("moe", "intermediate", inner),
    ...row("moe", "first_dense", firstDense),
    ...row("moe", "every", every),
  ];
}

function prediction(config: Reader): MappedValue[] {
  return row("mtp", "modules", config.number("num_nextn_predict_layers"));
}
