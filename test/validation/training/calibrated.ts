/** The declared part of the training runs that `sustained` of the chips and `vector_traffic` of fsdp in the catalog were calibrated on. The others are only predicted. */

import { hash } from "../serving/calibrated";
import type { Row } from "./rows";

/**
 * Dense runs alone: DGX Cloud's of February 2025 (H100), SimuMax' with four microbatches (B200), NeMo's of 2025 in fp8 and of February 2026
 * in fp4 (GB200 and GB300), torchtitan's 8B on one server (H100 at 500 W), Megatron-LM's SC21 table 1 (A100); of the
 * runs of llm-foundry (fsdp) and on Ascend 910B2 those with an even hash.
 */
export function isCalibratedTraining({ id }: Row, modelClass: string): boolean {
  if (modelClass !== "dense") return false;
  if (/^(llmfoundry|modellink|mindformers)-/.test(id)) return hash(id) % 2 === 0;
  return /^dgxc-v25\.02.*H100|^simumax-.*mbc4|^nemo-25\..*GB[23]00|^nemo-26\.02.*GB[23]00.*NVFP4|^torchtitan-8b-8g|^megatron-sc21-\d/.test(
    id,
  );
}
