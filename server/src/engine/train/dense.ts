/** The dense feed-forward block of a layer, forward and backward. */

import { denseOperators } from "../time/ffn";
import { isCommunication, type Operator } from "../time/operator";
import { ownNorm } from "./attention";
import { computing } from "./computing";
import type { Pass } from "./item";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";

export function densePass(job: Job, pass: Pass): void {
  const { setting, load, plan } = job;
  const operators: Operator[] = [];
  for (const operator of denseOperators(setting, load)) if (!isCommunication(operator)) operators.push(ownNorm(job, operator));
  computing(job, pass, operators);
  tensorExchange(job, pass, plan.model.hidden);
}
