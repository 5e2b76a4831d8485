/** Model FLOP of a training step, in the ways that sources count them. */

import { layerSorts } from "../layers";
import { attentionParameters, expertParameters, ffnParameters, gateParameters, sharedParameters } from "../model";
import { attendedTokens, meanContext } from "../time/prompt";
import type { Attention, LayerSort, Model } from "../types";
import type { Job } from "./setting";

/** FLOP of one token, forward. */
export interface TokenFlop {
  /** Linear layers, gate and head: twice the parameters that a token passes; the input embedding is looked up. */
  readonly linear: number;
  /** Attention core with the causal half once; and with all pairs of tokens. */
  readonly core: number;
  readonly full: number;
}

/** Prediction modules are not counted: published figures leave them out. */
export function tokenFlop({ plan, load }: Job): TokenFlop {
  const { model, sequence } = plan;
  let parameters = model.vocabulary * model.hidden;
  let core = 0;
  let full = 0;
  for (const { sort, layers } of layerSorts(model)) {
    parameters += layers * (attentionParameters(sort.attention, model.hidden) + networkParameters(model, sort.network));
    if (!sort.attention) continue;
    const ofPair = pairFlop(sort.attention);
    const recurrent = layers * recurrentFlop(sort.attention);
    core += layers * ofPair * meanContext(sort.attention, load) + recurrent;
    full += layers * ofPair * attendedTokens(sort.attention, sequence) + recurrent;
  }
  return { linear: 2 * parameters, core, full };
}

function networkParameters(model: Model, network: LayerSort["network"]): number {
  const { moe } = model;
  if (!network) return 0;
  if (network === "dense" || !moe) return ffnParameters(model, model.ffn?.intermediate ?? 0);
  return moe.active * expertParameters(model, moe) + sharedParameters(model, moe) + gateParameters(model, moe);
}

/** Scores and weighted sum of a query and a key. */
function pairFlop(attention: Attention): number {
  switch (attention.kind) {
    case "gqa":
      return 4 * attention.heads * attention.headDim;
    case "mla":
      return 2 * attention.heads * (attention.nopeDim + attention.ropeDim + attention.valueDim);
    case "compressed":
      return 4 * attention.heads * attention.headDim;
    case "linear":
      return 0;
  }
}

/** Update of and product with the state. */
function recurrentFlop(attention: Attention): number {
  return attention.kind === "linear" ? 4 * attention.heads * attention.keyDim * attention.valueDim : 0;
}
