/** Clients that keep `concurrency` requests in flight, against vLLM, SGLang and TensorRT-LLM (ai-dynamo/aiconfigurator). */

import { unbalancedExperts } from "./imbalance";
import { isInferenceMax, launchOptions } from "./launch";
import { machineOf, modelOf, precisionOf, engineOf } from "./names";
import type { Block, Deployment } from "./plan";
import { figureOf, type Row, textOf, Unsaid } from "./rows";

interface Degrees {
  readonly tp: number;
  readonly pp: number;
  readonly dp: number;
  readonly ep: number;
}

export function siliconDeployment(row: Row): Deployment {
  return textOf(row, "mode") === "disagg" ? disaggregated(row) : colocated(row);
}

function colocated(row: Row): Deployment {
  const printed = {
    tp: figureOf(row, "tp_size"),
    pp: figureOf(row, "pp_size"),
    dp: figureOf(row, "attention_dp_size", 1),
    moeTp: figureOf(row, "moe_tp_size"),
    ep: figureOf(row, "moe_ep_size"),
  };
  const { degrees, remarks } = settled(row, printed);
  const chips = degrees.tp * degrees.pp * degrees.dp;
  return {
    ...common(row),
    chips,
    phases: { colocated: { ...block(degrees), ...unbalancedExperts(modelOf(row).model, degrees.ep), chips, batch: "max" } },
    remarks,
  };
}

type Printed = Degrees & { readonly moeTp: number };

/** What two rows must have in common to be the same plan; how experts are split aside. */
export function printedPlan(row: Row): string {
  const { config, hardware, model, precision } = row;
  const { engine, moe_tp_size: _tp, moe_ep_size: _ep, gemm_quant_mode: _gemm, moe_quant_mode: _moe, ...rest } = config;
  return JSON.stringify([
    hardware,
    model.replace("V3", "R1"),
    precision,
    String(engine).split(" ")[0],
    settledKey(row),
    rest["isl"],
    rest["osl"],
    rest["concurrency"],
  ]);
}

/** Chips of the attention's degrees, settled. */
function settledKey(row: Row): readonly unknown[] {
  const { tp_size: tp, attention_dp_size: dp, moe_tp_size: moeTp, moe_ep_size: ep } = row.config;
  const product = moeTp === ep && Number(ep) > 1 && Number(tp) * Number(dp) === Number(ep) ** 2;
  return product ? [Number(tp) > 1 ? ep : 1, Number(dp) > 1 ? ep : 1] : [tp, dp ?? 1];
}

/** The degrees as printed where they fit each other, and where the row says how they are meant. */
function settled(row: Row, printed: Printed): { readonly degrees: Degrees; readonly remarks: readonly string[] } {
  const { tp, dp, ep, moeTp } = printed;
  if (row.devices === 0) throw new Unsaid("the row prints no devices");
  if (moeTp === ep && ep > 1 && tp * dp === ep * ep) {
    // Identifiers of these rows say tp8 ep8, as their sources do, where the columns have the product.
    const degrees = { ...printed, tp: tp > 1 ? ep : 1, dp: dp > 1 ? ep : 1 };
    return { degrees, remarks: [`printed as ${tp * dp} devices, the product of tp ${ep} and ep ${ep}`] };
  }
  if (tp > 16) throw new Unsaid(`tensor parallelism over ${tp} chips is data parallel attention that the row does not print`);
  const experts = moeTp * ep;
  if (experts !== 1 && experts !== tp * dp) throw new Unsaid(`experts on ${experts} of ${tp * dp} chips contradict each other`);
  return { degrees: printed, remarks: [] };
}

function block({ tp, pp, dp, ep }: Degrees): Block {
  return { tp, pp, dp, ep };
}

function disaggregated(row: Row): Deployment {
  const prefill = poolOf(row, "prefill");
  const decode = poolOf(row, "decode");
  const workers = workersOf(row, prefill.chips, decode.chips);
  const input = figureOf(row, "isl");
  return {
    ...common(row),
    chips: workers.prefill * prefill.chips + workers.decode * decode.chips,
    phases: {
      prefill: { ...prefill.block, instances: workers.prefill, batch: `${Math.max(1, prefill.dp) * input} tokens` },
      decode: { ...decode.block, instances: workers.decode, batch: "max" },
    },
    remarks: [],
  };
}

function poolOf(row: Row, name: "prefill" | "decode"): { readonly block: Block; readonly chips: number; readonly dp: number } {
  const value = (key: string) => figureOf(row, `${name}_${key}`);
  const printed = {
    tp: value("tp_size"),
    pp: value("pp_size"),
    dp: value("attention_dp_size"),
    moeTp: value("moe_tp_size"),
    ep: value("moe_ep_size"),
  };
  const { degrees } = settled(row, printed);
  const chips = degrees.tp * degrees.pp * degrees.dp;
  return { block: { ...block(degrees), chips }, chips, dp: degrees.dp };
}

/**
 * Rows without workers print no data parallel attention either, even where 8,192 requests on one tensor parallel worker leave no other
 * way, and mix runs with and without drafts: the same printed plan stands there with 19.8 and with 27.5 ms.
 */
function workersOf(row: Row, prefill: number, decode: number): { readonly prefill: number; readonly decode: number } {
  if (row.config["prefill_num_workers"] === undefined) {
    throw new Unsaid("the row prints neither the workers nor data parallel attention nor drafts");
  }
  const workers = { prefill: figureOf(row, "prefill_num_workers"), decode: figureOf(row, "decode_num_workers") };
  if (workers.prefill * prefill + workers.decode * decode !== row.devices)
    throw new Unsaid(`the workers do not make up ${row.devices} devices`);
  return workers;
}

function common(row: Row) {
  const engine = engineOf(textOf(row, "engine"));
  const place = machineOf(row);
  return {
    ...place,
    ...modelOf(row),
    engine,
    options: launchOptions(row),
    workload: clientsOf(row),
    precision: precisionOf(row, engine),
    compare: [
      { metric: "tpot", measured: Number(row.metrics["tpot_ms"]) / 1000 },
      { metric: "ttft", measured: Number(row.metrics["ttft_ms"]) / 1000 },
    ],
  };
}

/**
 * InferenceMAX draws lengths evenly between 80% and 100% of the printed ones, and sends ten requests a client (jyothisambolu/InferenceMAX
 * @01de5489 README.md). So do AIConfigurator's own clients (its src/aiconfigurator/eval/benchmarks), but with equal lengths, which keeps those
 * together that began together: the calibrated half shows as much of the first round as if it were one in seven, and with SGLang 0.5.1,
 * which reads all prompts before it goes on with answers, nothing else.
 */
function clientsOf(row: Row): Block {
  const drawn = isInferenceMax(row);
  const length = (key: string) => `${Math.round((drawn ? 0.9 : 1) * figureOf(row, key))} tokens`;
  const own = textOf(row, "engine").startsWith("sglang 0.5.1.") ? 1 : 7;
  return {
    input: length("isl"),
    output: length("osl"),
    concurrency: `${figureOf(row, "concurrency")} requests`,
    rounds: drawn ? 10 : own,
  };
}
