/**
 * What the ranks of a setting run in a step, prepared once: a search asks for thousands of steps that differ in their loads alone. Each
 * block runs its kernels with a load.
 */

import { draftPhase } from "../memory";
import { draftSort, layerSorts } from "../layers";
import type { Attention, LayerSort, Model } from "../types";
import { denseBlock } from "./ffn";
import { attentionBlock } from "./layer";
import { type Block, ofFullest, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";
import { moeBlock } from "./moe";
import type { Kernel } from "./kernel";
import { regrouping } from "./regrouping";
import { type VisionBlocks, visionBlocks } from "./vision";

/** The layers of one sort, prepared for a microbatch of the mean group; the fullest one sets the pace of its attention. */
export interface LayerBlocks {
  /** The same for all sorts that attend alike. */
  readonly attention: Block;
  readonly network: Block;
  readonly experts: boolean;
  readonly layers: number;
}

export interface Prepared {
  readonly sorts: readonly LayerBlocks[];
  readonly vision: VisionBlocks | undefined;
  readonly head: Block;
  /** One prediction module; undefined: the model has none that drafts. */
  readonly draftModule: Block | undefined;
  /** Of a draft model. */
  readonly drafting: Setting | undefined;
}

export function preparedFor(setting: Setting): Prepared {
  return (setting.prepared ??= prepare(setting));
}

function prepare(setting: Setting): Prepared {
  const { model, phase } = setting;
  const { speculation } = phase;
  const head = headKernel(setting);
  const blocks = new Blocks(setting);
  return {
    sorts: layerSorts(model).map(({ sort, layers }) => ({
      attention: blocks.attending(sort.attention),
      network: blocks.network(sort.network),
      experts: sort.network === "experts",
      layers,
    })),
    vision: model.vision && visionBlocks(setting, model.vision),
    // Prefill needs the logits of the last token of a prompt alone: too few to count as rows, but the matrix is read.
    head: ({ requests, queries }, to) => head(requests > 0 ? requests * queries : 1, to),
    draftModule: speculation && !speculation.draft ? moduleBlock(setting, blocks, head) : undefined,
    drafting: speculation?.draft && draftSetting(setting, speculation.draft),
  };
}

const nothing: Block = () => undefined;

/** Each block once, however many sorts of layers have it. */
class Blocks {
  readonly #setting: Setting;
  readonly #attentions = new Map<Attention, Block>();
  readonly #regrouped = new Map<Attention, Block>();
  readonly #networks = new Map<LayerSort["network"], Block>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  attention(attention: Attention): Block {
    return kept(this.#attentions, attention, () => attentionBlock(this.#setting, attention));
  }

  /** Attends with the load of the fullest group, and regroups with that of the mean one. */
  attending(attention: Attention | undefined): Block {
    if (!attention) return nothing;
    return kept(this.#regrouped, attention, () => {
      const attend = this.attention(attention);
      const regroup = regrouping(this.#setting, attention);
      return (load, to) => {
        attend(ofFullest(load), to);
        regroup(load, to);
      };
    });
  }

  network(network: LayerSort["network"]): Block {
    const { moe } = this.#setting.model;
    if (!network) return nothing;
    return kept(this.#networks, network, () => (network === "experts" && moe ? moeBlock(this.#setting, moe) : denseBlock(this.#setting)));
  }
}

function kept<Key>(blocks: Map<Key, Block>, key: Key, make: () => Block): Block {
  const block = blocks.get(key) ?? make();
  blocks.set(key, block);
  return block;
}

/** Output projection to the vocabulary, in 16 bits. */
function headKernel({ device, model, phase }: Setting): Kernel {
  const columns = model.vocabulary / phase.tp;
  return gemmKernel(device, "head", "expert", { depth: model.hidden, columns, weights: "bf16", activations: "bf16" });
}

/** One multi-token prediction module: projection, a layer, the head again for what writes answers (DeepSeek-V3 report, 2.2). */
function moduleBlock(setting: Setting, blocks: Blocks, head: Kernel): Block {
  const { device, model, precision } = setting;
  const { weights, activations } = precision;
  const norm = vectorKernel(device, "norm", "expert", model.hidden * 8, 2);
  const projection = gemmKernel(device, "draft", "expert", { depth: 2 * model.hidden, columns: model.hidden, weights, activations });
  const sort = draftSort(model);
  const attention = blocks.attention(sort.attention);
  const network = blocks.network(sort.network);
  return (load, to) => {
    const fullest = ofFullest(load);
    const rows = tokensOf(fullest);
    norm(rows, to);
    projection(rows, to);
    attention(fullest, to);
    network(load, to);
    head(load.requests, to);
  };
}

/** A draft model on the same ranks, whose fixed times are those of the step that it drafts for. */
function draftSetting(setting: Setting, model: Model): Setting {
  const { device, precision } = setting;
  const own = draftPhase(setting.phase);
  return { device, model, precision, phase: { ...own, runtime: { ...own.runtime, stepOverhead: 0, requestOverhead: 0 } } };
}
