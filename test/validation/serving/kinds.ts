/** Which reading a row needs, by its identifier; or why it is not read. */

import { cacheReuse, decodeDrafts, decodeMicrobatches, prefillMicrobatches, simulatedDrafts, twoBatchOverlap } from "./ablations";
import { ascendDense, cannDecode, cannPrefill, chunkedPipeline, cloudMatrixDecode, cloudMatrixPrefill } from "./ascend";
import { mlperf } from "./mlperf";
import type { Deployment } from "./plan";
import { type Row, Unsaid } from "./rows";
import { siliconDeployment } from "./silicon";
import { nanoFlow, online, perfOverview, staticBatch } from "./throughput";
import { inferSim, wideDecode, widePrefill } from "./wide-experts";

/** The first pattern that fits the identifier decides. */
const kinds: readonly (readonly [RegExp, ((row: Row) => Deployment | Deployment[]) | string])[] = [
  [/^aic-/, siliconDeployment],
  [/^trtllm-v0\.9-/, staticBatch],
  [/^trtllm-online-/, online],
  [/^trtllm-/, perfOverview],
  [/^nanoflow-(vllm|other-.*-vllm)/, "a release of vLLM from before the scheduler that the catalog knows"],
  [/^nanoflow-/, nanoFlow],
  [/^mlperf-/, mlperf],
  [/^infersim-/, inferSim],
  [
    /-blog$|^ds-day6|dsblog|in-gb200-blog|wideep|intro-deepseek|hdc2025|-1920$|-808$/,
    "a mean over production or a claim: batch and lengths are not printed",
  ],
  [/^cm384-abl-decode-microbatch/, decodeMicrobatches],
  [/^cm384-abl-decode-mtp/, decodeDrafts],
  [/^cm384-abl-prefill-microbatch/, prefillMicrobatches],
  [/^cm384-ems-reuse/, cacheReuse],
  [/^cm384-ems-ub-vs-vpc/, "a gain of up to so much: at which reuse is not printed"],
  [/^sglang-.*simmtp-tbo/, simulatedDrafts],
  [/^sglang-h100-ablations/, twoBatchOverlap],
  [/mtp-large/, "a gain over a run whose overlapped scheduling is off, which the catalog's SGLang has"],
  [/-abl-/, "a ratio of two plans, no figure of one"],
  [/^ds-profile/, "a configuration without a figure"],
  [/^cm384-t3-.*cminfer/, cloudMatrixPrefill],
  [/^cm384-t[45]-.*(cminfer|slo)/, cloudMatrixDecode],
  [/^(cm384-t3|sglang-h100-prefill|vllm-h200-p-)/, widePrefill],
  [/^(cm384-t4|sglang-|vllm-h200-d-)/, wideDecode],
  [/singlecard/, "experts on the host's processors"],
  [/^cann-dsr1-prefill/, cannPrefill],
  [/^cann-(dsr1-decode|dsv32|dsv4|glm)/, cannDecode],
  [/^vllmascend-qwen32b/, ascendDense],
  [/^vllmascend-.*-cpp-/, chunkedPipeline],
  [/^vllmascend-.*-hit99/, "prompts of 4k to 64k tokens: the mean says too little"],
  [/^vllmascend-(dsv3|kimi|hy3)/, "concurrency or degrees are not printed"],
  [/^pangu/, "batch and lengths are not printed"],
  [/^prfaas/, "the model's shape or number type is not printed"],
];

/** The plans that give the row's figures: one, or one for each ratio of two. */
export function deploymentsOf(row: Row): readonly Deployment[] {
  const kind = kinds.find(([pattern]) => pattern.test(row.id))?.[1] ?? `the catalog has no ${row.hardware} or no ${row.model}`;
  if (typeof kind === "string") throw new Unsaid(kind);
  return [kind(row)].flat();
}
