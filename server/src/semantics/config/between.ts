/** The layers between those of full attention: which they are, and what they have. */

import type { PatternLetter } from "../../language/pattern";
import type { Family } from "./families";
import type { GivenValue } from "../given";
import { type Reader, row } from "./reader";

/** Which layers have full attention, as the schema says it. */
interface Pattern {
  readonly every: number;
  readonly first: number;
  readonly last: boolean;
}

/** The pattern of a list that says of each layer whether it has full attention; undefined where there is none, or no such pattern. */
export function patternOf(full: readonly boolean[]): Pattern | undefined {
  const [first, second] = full.flatMap((own, index) => (own ? [index + 1] : []));
  if (first === undefined) return undefined;
  const every = second === undefined ? full.length : second - first;
  const regular = (layer: number) => layer >= first && (layer - first) % every === 0;
  const last = full.at(-1) === true && !regular(full.length);
  const fits = full.every((own, index) => own === (regular(index + 1) || (last && index + 1 === full.length)));
  return fits ? { every, first, last } : undefined;
}

function patternRows({ every, first, last }: Pattern): GivenValue[] {
  return [
    ...row("attention", "every", every),
    ...row("attention", "first", first === every ? undefined : first),
    ...row("attention", "last", last ? "true" : undefined),
  ];
}

export function between(config: Reader, family: Family): GivenValue[] {
  switch (family.between) {
    case "heavy":
      return compression(config);
    case "kda":
      return deltaAttention(config);
    case "gated_delta":
      return [...patternRows(typesOf(config) ?? interval(config, family)), ...gatedDelta(config)];
    case "lightning":
      return lightning(config);
    case "pattern":
      return [...blockPattern(config), ...stateSpace(config)];
    case "local":
      return [...patternRows(typesOf(config) ?? interval(config, family)), ...local(config)];
    default:
      // All layers have full attention, or the pattern is one that the family does not have.
      config.list("layer_types", (types) => (types.every((type) => type === "full_attention") ? true : undefined));
      return [];
  }
}

function typesOf(config: Reader): Pattern | undefined {
  return config.list("layer_types", (types) => patternOf(types.map((type) => type === "full_attention")));
}

function interval(config: Reader, family: Family): Pattern {
  const every = config.number("full_attention_interval") ?? family.every ?? 2;
  return { every, first: every, last: false };
}

function local(config: Reader): GivenValue[] {
  const chunk = config.number("attention_chunk_size");
  return [
    ...row("local", "window", chunk ?? config.number("sliding_window"), "tokens"),
    ...row("local", "chunked", chunk === undefined ? undefined : "true"),
  ];
}

function gatedDelta(config: Reader): GivenValue[] {
  config.number("full_attention_interval");
  return [
    ...row("linear", "kind", "gated_delta"),
    ...row("linear", "heads", config.number("linear_num_value_heads")),
    ...row("linear", "key_heads", config.number("linear_num_key_heads")),
    ...row("linear", "key_dim", config.number("linear_key_head_dim")),
    ...row("linear", "value_dim", config.number("linear_value_head_dim")),
    ...row("linear", "convolution", config.number("linear_conv_kernel_dim")),
  ];
}

const letters: Readonly<Record<string, PatternLetter>> = { mamba: "M", attention: "*", mlp: "-", moe: "E" };

/** Nemotron-H: a letter for each layer, or a list with a word for each. */
function blockPattern(config: Reader): GivenValue[] {
  const listed = config.list("layers_block_type", (types) => types.map((type) => letters[String(type)] ?? String(type)).join(""));
  config.list("mtp_layers_block_type", (types) => (types.join() === "attention,moe" ? true : undefined));
  const text = config.text("hybrid_override_pattern") ?? listed;
  if (text === undefined) return [];
  return [...row(undefined, "pattern", { text }), ...row(undefined, "layers", config.number("num_hidden_layers") ?? text.length)];
}

function stateSpace(config: Reader): GivenValue[] {
  config.flag("use_conv_bias");
  return [
    ...row("linear", "kind", "mamba2"),
    ...row("linear", "heads", config.number("mamba_num_heads")),
    ...row("linear", "key_heads", config.number("n_groups")),
    ...row("linear", "key_dim", config.number("ssm_state_size")),
    ...row("linear", "value_dim", config.number("mamba_head_dim")),
    ...row("linear", "convolution", config.number("conv_kernel")),
  ];
}

/** MiniMax-01: a list with 1 where attention is full; the linear layers have as many and as wide heads. */
function lightning(config: Reader): GivenValue[] {
  const pattern = config.list("attn_type_list", (types) => patternOf(types.map((type) => type === 1)));
  return [
    ...(pattern ? patternRows(pattern) : []),
    ...row("linear", "kind", "lightning"),
    ...row("linear", "heads", config.number("num_attention_heads")),
    ...row("linear", "key_dim", config.number("head_dim")),
  ];
}

/** Kimi Linear and K3: two lists of layers, counted from 1. */
function deltaAttention(config: Reader): GivenValue[] {
  const inner = config.inner("linear_attn_config");
  if (!inner) return [];
  const layers = config.number("num_hidden_layers") ?? 0;
  const pattern = inner.list("full_attn_layers", (full) =>
    patternOf(Array.from({ length: layers }, (_, index) => full.includes(index + 1))),
  );
  const width = inner.number("head_dim");
  return [
    ...(pattern ? patternRows(pattern) : []),
    ...row("linear", "kind", "kda"),
    ...row("linear", "heads", inner.number("num_heads")),
    ...row("linear", "key_dim", width),
    ...row("linear", "convolution", inner.number("short_conv_kernel_size")),
    ...row("linear", "gate_rank", inner.flag("use_full_rank_gate") ? undefined : width),
  ];
}

/** DeepSeek-V4: the ratio of each layer, 0 where there is the window alone; entries beyond the layers are those of the draft modules. */
function compression(config: Reader): GivenValue[] {
  const layers = config.number("num_hidden_layers") ?? 0;
  const rows = config.list("compress_ratios", (all) => {
    const ratios = all.slice(0, layers).map(Number);
    const used = [...new Set(ratios)].filter((ratio) => ratio > 0).sort((left, right) => left - right);
    const [ratio, heavy] = used;
    const alone = ratios.findIndex((each) => each > 0);
    const pattern = patternOf(ratios.map((each) => each === ratio));
    if (used.length !== 2 || !pattern || ratios.slice(Math.max(0, alone)).includes(0)) return undefined;
    return [
      ...row("attention", "ratio", ratio),
      ...patternRows(pattern),
      ...row("heavy", "ratio", heavy),
      ...row("heavy", "window_only", alone > 0 ? alone : undefined),
    ];
  });
  return rows ?? [];
}
