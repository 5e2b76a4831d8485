/** NVIDIA's published runs: NeMo and Megatron-Bridge releases, NeMo's launch files of 2024, long sequences, AutoModel. */

import type { Block } from "../serving/plan";
import { Unsaid } from "../serving/rows";
import { modelOf, nvidiaMachine } from "./names";
import { interleaved, operationsOf, peaks, printedPlan, speed, type TrainingRun, uneven } from "./plan";
import { chipsOf, degree, printed, type Row } from "./rows";

/**
 * Number types of Megatron with the distributed optimizer, by the printed recipe. Gradients are kept and reduced in 16 bits
 * (NeMo nemotron4_340b.py and Megatron-Bridge: grad_reduce_in_fp32 = False); with FP8 the parameters are kept in FP8 too (fp8_params).
 */
export function megatronPrecision(recipe: string, gradients = "bf16"): Block {
  if (/NVFP4/i.test(recipe)) return { activations: "fp4", gradients };
  if (/FP8/i.test(recipe)) return { weights: "fp8", activations: "fp8", gradients };
  return { gradients };
}

/** Layers of stages where the embedding and the head count as a layer each, so that 126 divide (account_for_embedding_in_pipeline_split). */
export function stages(model: string, layers: number, pp: number, chunks: number): Block {
  if (pp === 1) return {};
  // 16 chunks of four layers, the last one layer with MTP and head: pp_layout "Et*4|(t*4|)*14tmL" of Megatron-Bridge.
  if (layers === 61) return pp * chunks > 16 ? { first_layers: 7, last_layers: 6 } : uneven(layers, pp, 0, 3);
  if (layers % (pp * chunks) === 0) return {};
  if ((layers + 2) % pp === 0) return uneven(layers, pp, 1, 1);
  throw new Unsaid(`how ${layers} layers of ${model} are cut into ${pp} stages`);
}

/** Releases 25.09 to 26.08. Launch settings beyond the printed ones: Megatron-Bridge scripts/performance/configs, as of October 2026. */
export function nemo(row: Row): TrainingRun {
  const name = row.model;
  if (/LoRA/.test(row.id)) throw new Unsaid("LoRA: the language trains all weights");
  const { model, modelClass, layers } = modelOf(name);
  const [pp, chunks, fsdp] = [degree(row, "pp"), degree(row, "vp"), degree(row, "fsdp") > 1];
  const exchange: Block = modelClass === "moe" ? experts(row) : {};
  const remarks = [
    ...(/-SFT-/.test(row.id) ? ["packed sequences, taken as whole ones"] : []),
    // recompute_modules = moe, layernorm, core_attn, moe_act (nemotron_3_workload_base_configs.py).
    ...(name.startsWith("Nemotron_3_Nano") && row.device === "H100" ? ["experts are computed again, of which the plan has no word"] : []),
    ...(/tokendrop/.test(name) ? ["tokens over an expert's share are dropped: perfect balance"] : []),
  ];
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    modelClass,
    engine: modelClass === "moe" && captured(row) ? "nemo_graphs" : "nemo",
    plan: {
      ...printedPlan(row),
      ...stages(model, layers, pp, pp > 1 ? chunks : 1),
      zero: fsdp ? 3 : 1,
      ...exchange,
      mtp_modules: modulesOf(name),
      precision: {
        ...megatronPrecision(row.precision ?? ""),
        ...(modelClass === "moe" && wholeGraph(row) ? { attention: "fp8" } : {}),
      },
    },
    compare: speed(row),
    // The plan's count leaves prediction modules out, those of rows with two include them.
    ...(modulesOf(name) > 1 ? {} : operationsOf(row, "causal")),
    remarks,
  };
}

/**
 * Prediction modules that are trained along: one of DeepSeek-V3, unless the row says otherwise; two of Nemotron 3 Super and Nemotron 3.5
 * Lightning (mtp_num_layers in recipes/nemotronh/nemotron_3_super.py and perf_recipes/nemotronh/gb200/nemotronh.py).
 */
function modulesOf(name: string): number {
  if (/^Nemotron_3_(Super|5_Lightning)/.test(name)) return 2;
  return name.startsWith("DeepSeekV3") && !/w\/o MTP|tokendrop|dropless/.test(name) ? 1 : 0;
}

/**
 * Rows are force-balanced. The flexible dispatcher (HybridEP, DeepEP) serves all but Qwen3 235B on servers of eight and the older
 * runs of GPT-OSS and of DeepSeek-V3 on B200; exchanges run beside another microbatch (moe_a2a_overlap) for Qwen3 235B on H100, for DeepSeek-V3 across servers of B200
 * (deepseek_workload_base_configs.py, B200_FP8_MX_V2), and on racks with MXFP8 from release 26.06 on (perf_recipes,
 * hybridep_full_iteration_mxfp8), where attention computes in FP8, too. Dropping tokens wants the all-to-all, and nothing beside it
 * (25.09: moe_token_drop.py, moe_a2a).
 */
function experts(row: Row): Block {
  const { device, model: name } = row;
  if (name.includes("tokendrop")) return { expert_path: "all_to_all" };
  const library =
    (/235B/i.test(name) && !device.startsWith("GB")) ||
    (name.startsWith("GPT OSS") && (device === "H100" || releaseOf(row) < 2604)) ||
    (name.startsWith("DeepSeekV3") && device === "B200" && releaseOf(row) < 2602);
  const acrossServers = name.startsWith("DeepSeekV3") && device === "B200" && degree(row, "ep") > 8;
  const overlapped = (/235B/i.test(name) && device === "H100") || acrossServers || wholeGraph(row);
  return {
    expert_path: library ? "all_to_all" : "normal",
    ...(overlapped ? { overlap: { experts: "100%" } } : {}),
  };
}

