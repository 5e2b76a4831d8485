/** Training plans of the toy machines. */

import type { TrainLayout, TrainPlan } from "../../../../server/src/engine";
import { dense, machine } from "../toys";

export const alone: TrainLayout = {
  tp: 1,
  pp: 1,
  cp: 1,
  dp: 1,
  ep: 1,
  expertTp: 1,
  firstLayers: undefined,
  lastLayers: undefined,
  chunks: 1,
};

/** Nothing is hidden, split or computed again. */
export const training: TrainPlan = {
  name: "Training",
  model: dense,
  machine,
  layout: alone,
  precision: {
    weights: "bf16",
    activations: "bf16",
    attention: "bf16",
    dispatch: "bf16",
    combine: "bf16",
    gradients: "bf16",
    reduction: "bf16",
    parameters: "bf16",
    master: "fp32",
    moments: "fp32",
  },
  runtime: {
    engine: undefined,
    bases: [],
    stepOverhead: 0,
    fixedTimes: 1,
    launch: 0,
    expertLaunch: 0,
    fusedQuantisation: false,
    recurrenceRate: Number.POSITIVE_INFINITY,
    overlap: { gradients: 0, parameters: 0, tensor: 0, tensorGradients: 0, context: 0, experts: 0, pipeline: 0 },
    reserve: 0,
    vectorTraffic: 1,
    attentionPace: 1,
    storedScores: false,
    dropout: false,
    fusedLoss: true,
  },
  chips: 1,
  sequence: 1024,
  batch: 8,
  microbatch: 1,
  schedule: "1f1b",
  zero: 0,
  zeroRanks: undefined,
  reshard: true,
  recompute: "none",
  recomputeLayers: undefined,
  sequenceParallel: true,
  context: "ring",
  imbalance: 1,
  expertPath: "all_to_all",
  allReduce: "library",
  optimizer: "adam",
  mtpModules: 0,
  tokens: undefined,
  failures: undefined,
};

/** The plan on as many chips as its degrees want. */
export function laidOut(changes: Partial<TrainLayout>, more: Partial<TrainPlan> = {}): TrainPlan {
  const layout = { ...alone, ...changes };
  return { ...training, layout, chips: layout.tp * layout.pp * layout.cp * layout.dp, ...more };
}
