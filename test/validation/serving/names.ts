/** What the sources call a machine, a model, a number type, and what the catalog calls it. */

import type { ModelClass } from "../prediction";
import type { Block } from "./plan";
import { type Row, Unsaid } from "./rows";

interface Place {
  readonly machine: string;
  /** Chips of one machine. */
  readonly machineSize: number;
}

const place = (machine: string, machineSize = 8): Place => ({ machine, machineSize });

/** The first pattern that the printed name matches. */
const machines: readonly (readonly [RegExp, Place])[] = [
  [/GB300/, place("GB300_NVL72", 72)],
  [/GB200/, place("GB200_NVL72", 72)],
  [/B200/, place("DGX_B200")],
  [/GH200-144/, place("GH200_144GB_Server", 1)],
  [/GH200/, place("GH200_Server", 1)],
  [/H200/, place("DGX_H200")],
  [/H100/, place("DGX_H100")],
  [/H800/, place("HGX_H800")],
  [/H20\b/, place("HGX_H20")],
  [/A100/, place("DGX_A100")],
  [/L40S/, place("L40S_Server")],
  [/MI300X/, place("MI300X_Platform")],
  [/MI325X/, place("MI325X_Platform")],
  [/CloudMatrix384/, place("CloudMatrix384", 384)],
  [/A3/, place("Atlas800T_A3", 8)],
  [/A2/, place("Atlas800I_A2_64GB")],
  [/950DT/, place("Atlas950SuperPoD", 8192)],
];

export function machineOf(row: Row): Place {
  const found = machines.find(([pattern]) => pattern.test(row.hardware));
  if (!found) throw new Unsaid(`the catalog has no ${row.hardware}`);
  // What joins the servers of an Atlas A3 pod is UB: the kernels that dispatch on it take up to 768 ranks, a supernode's.
  if (found[1].machine === "Atlas800T_A3" && (row.devices ?? 1) > 8) return place("CloudMatrix384", 384);
  return found[1];
}

const models: readonly (readonly [RegExp, string, ModelClass])[] = [
  [/^DeepSeek-V3\.2/, "DeepSeekV32", "moe"],
  [/^DeepSeek-V4-Flash/, "DeepSeekV4Flash", "moe"],
  [/^DeepSeek-V4-Pro/, "DeepSeekV4Pro", "moe"],
  [/^deepseek-(v3|r1)/i, "DeepSeekR1", "moe"],
  [/^DeepSeek-67B/, "DeepSeek_67B", "dense"],
  [/^Llama-3\.1-8B|^llama3\.1-8b/, "Llama31_8B", "dense"],
  [/^Llama-3\.[13]-70B|^Llama-3-70B/, "Llama31_70B", "dense"],
  [/^Llama-3\.1-405B|^llama3\.1-405b/, "Llama31_405B", "dense"],
  [/^llama-?2-70b/i, "Llama2_70B", "dense"],
  [/^LLaMA-7B/, "Llama2_7B", "dense"],
  [/^Llama-4-Maverick/, "Llama4_Maverick", "moe"],
  [/^Qwen3-235B/, "Qwen3_235B_A22B", "moe"],
  [/^Qwen3-30B/, "Qwen3_30B_A3B", "moe"],
  [/^Qwen3-32B/, "Qwen3_32B", "dense"],
  [/^Qwen3-8B/, "Qwen3_8B", "dense"],
  [/^Qwen2-72B/, "Qwen25_72B", "dense"],
  [/^mixtral-8x7b/i, "Mixtral_8x7B", "moe"],
  [/^mixtral-8x22b/i, "Mixtral_8x22B", "moe"],
  [/^Mistral-7B/, "Mistral_7B", "dense"],
  [/^GPT-OSS-120B/i, "GptOss_120B", "moe"],
  [/^Kimi-K2/, "KimiK2", "moe"],
  [/^GLM-5\.2/, "GLM52", "moe"],
  [/^GLM-5/, "GLM5", "moe"],
  [/^Pangu Pro/, "PanguProMoE_72B", "moe"],
  [/^Hy3/, "Hy3", "moe"],
  [/^MiniMax-M2/, "MiniMaxM2", "moe"],
  [/^Falcon-180B/, "Falcon_180B", "dense"],
  [/^GPT-J/, "GPTJ_6B", "dense"],
];

export function modelOf(row: Row): { readonly model: string; readonly modelClass: ModelClass } {
  const found = models.find(([pattern]) => pattern.test(row.model));
  if (!found) throw new Unsaid(`the catalog has no ${row.model}`);
  return { model: found[1], modelClass: found[2] };
}

/**
 * Weights and KV cache by the printed precision. NVIDIA's quantised checkpoints bring an 8-bit cache with them; on Blackwell InferenceMAX
 * asks for one (its README, and recalled for SGLang).
 */
export function precisionOf(row: Row, engine: string | undefined): Block {
  const printed = row.precision ?? "BF16";
  const brought = engine?.startsWith("tensorrt_llm") || (engine === "vllm" && row.model.includes("Llama"));
  const cache = brought || row.hardware.includes("B200") ? "fp8" : "bf16";
  // Its checkpoint has experts in MXFP4 and the rest in 16 bits; Hopper multiplies in 16 bits, Blackwell in 8.
  if (/^GPT-OSS/i.test(row.model)) {
    return {
      weights: "bf16",
      activations: row.hardware.includes("B200") ? "fp8" : "bf16",
      experts: "fp4",
      kv_cache: row.hardware.includes("B200") ? "fp8" : "bf16",
    };
  }
  if (/FP4/.test(printed)) return fourBits(row);
  if (/FP8/.test(printed)) return { weights: "fp8", activations: "fp8", kv_cache: cache };
  if (/W8A8C8/.test(printed)) return { weights: "int8", activations: "int8", kv_cache: "int8" };
  if (/INT8|W8A8/.test(printed)) return { weights: "int8", activations: "int8" };
  return { weights: "bf16" };
}

/**
 * nvidia/DeepSeek-R1-FP4 leaves the attention's projections in 16 bits (NVIDIA/TensorRT-LLM issue 5766 prints its exclude_modules); -v2, which
 * TensorRT-LLM's tables and InferenceMAX name, has the last one in 4 (its model card).
 */
export function fourBits({ model }: Row): Block {
  const all = { weights: "fp4", activations: "fp4", kv_cache: "fp8" };
  return /^deepseek-(v3|r1)/i.test(model) ? { ...all, projections: "bf16", output_projection: "fp4" } : all;
}

export function engineOf(printed: string): string | undefined {
  if (/tensorrt-llm v?0\./i.test(printed)) return "tensorrt_llm_compiled";
  if (/trtllm|tensorrt/i.test(printed)) return "tensorrt_llm";
  if (/vllm-ascend/i.test(printed)) return "vllm_ascend";
  if (/vllm/i.test(printed)) return "vllm";
  if (/sglang/i.test(printed)) return "sglang";
  if (/^(nanoflow|non-overlap)$/i.test(printed)) return "nanoflow";
  if (/cloudmatrix/i.test(printed)) return "cloudmatrix_infer";
  return undefined;
}