/**
 * Whether CUDA graphs hold the parts of a layer with experts whose shapes do not change (configs of scripts/performance): on Blackwell, but for
 * Qwen3 235B on servers of eight, and there on B200 for GPT-OSS, Nemotron 3 Super, and DeepSeek-V3 until B200_FP8_MX_V2. Before release
 * 26.02 the graphs of Qwen3 and GPT-OSS wanted every expert padded to its share (tokendrop).
 */
function captured(row: Row): boolean {
  const { device, model: name } = row;
  const deepSeek = name.startsWith("DeepSeekV3");
  if (device === "H100" || (releaseOf(row) < 2602 && !deepSeek && !name.includes("tokendrop"))) return false;
  if (device.startsWith("GB")) return true;
  if (device === "B200" && (/^GPT OSS|Super/.test(name) || (deepSeek && degree(row, "ep") <= 8))) return false;
  return !name.includes("235B");
}

/** GPT-OSS two months later; Kimi K2's row still has the microbatch of the recipe before. */
function wholeGraph({ device, model, precision = "", ...row }: Row): boolean {
  if (!device.startsWith("GB") || !precision.includes("MXFP8") || model.startsWith("Kimi")) return false;
  return releaseOf({ ...row, device, model }) >= (model.startsWith("GPT OSS") ? 2608 : 2606);
}

/** 26.04.01 is 2604. */
function releaseOf(row: Row): number {
  const [, year = "", month = ""] = /^nemo-(\d+)\.(\d+)/.exec(row.id) ?? [];
  return Number(year) * 100 + Number(month);
}

/** NeMo's launch files of 2024 on H100, FP8. Stages are interleaved down to one layer a chunk, as dgxc-benchmarking has GPT-3. */
export function launcher(row: Row): TrainingRun {
  if (/LoRA/.test(row.id)) throw new Unsaid("LoRA: the language trains all weights");
  const { model, modelClass, layers } = modelOf(row.model);
  const pp = degree(row, "pp");
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "nemo",
    plan: {
      ...printedPlan(row),
      ...(pp > 1 ? interleaved(layers / pp) : {}),
      zero: 1,
      precision: megatronPrecision("FP8"),
    },
    compare: speed(row),
    ...operationsOf(row, "full"),
    remarks: [
      ...(pp > 1 ? ["chunks not printed: one layer each"] : []),
      ...(/SFT/.test(row.id) ? ["packed sequences, taken as whole ones"] : []),
    ],
  };
}

/** Sequences of up to a million tokens; operations count all pairs of tokens, as in NeMo's formula of the time. */
export function longSequence(row: Row): TrainingRun {
  const { model, modelClass } = modelOf(row.model);
  const value = printed(row.measured["tflops_per_device_with_cp"], "a rate with context parallelism");
  const peak = row.device === "B200" ? peaks.b200_fp8 : peaks.h100_fp8;
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "nemo",
    plan: { ...printedPlan(row), zero: 1, precision: megatronPrecision("FP8") },
    compare: [{ metric: "mfu.full", measured: value / peak, printed: `${value} TFLOP/s per chip` }],
    remarks: ["microbatch not printed: one sequence"],
  };
}

/** NeMo AutoModel: FSDP2 and DeepEP. Recomputation by examples/benchmark/configs; dense Llama 3 70B as the others. */
export function autoModel(row: Row): TrainingRun {
  const name = row.model;
  if (/Fine-Tuning/.test(row.id)) throw new Unsaid("LoRA: the language trains all weights");
  const { model, modelClass, layers } = modelOf(name);
  const [pp, chunks] = [degree(row, "pp"), degree(row, "vp")];
  const sharded = degree(row, "fsdp");
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model,
    modelClass,
    engine: "automodel",
    plan: {
      ...printedPlan(row),
      ...(pp > 1 ? { ...interleaved(chunks), ...uneven(layers, pp, 0, (pp - (layers % pp)) % pp) } : {}),
      ...(/GPT-OSS/.test(name) ? { ep: 64 } : {}),
      zero: 3,
      reshard: pp === 1,
      recompute: /GPT-OSS/.test(name) ? "none" : "full",
      sequence_parallel: false,
      mtp_modules: 0,
      ...(modelClass === "moe" ? { expert_path: "normal" } : {}),
      precision: { weights: "fp32", parameters: "bf16" },
    },
    compare: speed(row),
    ...operationsOf(row, "causal"),
    remarks: [`split over ${sharded} ranks`],
  };
}

/** Megatron-Core v0.9 on 64 H100; its formula counts all pairs of tokens. */
export function mixtral(row: Row): TrainingRun {
  return {
    ...nvidiaMachine(row),
    chips: chipsOf(row),
    model: "Mixtral_8x7B",
    modelClass: "moe",
    engine: "megatron",
    plan: { ...printedPlan(row), zero: 1, precision: { gradients: "fp32" } },
    compare: speed(row, { metric: "mfu.full", peak: peaks.h100 }),
    remarks: ["microbatch of the reference mapping: one sequence"],
  };
}
