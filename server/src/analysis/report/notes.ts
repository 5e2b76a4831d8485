/** What the reader should know before trusting a figure. */

import type { ServeResult } from "../../engine";
import { formatInformation } from "../../language/figures";

export function notesOf({ plan, phases }: ServeResult): string[] {
  const notes: string[] = [];
  const { chip } = plan.machine;
  if (chip.calibration.basis === "estimated") {
    notes.push(`The efficiencies of ${chip.name} are estimated, not measured: no operator of it has been published. Expect larger errors.`);
  }
  if (plan.workload.rate === undefined && phases.some(({ phase }) => phase.name !== "decode")) {
    notes.push("The workload has no rate: the time to first token has no wait in it.");
  }
  for (const { phase } of phases) {
    if (plan.model.moe && phase.ep > 1 && phase.dp * phase.cp > 1)
      notes.push(`${phase.name}: experts are reached by the ${phase.expertPath} path, with imbalance ${phase.imbalance}.`);
  }
  const [first] = phases;
  if (first) notes.push(`The runtime keeps ${formatInformation(first.phase.reserve)} of each rank (reserve).`);
  if (plan.kvTransfer !== undefined && phases.length > 1) notes.push(`The KV cache goes from prefill to decode over ${plan.kvTransfer}.`);
  return notes;
}
