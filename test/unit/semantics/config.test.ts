import assert from "node:assert/strict";
import { check, clean, declaration, program, values } from "./support";

const common = { hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, vocab_size: 1000, max_position_embeddings: 8192 };
const llama = {
  ...common,
  model_type: "llama",
  num_key_value_heads: 8,
  intermediate_size: 14336,
  tie_word_embeddings: true,
  rope_theta: 5e5,
};
const deepseek = {
  ...common,
  model_type: "deepseek_v3",
  num_key_value_heads: 32,
  q_lora_rank: 1536,
  kv_lora_rank: 512,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  intermediate_size: 18432,
  moe_intermediate_size: 2048,
  n_routed_experts: 256,
  num_experts_per_tok: 8,
  n_shared_experts: 1,
  first_k_dense_replace: 3,
  moe_layer_freq: 1,
  num_nextn_predict_layers: 1,
};

const reads = (config: object, expected: Readonly<Record<string, string>>, block = "{ }") =>
  values(`model X from "config.json" ${block}`, expected, { "config.json": JSON.stringify(config) });

it("llama", () =>
  reads(llama, {
    "X.layers": "32",
    "X.hidden": "4096",
    "X.vocabulary": "1000",
    "X.tied_embeddings": "true",
    "X.max_context": "8192",
    "X.attention.kind": "gqa",
    "X.attention.kv_heads": "8",
    "X.attention.head_dim": "nothing",
    "X.ffn.intermediate": "14336",
  }));
it("llama without grouped heads", () => reads({ ...llama, num_key_value_heads: undefined }, { "X.attention.kv_heads": "32" }));
it("qwen2 has a window that is switched off", () =>
  reads(
    { ...llama, model_type: "qwen2", sliding_window: 131072, use_sliding_window: false, max_window_layers: 28 },
    { "X.attention.window": "nothing" },
  ));
it("a window that is on", () => reads({ ...llama, sliding_window: 4096 }, { "X.attention.window": "4096" }));
it("qwen3 has heads of their own width", () => reads({ ...llama, model_type: "qwen3", head_dim: 128 }, { "X.attention.head_dim": "128" }));
it("qwen3_moe", () => {
  const experts = { num_experts: 128, num_experts_per_tok: 8, moe_intermediate_size: 768, decoder_sparse_step: 1, mlp_only_layers: [] };
  reads(
    { ...llama, ...experts, model_type: "qwen3_moe" },
    { "X.moe.experts": "128", "X.moe.active": "8", "X.moe.intermediate": "768", "X.moe.every": "1" },
  );
});
it("mixtral", () => {
  reads(
    { ...llama, model_type: "mixtral", num_local_experts: 8, num_experts_per_tok: 2 },
    { "X.moe.experts": "8", "X.moe.intermediate": "14336" },
  );
});
it("glm4_moe", () => {
  const experts = {
    n_routed_experts: 160,
    n_shared_experts: 1,
    num_experts_per_tok: 8,
    moe_intermediate_size: 1536,
    first_k_dense_replace: 3,
  };
  reads({ ...llama, ...experts, model_type: "glm4_moe" }, { "X.moe.first_dense": "3", "X.moe.shared": "1", "X.ffn.intermediate": "14336" });
});
it("deepseek_v3", () =>
  reads(deepseek, {
    "X.attention.kind": "mla",
    "X.attention.q_rank": "1536",
    "X.attention.kv_rank": "512",
    "X.attention.value_dim": "128",
    "X.moe.experts": "256",
    "X.moe.first_dense": "3",
    "X.mtp.modules": "1",
  }));
it("deepseek_v2 may have no compression of the queries", () =>
  reads({ ...deepseek, model_type: "deepseek_v2", q_lora_rank: null }, { "X.attention.q_rank": "0" }));
it("kimi_k2", () => reads({ ...deepseek, model_type: "kimi_k2" }, { "X.attention.kind": "mla" }));

