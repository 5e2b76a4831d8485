/** What context parallel ranks exchange in a layer's attention. */

import { type Attention, bytesOf } from "../types";
import { kvBytes } from "./attention";
import { collectiveOperator } from "./collective";
import type { Load, Setting } from "./load";
import type { Operator } from "./operator";
import { earlierTokens } from "./prompt";

/** Context parallel prefill gathers the keys and values of the other ranks, those of earlier tokens too. */
export function contextGather(setting: Setting, attention: Attention, load: Load): Operator | undefined {
  const { device, phase } = setting;
  const bytes = (load.prompt + earlierTokens(attention, load)) * kvBytes(setting, attention);
  return collectiveOperator(device, "all_gather", "attention", "all_gather", { size: phase.cp, stride: phase.tp }, bytes);
}

/** Context parallel decode: each rank attends to its share of the cache, and the partial results (in 32 bits) are summed. */
export function contextMerge(setting: Setting, load: Load, width: number): Operator | undefined {
  const { device, phase } = setting;
  const bytes = load.requests * load.queries * width * bytesOf.fp32;
  return collectiveOperator(device, "all_reduce", "attention", "all_reduce", { size: phase.cp, stride: phase.tp }, bytes);
}
