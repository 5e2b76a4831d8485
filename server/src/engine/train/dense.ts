/** The dense feed-forward block of a layer, forward and backward. */

import { denseBlock } from "../time/ffn";
import { listed } from "../time/kernel";
import { isCommunication } from "../time/operator";
import { ownNorm } from "./attention";
import { computing } from "./computing";
import type { Pass } from "./item";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";

export function densePass(job: Job, pass: Pass): void {
  const { setting, load, plan } = job;
  const operators = listed((to) => denseBlock(setting)(load, to));
  computing(
    job,
    pass,
    operators.flatMap((operator) => (isCommunication(operator) ? [] : [ownNorm(job, operator)])),
  );
  tensorExchange(job, pass, plan.model.hidden);
}
