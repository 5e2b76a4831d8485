/** Model families of Hugging Face whose config.json CMX understands. */

/** How a family is built, where its keys alone do not tell: huggingface/transformers, modeling_NAME.py, and the models' own code. */
export interface Family {
  readonly attention: "gqa" | "mla" | "compressed";
  /** Layers have experts; `interleaved`: by decoder_sparse_step, moe_layer_freq or the first dense layers. */
  readonly experts: boolean;
  /** Which biases `attention_bias` means; where it is left out, the family has them. */
  readonly bias?: "qkv" | "all";
  /** Which norm of queries and keys the family has, unless `use_qk_norm` is false. */
  readonly norm?: "head" | "all";
  /** The result of attention is gated. */
  readonly gate?: boolean;
  readonly sinks?: boolean;
  /** What the layers between those of full attention have, and how often the latter come where no key says it. */
  readonly between?: "local" | "gated_delta" | "lightning" | "kda" | "heavy" | "pattern";
  readonly every?: number;
  /** Networks have two matrices. */
  readonly activation?: "relu";
  /** One shared expert, though no key counts it. */
  readonly shared?: boolean;
  readonly sharedGate?: boolean;
  readonly routerBias?: boolean;
  readonly expertBias?: boolean;
  /** It may have an encoder of images that CMX knows. */
  readonly vision?: boolean;
}

const dense: Family = { attention: "gqa", experts: false };
const sparse: Family = { attention: "gqa", experts: true };
const latent: Family = { attention: "mla", experts: true };
const balanced: Family = { ...latent, routerBias: true };
const qwenNext: Family = { ...sparse, norm: "head", gate: true, between: "gated_delta", every: 4, shared: true, sharedGate: true };
const llama4: Family = { ...sparse, between: "local", every: 4, shared: true };
const kimi: Family = { ...balanced, between: "kda" };

/** By the value of `model_type`; of a multimodal model, that of the whole. */
export const families: Readonly<Record<string, Family>> = {
  llama: dense,
  mistral: dense,
  qwen2: { ...dense, bias: "qkv" },
  qwen3: { ...dense, norm: "head" },
  qwen3_moe: { ...sparse, norm: "head" },
  qwen3_vl_moe: { ...sparse, norm: "head", vision: true },
  qwen3_next: qwenNext,
  qwen3_5_moe: { ...qwenNext, vision: true },
  mixtral: sparse,
  glm4_moe: { ...sparse, bias: "qkv", norm: "head", routerBias: true },
  glm_moe_dsa: balanced,
  gpt_oss: { ...sparse, bias: "all", sinks: true, between: "local", expertBias: true },
  llama4: { ...llama4, vision: true },
  llama4_text: llama4,
  minimax_m1: { ...sparse, between: "lightning" },
  minimax_m2: { ...sparse, norm: "all", routerBias: true },
  deepseek_v2: latent,
  deepseek_v3: balanced,
  deepseek_v32: balanced,
  deepseek_v4: { attention: "compressed", experts: true, routerBias: true, between: "heavy" },
  kimi_k2: balanced,
  kimi_k25: { ...balanced, vision: true },
  kimi_k3: kimi,
  kimi_linear: kimi,
  nemotron_h: { ...sparse, between: "pattern", activation: "relu", routerBias: true },
};

/** Keys that change neither shapes nor the order of layers, or that another key repeats. */
export const harmless: ReadonlySet<string> = new Set([
  "_attn_implementation_autoset",
  "_name_or_path",
  "activation_situ_beta",
  "activation_situ_linear_beta",
  "add_bias_linear",
  "add_faq_tokens",
  "architectures",
  "attention_dropout",
  "attention_type",
  "attn_implementation",
  "auto_map",
  "aux_loss_alpha",
  "boi_token_index",
  "bos_token_id",
  "chunk_size",
  "compress_rope_theta",
  "dtype",
  "embd_pdrop",
  "eoi_token_index",
  "eos_token_id",
  "ep_size",
  "expand",
  "expert_dtype",
  "experts_per_token",
  "gate_lower_bound",
  "hc_eps",
  "hc_sinkhorn_iters",
  "head_dim_qk",
  "head_dim_v",
  "hidden_dropout",
  "image_token_id",
  "image_token_index",
  "initial_context_length",
  "initializer_range",
  "latent_moe_use_norm",
  "layer_norm_epsilon",
  "layernorm_full_attention_alpha",
  "layernorm_full_attention_beta",
  "layernorm_linear_attention_alpha",
  "layernorm_linear_attention_beta",
  "layernorm_mlp_alpha",
  "layernorm_mlp_beta",
  "mamba_ssm_cache_dtype",
  "mla_use_nope",
  "mlp_bias",
  "model_type",
  "moe_renormalize",
  "moe_router_activation_func",
  "moe_shared_expert_overlap",
  "mtp_transformer_layers",
  "mtp_use_dedicated_embeddings",
  "n_group",
  "norm_eps",
  "norm_topk_prob",
  "num_expert_group",
  "num_logits_to_keep",
  "output_router_logits",
  "pad_token_id",
  "partial_rotary_factor",
  "postnorm",
  "pretraining_tp",
  "qk_norm_type",
  "quantization_config",
  "rescale_prenorm_residual",
  "residual_in_fp32",
  "rms_norm_eps",
  "rope_interleave",
  "rope_parameters",
  "rope_scaling",
  "rope_theta",
  "rotary_dim",
  "routed_scaling_factor",
  "router_aux_loss_coef",
  "router_jitter_noise",
  "scoring_func",
  "seq_aux",
  "swiglu_limit",
  "task_specific_params",
  "time_step_floor",
  "time_step_limit",
  "time_step_max",
  "time_step_min",
  "time_step_rank",
  "tokenizer_class",
  "topk_group",
  "topk_method",
  "torch_dtype",
  "transformers_version",
  "unsloth_fixed",
  "use_cache",
  "use_grouped_topk",
  "use_mamba_kernels",
  "use_mtp",
  "use_routing_bias",
  "video_token_id",
  "vision_end_token_id",
  "vision_start_token_id",
]);

/** Keys that most files have and that are harmless with these words alone. */
export const usualWords: Readonly<Record<string, readonly string[]>> = {
  // Gated in all of these families: SiLU, or Kimi K3's SiTU, which is as wide.
  hidden_act: ["silu", "situ"],
  mamba_hidden_act: ["silu"],
  mlp_hidden_act: ["relu2"],
  // A prediction module is a layer of attention and one of experts.
  mtp_hybrid_override_pattern: ["*E"],
};
