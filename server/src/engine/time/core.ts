/** Attention itself, between the projections of a layer, with what context parallel ranks exchange for it. */

import type { Attention } from "../types";
import { answerAttention, type Core, promptAttention } from "./attention";
import { contextGather, contextMerge } from "./context";
import type { Block, Setting } from "./load";

/** Of prompts and of answers, whichever the step has. */
export function attentionCore(setting: Setting, attention: Attention, core: Core): Block {
  const reading = promptCore(setting, attention, core);
  const writing = answerCore(setting, attention, core);
  return (load, to) => {
    if (load.prompt > 0) reading(load, to);
    if (load.requests > 0) writing(load, to);
  };
}

/** Of prompts, over the keys and values that the ranks gather from each other. */
export function promptCore(setting: Setting, attention: Attention, core: Core): Block {
  const reading = promptAttention(setting, attention, core);
  const gather = contextGather(setting, attention);
  return (load, to) => {
    reading(load, to);
    gather(load, to);
  };
}

/** Of answers, each rank over its share of the cache; their partial results are merged. */
export function answerCore(setting: Setting, attention: Attention, core: Core): Block {
  const writing = answerAttention(setting, attention, core);
  const merge = contextMerge(setting, core.heads * core.valueDim);
  return (load, to) => {
    writing(load, to);
    merge(load, to);
  };
}
