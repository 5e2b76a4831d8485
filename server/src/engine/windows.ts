/** What serving software makes of attention windows: kernels may read a window of a cache that keeps every token, or know of none. */

import type { Attention, LayerSort, Model } from "./types";

/** The attention over the whole sequence; sparse ones with their own way of leaving tokens out are as they are. */
export function withoutWindow(attention: Attention): Attention {
  const windowed = (attention.kind === "gqa" || attention.kind === "mla") && attention.window !== undefined;
  return windowed ? { ...attention, window: undefined } : attention;
}

/** The model with every layer over the whole sequence; itself, where it has no window. */
export function withoutWindows(model: Model): Model {
  const { attention, interleaving, order } = model;
  const other = interleaving && withoutWindow(interleaving.other);
  const sorts = order && alike(order);
  if (withoutWindow(attention) === attention && other === interleaving?.other && sorts === order) return model;
  return { ...model, attention: withoutWindow(attention), interleaving: interleaving && other && { ...interleaving, other }, order: sorts };
}

/** Layers that were the same object stay so. */
function alike(order: readonly LayerSort[]): readonly LayerSort[] {
  const changed = new Map<LayerSort, LayerSort>();
  for (const sort of order) {
    if (changed.has(sort)) continue;
    const attention = sort.attention && withoutWindow(sort.attention);
    changed.set(sort, attention === sort.attention ? sort : { ...sort, attention });
  }
  return order.every((sort) => changed.get(sort) === sort) ? order : order.map((sort) => changed.get(sort) ?? sort);
}
