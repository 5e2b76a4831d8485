/**
 * What the ranks of a setting run in a step, prepared once: a search asks for thousands of steps that differ in their loads alone. Each
 * block runs its kernels with a load.
 */

import { draftPhase } from "../memory";
import { draftSort, layerSorts } from "../layers";
import type { LayerSort, Model } from "../types";
import { denseBlock } from "./ffn";
import { attentionBlock } from "./layer";
import { type Block, ofFullest, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";
import { moeBlock } from "./moe";
import type { Kernel } from "./kernel";
import { regrouping } from "./regrouping";
import { type VisionBlocks, visionBlocks } from "./vision";

/** The layers of one sort, prepared for a microbatch of the mean group; the fullest one sets the pace of its attention. */
export interface LayerBlock {
  readonly block: Block;
  readonly experts: boolean;
  readonly layers: number;
}

export interface Prepared {
  readonly sorts: readonly LayerBlock[];
  readonly vision: VisionBlocks | undefined;
  readonly head: Block;
  /** One prediction module; undefined: the model has none that drafts. */
  readonly draftModule: Block | undefined;
  /** Of a draft model. */
  readonly drafting: Setting | undefined;
}

const known = new WeakMap<Setting, Prepared>();

export function preparedFor(setting: Setting): Prepared {
  const found = known.get(setting);
  if (found) return found;
  const made = prepare(setting);
  known.set(setting, made);
  return made;
}

function prepare(setting: Setting): Prepared {
  const { model, phase } = setting;
  const { speculation } = phase;
  const head = headKernel(setting);
  return {
    sorts: sortsOf(setting),
    vision: model.vision && visionBlocks(setting, model.vision),
    // Prefill needs the logits of the last token of a prompt alone: too few to count as rows, but the matrix is read.
    head: ({ requests, queries }, to) => head(requests > 0 ? requests * queries : 1, to),
    draftModule: speculation && !speculation.draft ? moduleBlock(setting, head) : undefined,
    drafting: speculation?.draft && draftSetting(setting, speculation.draft),
  };
}

function sortsOf(setting: Setting): LayerBlock[] {
  return layerSorts(setting.model).map(({ sort, layers }) => {
    const attending = sort.attention && attentionBlock(setting, sort.attention);
    const regrouped = sort.attention && regrouping(setting, sort.attention);
    const network = networkBlock(setting, sort.network);
    const block: Block = (load, to) => {
      attending?.(ofFullest(load), to);
      regrouped?.(load, to);
      network?.(load, to);
    };
    return { block, experts: sort.network === "experts", layers };
  });
}

function networkBlock(setting: Setting, network: LayerSort["network"]): Block | undefined {
  const { moe } = setting.model;
  if (network === "experts" && moe) return moeBlock(setting, moe);
  return network && denseBlock(setting);
}

/** Output projection to the vocabulary, in 16 bits. */
function headKernel({ device, model, phase }: Setting): Kernel {
  const columns = model.vocabulary / phase.tp;
  return gemmKernel(device, "head", "expert", { depth: model.hidden, columns, weights: "bf16", activations: "bf16" });
}

/** One multi-token prediction module: projection, a layer, the head again for what writes answers (DeepSeek-V3 report, 2.2). */
function moduleBlock(setting: Setting, head: Kernel): Block {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const norm = vectorKernel(device, "norm", "expert", model.hidden * 8, 2);
  const projection = gemmKernel(device, "draft", "expert", { depth: 2 * model.hidden, columns: model.hidden, weights, activations });
  const sort = draftSort(model);
  const attention = attentionBlock(setting, sort.attention);
  const network = networkBlock(setting, sort.network);
  return (load, to) => {
    const fullest = ofFullest(load);
    const rows = tokensOf(fullest);
    norm(rows, to);
    projection(rows, to);
    attention(fullest, to);
    network?.(load, to);
    head(load.requests, to);
  };
}

/** A draft model on the same ranks, whose fixed times are those of the step that it drafts for. */
function draftSetting(setting: Setting, model: Model): Setting {
  const { device, precision } = setting;
  const own = draftPhase(setting.phase);
  return { device, model, precision, phase: { ...own, runtime: { ...own.runtime, stepOverhead: 0, requestOverhead: 0 } } };
}
