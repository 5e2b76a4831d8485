/** Model families of Hugging Face whose config.json CMX understands. */

/** How a family is built, where its keys alone do not tell. */
export interface Family {
  readonly attention: "gqa" | "mla";
  /** Layers have experts; `interleaved`: by decoder_sparse_step, moe_layer_freq or the first dense layers. */
  readonly experts: boolean;
}

const dense: Family = { attention: "gqa", experts: false };
const sparse: Family = { attention: "gqa", experts: true };
const latent: Family = { attention: "mla", experts: true };

/** By the value of `model_type`. */
export const families: Readonly<Record<string, Family>> = {
  llama: dense,
  qwen2: dense,
  qwen3: dense,
  qwen3_moe: sparse,
  mixtral: sparse,
  glm4_moe: sparse,
  deepseek_v2: latent,
  deepseek_v3: latent,
  kimi_k2: latent,
};

/** Keys that change neither shapes nor the order of layers, or that another key repeats. */
export const harmless: ReadonlySet<string> = new Set([
  "_attn_implementation_autoset",
  "_name_or_path",
  "add_bias_linear",
  "add_faq_tokens",
  "architectures",
  "attention_bias",
  "attention_dropout",
  "attn_implementation",
  "auto_map",
  "aux_loss_alpha",
  "bos_token_id",
  "dtype",
  "embd_pdrop",
  "eos_token_id",
  "ep_size",
  "head_dim_qk",
  "hidden_dropout",
  "initializer_range",
  "mlp_bias",
  "model_type",
  "n_group",
  "norm_topk_prob",
  "output_router_logits",
  "pad_token_id",
  "partial_rotary_factor",
  "pretraining_tp",
  "quantization_config",
  "rms_norm_eps",
  "rope_interleave",
  "rope_parameters",
  "rope_scaling",
  "rope_theta",
  "routed_scaling_factor",
  "router_aux_loss_coef",
  "router_jitter_noise",
  "scoring_func",
  "seq_aux",
  "topk_group",
  "topk_method",
  "task_specific_params",
  "tokenizer_class",
  "torch_dtype",
  "transformers_version",
  "unsloth_fixed",
  "use_cache",
  "use_qk_norm",
]);

/** Keys that most files have and that are harmless with these words alone, one of them or a list of them. */
export const usualWords: Readonly<Record<string, string>> = {
  // SiLU gates in all of these families.
  hidden_act: "silu",
  layer_types: "full_attention",
};
