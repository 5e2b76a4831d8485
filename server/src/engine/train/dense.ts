/** The dense feed-forward block of a layer, forward and backward. */

import { denseOperators } from "../time/ffn";
import { isCommunication } from "../time/operator";
import { ownNorms } from "./attention";
import { computing } from "./computing";
import { type Pass, together } from "./item";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";

export function densePass(job: Job): Pass {
  const { setting, load, plan } = job;
  const operators = denseOperators(setting, load).filter((operator) => !isCommunication(operator));
  return together(computing(job, ownNorms(job, operators)), tensorExchange(job, plan.model.hidden));
}
