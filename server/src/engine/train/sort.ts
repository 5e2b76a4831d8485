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

export function figuresOf(job: Job, sort: LayerSort): SortFigures {
  const { sorts } = job.worked;
  const found = sorts.get(sort);
  if (found) return found;
  const { model, layout } = job.plan;
  const figures = { held: layerHeld(model, layout, sort), activations: layerActivations(job, sort), kept: keptActivations(job, sort) };
  sorts.set(sort, figures);
  return figures;
}
