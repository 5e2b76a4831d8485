/** What training sources call a machine and a model, and what the catalog or plans/training.cmx calls it. */

import type { ModelClass } from "../prediction";
import { Unsaid } from "../serving/rows";
import type { Row } from "./rows";

export interface Place {
  readonly machine: string;
  /** Chips of one machine. */
  readonly machineSize: number;
}

/** The first pattern that the printed name matches. Of a rack of 72, jobs use 64 chips. */
const machines: readonly (readonly [RegExp, string, number])[] = [
  [/^GB300/, "GB300_NVL64", 64],
  [/^GB200/, "GB200_NVL64", 64],
  [/^B300/, "DGX_B300", 8],
  [/^B200/, "DGX_B200", 8],
  [/^H200/, "DGX_H200", 8],
  [/^H100 96GB/, "GrandTeton_H100", 8],
  [/^h100|^H100/, "DGX_H100", 8],
  [/^H800/, "HGX_H800", 8],
  [/^a100_40gb/, "DGX_A100_40GB", 8],
  [/^a100|^A100|^Ampere/, "DGX_A100", 8],
];

export function nvidiaMachine(row: Row): Place {
  const found = machines.find(([pattern]) => pattern.test(row.device));
  if (!found) throw new Unsaid(`the catalog has no ${row.device}`);
  return { machine: found[1], machineSize: found[2] };
}

export interface NamedModel {
  readonly model: string;
  readonly modelClass: ModelClass;
  readonly layers: number;
}

const models: readonly (readonly [RegExp, string, ModelClass, number])[] = [
  [/^LLAMA3_8B|^Llama3-8B|^Llama-3\.1-8B|^Llama 3\.1 8b|^LLaMA3\.1-8B|^Llama3(\.1)?-8B/, "Llama31_8B", "dense", 32],
  [/^LLAMA3_70B|^Llama3 70B|^Llama-3\.1-70B|^Llama 3\.1 70b|^Maxtext Llama3 70b|^LLaMA3-70B|^Llama3\.1-70B/, "Llama31_70B", "dense", 80],
  [/^LLAMA3\.1_405B|^Llama-3\.1-405B|^Llama ?3\.1 405b/, "Llama31_405B", "dense", 126],
  [/^DeepSeek ?V3|^Deepseek V3/, "DeepSeekV3", "moe", 61],
  [/^DeepSeekV4 Flash/, "DeepSeekV4Flash", "moe", 43],
  [/^GPT[ -]OSS 120B/, "GptOss_120B", "moe", 36],
  [/^Qwen3_30B_a3B|^Qwen3 MoE 30B/i, "Qwen3_30B_A3B", "moe", 48],
  [/^Qwen3_235B_a22B/i, "Qwen3_235B_A22B", "moe", 94],
  [/^Kimi_K2/, "KimiK2", "moe", 61],
  [/^GPT3-175B|^NeMo Megatron/, "GPT3_175B", "dense", 96],
  [/^GPT3-5B/, "GPT3_5B", "dense", 24],
  [/^LLAMA2-7B|^Llama2-7B/i, "Llama2_7B", "dense", 32],
  [/^LLAMA2-13B/i, "Llama2_13B", "dense", 40],
  [/^LLAMA-?2-70B/i, "Llama2_70B", "dense", 80],
  [/^Nemotron-8B/, "Nemotron3_8B", "dense", 32],
  [/^Nemotron-H 56b/, "NemotronH_56B", "dense", 118],
  [/^Nemotron_3_Nano/, "Nemotron3_Nano", "moe", 52],
  [/^Nemotron_3_5_Lightning/, "Nemotron35_Lightning", "moe", 52],
  [/^Nemotron_3_Super|^Nemotron V3 Super/, "Nemotron3_Super", "moe", 88],
  [/^Nemotron4 15b/, "Nemotron4_15B", "dense", 32],
  [/^Nemotron4? ?340b/, "Nemotron4_340B", "dense", 96],
  [/^Grok ?1/, "Grok1", "moe", 64],
  [/^llama4 maverick/i, "Llama4_Maverick", "moe", 48],
  [/^Mixtral-8x7B/, "Mixtral_8x7B", "moe", 32],
  [/^Mixtral-8x22B/, "Mixtral_8x22B", "moe", 56],
  [/^Qwen1\.5-7B/, "Qwen15_7B", "dense", 32],
  [/^Qwen1\.5-14B/, "Qwen15_14B", "dense", 40],
  [/^Qwen1\.5-72B/, "Qwen15_72B", "dense", 80],
  [/^Qwen1\.5-110B/, "Qwen15_110B", "dense", 80],
  [/^GLM4-9B/, "GLM4_9B", "dense", 40],
];

export function modelOf(name: string): NamedModel {
  const found = models.find(([pattern]) => pattern.test(name));
  if (!found) throw new Unsaid(`the shape of ${name || "the model"} is not printed`);
  return { model: found[1], modelClass: found[2], layers: found[3] };
}
