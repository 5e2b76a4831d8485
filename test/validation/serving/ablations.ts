/** Published ablations: how much faster one plan is than another that differs in one thing. The figure is a ratio of two plans. */

import { cloudMatrixDecode, cloudMatrixPrefill } from "./ascend";
import type { Block, Deployment } from "./plan";
import { type Row, Unsaid } from "./rows";
import { wideDecode, widePrefill } from "./wide-experts";

/** The deployment with `changes` in its only phase. */
function varied(deployment: Deployment, changes: Block): Deployment {
  const phases = Object.entries(deployment.phases).map(([name, phase]) => [name, { ...(phase as Block), ...changes }] as const);
  return { ...deployment, phases: Object.fromEntries(phases) };
}

/** `metric` of a plan over that of `against`. */
function ratio(of: Deployment, against: Deployment, metric: string, measured: number, ...remarks: string[]): Deployment {
  return { ...of, against, compare: [{ metric, measured }], remarks };
}

function gain(row: Row): number {
  return 1 + Number(row.metrics["throughput_gain_pct"]) / 100;
}

/** Decode of CloudMatrix-Infer in two microbatches over one. */
export function decodeMicrobatches(row: Row): Deployment[] {
  const plan = draftsOfPaper(row);
  return [ratio(varied(plan, { microbatches: 2 }), varied(plan, { microbatches: 1 }), "decode.throughput", gain(row))];
}

/** Decode of CloudMatrix-Infer with a draft token over none. */
export function decodeDrafts(row: Row): Deployment[] {
  const plan = draftsOfPaper(row);
  return [
    ratio(
      plan,
      varied(plan, { mtp: undefined }),
      "decode.throughput",
      Number(row.metrics["throughput_ratio"]),
      "of the layers alone: head and draft are not in the printed times",
    ),
  ];
}

/** All of the paper's decode experiments but those that say so draft one token (arXiv:2506.12708, 5.1). */
function draftsOfPaper(row: Row): Deployment {
  return cloudMatrixDecode({ ...row, config: { ...row.config, mtp_draft_tokens: 1 } });
}

function balancedPrefill(row: Row): Deployment {
  return cloudMatrixPrefill({ ...row, config: { isl: 4096, ...row.config, engine: "CloudMatrix-Infer perfect EPLB" } });
}

/** Prefill of CloudMatrix-Infer in two microbatches over one: a layer of 4,096 tokens a prompt takes 24% less. */
export function prefillMicrobatches(row: Row): Deployment[] {
  const plan = balancedPrefill(row);
  const layer = 1 - Number(row.metrics["per_layer_latency_reduction_pct_at_4K"]) / 100;
  return [ratio(plan, varied(plan, { microbatches: 1 }), "prefill.throughput", 1 / layer)];
}

/** Prefill with a share of each prompt from the cache: four prompts a chip, of which the rest is computed. */
export function cacheReuse(row: Row): Deployment[] {
  const reuse = Number(row.config["reuse_rate"]);
  const baseline = /12\.5/.test(String(row.config["speedup_baseline"])) ? 0.125 : 0;
  const at = (share: number): Deployment => {
    const plan = varied(balancedPrefill(row), { batch: `${16384 * (1 - share)} tokens per chip` });
    return { ...plan, workload: { ...plan.workload, cached: `${100 * share}%` } };
  };
  return [
    ratio(at(reuse), at(baseline), "prefill.throughput", Number(row.metrics["prefill_throughput_ratio"])),
    ratio(at(reuse), at(0), "ttft", 1 - Number(row.metrics["ttft_reduction_pct"]) / 100),
  ];
}

/** SGLang's two microbatches over one, with a draft token. */
export function simulatedDrafts(row: Row): Deployment[] {
  const plan = wideDecode(row);
  return [ratio(plan, varied(plan, { microbatches: 1 }), "decode.throughput", 1 + Number(row.metrics["gain_pct"]) / 100)];
}

/** SGLang on 96 H100: two microbatches let it read 16,384 tokens a chip instead of 8,192, and cost time where few requests are cut in two. */
export function twoBatchOverlap(row: Row): Deployment[] {
  const shared = { ...row.config, engine: "SGLang perfect" };
  const prefill = widePrefill({ ...row, kind: "prefill", config: { ...shared, ep: 32, isl: 4096, tokens_per_device: 16384 } });
  const decode = wideDecode({ ...row, kind: "decode", config: { ...shared, ep: 72, isl: 2000, batch_per_device: 32 } });
  const larger = Number(row.metrics["tbo_prefill_gain_pct_larger_batch"]);
  const few = Number(row.metrics["tbo_decode_change_pct_at_32_tokens_per_device"]);
  if (Number.isNaN(larger + few)) throw new Unsaid("the source prints no gain");
  const single = varied(prefill, { microbatches: 1, batch: "8192 tokens per chip" });
  return [
    ratio(prefill, single, "prefill.throughput", 1 + larger / 100),
    ratio(varied(decode, { microbatches: 2 }), varied(decode, { microbatches: 1 }), "decode.throughput", 1 + few / 100),
  ];
}
