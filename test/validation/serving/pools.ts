/** Single pools, as papers and blogs measure them: a prefill batch or a decode step of given size. */

import { engineOf, machineOf, modelOf, precisionOf } from "./names";
import type { Block, Comparison, Deployment } from "./plan";
import { figureOf, type Row, textOf } from "./rows";

/** A pool of `chips` with `phase` beside what is the same for all; figures per chip unless `compare` says otherwise. */
export function pool(
  row: Row,
  name: "prefill" | "decode",
  chips: number,
  phase: Block,
  options: {
    readonly input: number;
    readonly output?: number;
    readonly cached?: string;
    readonly compare?: readonly Comparison[];
    readonly remarks?: readonly string[];
    readonly precision?: Block;
    readonly engine?: string;
  },
): Deployment {
  const engine = options.engine ?? engineOf(textOf(row, "engine"));
  return {
    ...machineOf(row),
    ...modelOf(row),
    chips,
    engine,
    precision: options.precision ?? precisionOf(row, engine),
    workload: { input: `${options.input} tokens`, output: `${options.output ?? 1} tokens`, cached: options.cached },
    phases: { [name]: { chips, ...phase } },
    compare: options.compare ?? figuresOf(row, name, chips),
    remarks: options.remarks ?? [],
  };
}

/** Tokens/s of a chip, of a rank or of all, and the time per output token, as far as they are printed. */
export function figuresOf(row: Row, name: "prefill" | "decode", chips: number): Comparison[] {
  const figures: Comparison[] = [];
  const put = (key: string, metric: string, over: number, scale = 1) => {
    const value = row.metrics[key] ?? row.derived?.[key];
    if (typeof value === "number" && !figures.some((figure) => figure.metric === metric)) {
      figures.push({ metric, measured: value * scale, over });
    }
  };
  put("tokens_per_s_per_device", `${name}.throughput`, chips);
  put("tokens_per_s_per_rank", `${name}.throughput`, chips);
  put("tokens_per_s_total", `${name}.throughput`, 1);
  if (name === "decode") put("tpot_ms", "tpot", 1, 1e-3);
  else put("latency_ms", "prefill.latency", 1, 1e-3);
  return figures;
}

/** Acceptance of one draft at which `drafts` of them add `accepted` tokens on the mean: p + p² + … = accepted. */
export function acceptanceFor(drafts: number, accepted: number): string {
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (let draft = 1; draft <= drafts; draft++) sum += middle ** draft;
    if (sum < accepted) low = middle;
    else high = middle;
  }
  return `${(100 * low).toFixed(2)}%`;
}

/** The block `mtp` where the row prints drafts and how many of them are accepted. */
export function drafting(row: Row): Block {
  const tokens = row.config["mtp_draft_tokens"];
  if (typeof tokens !== "number") return {};
  const accepted = row.config["accepted_draft_tokens"] ?? row.config["mtp_acceptance_assumed"];
  return { mtp: { tokens, acceptance: acceptanceFor(tokens, typeof accepted === "number" ? accepted : 0.7) } };
}

/** Data parallel attention and experts over all ranks. */
export function spread(ranks: number): Block {
  return { dp: ranks, ep: ranks };
}

/** The context at which a step is measured, of which `output` tokens grow during the answer. */
export function contextOf(row: Row): number {
  return figureOf(row, "kv_len", figureOf(row, "seq_len", Number(row.config["isl"])));
}
