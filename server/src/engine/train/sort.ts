/** What is the same for all layers of a sort, worked out once for a job: a model has a handful of sorts, and a pipeline many stages. */

import { keptActivations, layerActivations } from "./activations";
import { type Held, layerHeld } from "./parameters";
import type { LayerSort } from "../types";
import type { Job } from "./setting";

export interface SortFigures {
  readonly held: Held;
  /** Bytes of activations of one microbatch: all of them, and those that recomputation leaves. */
  readonly activations: number;
  readonly kept: number;
}

const known = new WeakMap<Job, Map<LayerSort, SortFigures>>();

export function figuresOf(job: Job, sort: LayerSort): SortFigures {
  const ofJob = known.get(job) ?? new Map<LayerSort, SortFigures>();
  known.set(job, ofJob);
  const found = ofJob.get(sort);
  if (found) return found;
  const { model, layout } = job.plan;
  const figures = { held: layerHeld(model, layout, sort), activations: layerActivations(job, sort), kept: keptActivations(job, sort) };
  ofJob.set(sort, figures);
  return figures;
}
