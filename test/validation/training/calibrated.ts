/** The declared part of the training runs that the catalog's figures with [train] were calibrated on. The others are only predicted. */

import { hash } from "../serving/calibrated";
import type { Row } from "./rows";

/**
 * Half of the runs, by the hash of what is trained on what: all scales, lengths and releases of one model, chip and number type stand on
 * the same side. And the dense runs that `sustained` of the chips was first fitted to.
 */
export function isCalibrated(row: Row): boolean {
  const { group, device, model, precision = "" } = row;
  return hash([group, device, model.replace(/ (\(.*\)|w\/.*)$/, ""), precision].join("|")) % 2 === 0 || sustains(row);
}

/**
 * DGX Cloud's of February 2025 (H100), SimuMax' with four microbatches (B200), NeMo's of 2025 in fp8 and of February 2026 in fp4 (GB200
 * and GB300), torchtitan's 8B on one server (H100 at 500 W), Megatron-LM's SC21 table 1 (A100), and those on Ascend 910B2 with an even hash.
 */
function sustains({ id, model }: Row): boolean {
  const runs = /^dgxc-v25\.02.*H100|^simumax-.*mbc4|^nemo-25\..*GB[23]00|^nemo-26\.02.*GB[23]00.*NVFP4|^torchtitan-8b-8g|^megatron-sc21-\d/;
  const chosen = runs.test(id) || (/^(modellink|mindformers)-/.test(id) && hash(id) % 2 === 0);
  return chosen && !/deepseek|mixtral|qwen3|gpt[ -]oss|kimi|grok|maverick|scout/i.test(model);
}