it("the block overrides what the file gives", () => {
  reads(llama, { "X.layers": "40", "X.attention.kv_heads": "8", "X.attention.heads": "64" }, "{ layers = 40, attention { heads = 64 } }");
});
const nemotron = {
  ...common,
  model_type: "nemotron_h",
  num_hidden_layers: 4,
  num_key_value_heads: 2,
  head_dim: 128,
  intermediate_size: 2688,
  mlp_hidden_act: "relu2",
  mamba_num_heads: 128,
  mamba_head_dim: 64,
  ssm_state_size: 128,
  n_groups: 8,
  conv_kernel: 4,
  use_conv_bias: true,
  n_routed_experts: 512,
  num_experts_per_tok: 22,
  n_shared_experts: 1,
  moe_intermediate_size: 2688,
  moe_shared_expert_intermediate_size: 5376,
  moe_latent_size: 1024,
  num_nextn_predict_layers: 1,
};
const blocks = {
  "X.layers": "4",
  "X.pattern": "ME*E",
  "X.linear.kind": "mamba2",
  "X.linear.heads": "128",
  "X.linear.key_heads": "8",
  "X.linear.key_dim": "128",
  "X.linear.value_dim": "64",
  "X.linear.convolution": "4",
  "X.ffn.activation": "relu",
  "X.moe.latent": "1024",
  "X.moe.shared_intermediate": "5376",
  "X.moe.router_bias": "true",
  "X.mtp.modules": "1",
};
it("nemotron_h, with a letter for each layer", () =>
  reads({ ...nemotron, hybrid_override_pattern: "ME*E", mtp_hybrid_override_pattern: "*E" }, blocks));
it("nemotron_h, with a word for each layer", () =>
  reads({ ...nemotron, layers_block_type: ["mamba", "moe", "attention", "moe"], mtp_layers_block_type: ["attention", "moe"] }, blocks));

it("another declaration may start from it", () => {
  values(
    'model X from "config.json" { }\nmodel Y : X { layers = 2 }',
    { "Y.layers": "2", "Y.hidden": "4096" },
    { "config.json": JSON.stringify(llama) },
  );
});
it("depends on the file", () => {
  assert.deepEqual(clean('model X from "config.json" { }', { "config.json": JSON.stringify(llama) }).dependencies, [
    "file:///work/config.json",
  ]);
});

const refused = (code: string, config: string, saying: string) =>
  check(code, 'model X from ⟦"config.json"⟧ { }', saying, { "config.json": config });
it("keys that it does not know", () => refused("CMX242", JSON.stringify({ ...llama, mamba_layers: 3, ssm: [1] }), "mamba_layers, ssm"));
it("keys that are switched off do not matter", () => reads({ ...llama, mamba_layers: null, ssm: false }, {}));
it("what every published file says is no news", () =>
  reads({ ...llama, hidden_act: "silu", layer_types: ["full_attention", "full_attention"] }, {}));
it("another activation", () => refused("CMX242", JSON.stringify({ ...llama, hidden_act: "gelu_new" }), "hidden_act"));
it("layers that see only their neighbours", () =>
  refused("CMX242", JSON.stringify({ ...llama, layer_types: ["sliding_attention", "full_attention"] }), "layer_types"));
it("dense layers named one by one", () =>
  refused(
    "CMX242",
    JSON.stringify({ ...llama, model_type: "qwen3_moe", num_experts: 8, num_experts_per_tok: 2, mlp_only_layers: [0] }),
    "mlp_only_layers",
  ));
it("another family", () => refused("CMX243", JSON.stringify({ ...llama, model_type: "mamba" }), "of the family mamba"));
it("no family", () => refused("CMX243", "{}", "no model_type"));
it("a family named like a method", () => refused("CMX243", '{"model_type":"toString"}', "toString"));
it("no JSON", () => refused("CMX241", "{", "not a JSON object"));
it("a list", () => refused("CMX241", "[]", "not a JSON object"));
it("no file", () => check("CMX241", 'model X from ⟦"gone.json"⟧ { }', "no such file"));
it("a file outside of the workspace", () => check("CMX241", 'model X from ⟦"../config.json"⟧ { }', "outside"));
it("an impossible number is said at from", () => refused("CMX220", JSON.stringify({ ...llama, num_hidden_layers: -1 }), "layers must be"));
it("a kind that reads no file", () =>
  check(
    "CMX244",
    'chip X from ⟦"config.json"⟧ { compute { bf16 = 1 PFLOPS }, hbm { capacity = 1 GB, bandwidth = 1 TB/s } }',
    "from cannot stand in chip",
  ));
it("a model without its file is not sound", () => assert.equal(declaration(program('model X from "gone.json" { }'), "X").sound, false));
