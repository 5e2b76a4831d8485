/** Which layers each pipeline stage has. */

import { countsOf, layerOrder, type SortCount } from "../layers";
import type { LayerSort, Model, TrainLayout } from "../types";

/** Layers of a stage by sort, in all its chunks. */
export interface Stage {
  readonly sorts: readonly SortCount[];
  readonly layers: number;
}

/** Layers of each of the `pp` stages. What does not divide goes to the stages in the middle, which have neither embedding nor head. */
export function stageLayers(layers: number, { pp, firstLayers, lastLayers }: TrainLayout): readonly number[] {
  if (pp === 1) return [layers];
  const fixed = [firstLayers, ...Array<undefined>(pp - 2).fill(undefined), lastLayers];
  const open = fixed.filter((count) => count === undefined).length;
  const left = Math.max(0, layers - (firstLayers ?? 0) - (lastLayers ?? 0));
  const base = open > 0 ? Math.floor(left / open) : 0;
  let rest = open > 0 ? left - base * open : 0;
  const counts = fixed.map((count) => count ?? base);
  for (const stage of fullestFirst(pp)) {
    if (rest === 0) break;
    if (fixed[stage] !== undefined) continue;
    counts[stage] = (counts[stage] ?? 0) + 1;
    rest -= 1;
  }
  return counts;
}

function fullestFirst(pp: number): readonly number[] {
  return [...Array.from({ length: Math.max(0, pp - 2) }, (_, stage) => stage + 1), 0, pp - 1];
}

const known = new WeakMap<Model, Map<string, readonly Stage[]>>();

/** The stages; with several chunks each stage has every `pp`-th piece of the model (Narayanan 2021, section 2.2). Kept for a model. */
export function stagesOf(model: Model, layout: TrainLayout): readonly Stage[] {
  const { pp, chunks, firstLayers, lastLayers } = layout;
  const key = `${pp} ${chunks} ${firstLayers} ${lastLayers}`;
  const found = known.get(model)?.get(key);
  if (found) return found;
  const counts = stageLayers(model.layers, layout);
  const order = layerOrder(model);
  const taken: LayerSort[][] = counts.map(() => []);
  let next = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    counts.forEach((count, stage) => {
      const until = Math.round((count * (chunk + 1)) / chunks) - Math.round((count * chunk) / chunks);
      taken[stage]?.push(...order.slice(next, next + until));
      next += until;
    });
  }
  const stages = taken.map((sorts) => ({ sorts: countsOf(sorts), layers: sorts.length }));
  const ofModel = known.get(model) ?? new Map<string, readonly Stage[]>();
  known.set(model, ofModel.set(key, stages));
  return stages;
}
