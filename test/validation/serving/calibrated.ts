/** The declared part of the deployments that the engines' overheads in the catalog were calibrated on. The others are only predicted. */

import type { Row } from "./rows";
import { printedPlan } from "./silicon";

/**
 * Half of the plans measured at a given concurrency or rate, of the recipes of CANN and of TensorRT-LLM's tables since 1.0: those whose printed plan
 * has an even hash, so that two measurements of one plan stand on the same side. And SGLang's prefill without perfect balance, for the imbalance
 * of prompts (wide-experts.ts), and what it gains by two microbatches, for `microbatch_overlap`.
 */
export function isCalibrated(row: Row): boolean {
  if (/^sglang-h100-(ablations|decode-simmtp-tbo)/.test(row.id)) return true;
  if (/^sglang-h100-prefill-4096|^cm384-t3-prefill-sglang-h100-default/.test(row.id)) return true;
  if (/^trtllm-(online|v1|latest)|^vllmascend-qwen32b|^cann-(dsv32|dsv4|glm)/.test(row.id)) return hash(row.id) % 2 === 0;
  return row.id.startsWith("aic-") && hash(printedPlan(row)) % 2 === 0;
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
