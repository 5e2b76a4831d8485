/** What context parallel ranks exchange in a layer's attention. */

import { type Attention, bytesOf } from "../types";
import { kvBytes } from "./attention";
import { collectiveKernel } from "./collective";
import type { Block, Setting } from "./load";
import { earlierTokens } from "./prompt";

/** Context parallel prefill gathers the keys and values of the other ranks, those of earlier tokens too. */
export function contextGather(setting: Setting, attention: Attention): Block {
  const { device, phase } = setting;
  const gather = collectiveKernel(device, "all_gather", "attention", "all_gather", { size: phase.cp, stride: phase.tp });
  const each = kvBytes(setting, attention);
  return (load, to) => gather((load.prompt + earlierTokens(attention, load)) * each, to);
}

/** Context parallel decode: each rank attends to its share of the cache, and the partial results (in 32 bits) are summed. */
export function contextMerge({ device, phase }: Setting, width: number): Block {
  const reduce = collectiveKernel(device, "all_reduce", "attention", "all_reduce", { size: phase.cp, stride: phase.tp });
  return (load, to) => reduce(load.requests * load.queries * width * bytesOf.fp32, to);
}
