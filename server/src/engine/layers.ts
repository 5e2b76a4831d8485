/** A model's layers by sort: which attention, and whether experts or the dense network follow it. */

import type { Attention, LayerSort, Model } from "./types";

/** So many layers of a sort. */
export interface SortCount {
  readonly sort: LayerSort;
  readonly layers: number;
}

interface Sorts {
  readonly all: readonly SortCount[];
  /** Of each layer, in their order. */
  readonly order: readonly LayerSort[];
  /** By number of stages. */
  readonly stages: Map<number, readonly (readonly SortCount[])[]>;
}

// A model is asked for its sorts at every evaluation, and never changes.
const known = new WeakMap<Model, Sorts>();

function sortsOf(model: Model): Sorts {
  const found = known.get(model);
  if (found) return found;
  const order = model.order ?? orderByRule(model);
  const made: Sorts = { all: countsOf(order), order, stages: new Map() };
  known.set(model, made);
  return made;
}

/** An attention and a network in each layer: which ones, the interleaving and the experts' own rule say. */
function orderByRule(model: Model): readonly LayerSort[] {
  const attentions = attentionsOf(model);
  const sorts = new Map<string, LayerSort>();
  const order: LayerSort[] = [];
  for (let layer = 1; layer <= model.layers; layer++) {
    const index = attentionAt(model, layer);
    const network = hasExperts(model, layer) ? "experts" : "dense";
    const key = `${index} ${network}`;
    const sort = sorts.get(key) ?? { attention: attentions[index] ?? model.attention, network };
    sorts.set(key, sort);
    order.push(sort);
  }
  return order;
}

/** The model's own attention, that of the layers between, and the window alone. */
function attentionsOf({ attention, interleaving }: Model): readonly Attention[] {
  return [attention, interleaving?.other ?? attention, windowAlone(attention)];
}

function windowAlone(attention: Attention): Attention {
  return attention.kind === "compressed" ? { ...attention, ratio: undefined, indexer: undefined } : attention;
}

function attentionAt({ layers, interleaving }: Model, layer: number): number {
  if (!interleaving) return 0;
  const { first, every, last, windowed } = interleaving;
  if (layer <= windowed) return 2;
  return (layer >= first && (layer - first) % every === 0) || (last && layer === layers) ? 0 : 1;
}

function hasExperts({ moe }: Model, layer: number): boolean {
  return moe !== undefined && layer > moe.firstDense && (layer - moe.firstDense) % moe.every === 0;
}

export function countsOf(order: readonly LayerSort[]): readonly SortCount[] {
  const counts = new Map<LayerSort, number>();
  for (const sort of order) counts.set(sort, (counts.get(sort) ?? 0) + 1);
  return [...counts].map(([sort, layers]) => ({ sort, layers }));
}

/** The sorts of a model with how many layers have each; a handful, whatever the number of layers. */
export function layerSorts(model: Model): readonly SortCount[] {
  return sortsOf(model).all;
}

/** The sort of each layer, in their order. */
export function layerOrder(model: Model): readonly LayerSort[] {
  return sortsOf(model).order;
}

/** The sorts of each of `pp` pipeline stages; the last may have fewer layers. */
export function stageSorts(model: Model, pp: number): readonly (readonly SortCount[])[] {
  const { order, stages } = sortsOf(model);
  const found = stages.get(pp);
  if (found) return found;
  const depth = Math.ceil(model.layers / pp);
  const count = Math.max(1, Math.ceil(order.length / depth));
  const made = Array.from({ length: count }, (_, stage) => countsOf(order.slice(stage * depth, (stage + 1) * depth)));
  stages.set(pp, made);
  return made;
}

/** The layer of a multi-token prediction module: the model's attention, or the window of a compressed one, and experts where the model has them. */
export function draftSort(model: Model): LayerSort & { readonly attention: Attention } {
  return { attention: windowAlone(model.attention), network: model.moe ? "experts" : "dense" };
}

/** How many layers have experts; the rest are dense. */
export function moeLayers(model: Model): number {
  return layerSorts(model).reduce((sum, { sort, layers }) => (sort.network === "experts" ? sum + layers : sum), 0);
}
