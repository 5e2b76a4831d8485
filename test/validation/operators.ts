/** The engine's time for one measured operator, and how far it is from the measurement. */

import { type Device, deviceOf } from "../../server/src/engine/hardware";
import { bareRuntime } from "../../server/src/engine/serve/runtime";
import { collectiveOperator } from "../../server/src/engine/time/collective";
import { exchangeOperator } from "../../server/src/engine/time/exchange";
import { attentionOperators } from "../../server/src/engine/time/layer";
import { type Load, type Setting } from "../../server/src/engine/time/load";
import { gemmOperator, groupedOperator, quantisationOperator, vectorOperator } from "../../server/src/engine/time/matrix";
import { type Operator, secondsOf } from "../../server/src/engine/time/operator";
import type { Attention, Machine, Model, NumberType, Phase, Precision } from "../../server/src/engine/types";

export interface OperatorRow {
  readonly id: string;
  readonly chip: string;
  readonly family: string;
  readonly shape: Readonly<Record<string, number | string>>;
  readonly microseconds: number;
  readonly source: number;
}

const precision: Precision = {
  weights: "bf16",
  activations: "bf16",
  kvCache: "bf16",
  attention: "bf16",
  experts: "bf16",
  expertActivations: "bf16",
  projections: { weights: "bf16", activations: "bf16" },
  output: { weights: "bf16", activations: "bf16" },
  dispatch: "bf16",
  combine: "bf16",
};
const phase: Phase = {
  name: "decode",
  instances: 1,
  chips: 1,
  tp: 1,
  pp: 1,
  cp: 1,
  dp: 1,
  ep: 1,
  batch: 1,
  microbatches: 1,
  redundantExperts: 0,
  sharedExpertRanks: 0,
  imbalance: 1,
  expertSpread: 0,
  skew: 1,
  attentionGroup: 1,
  expertPath: "low_latency",
  allReduce: "auto",
  reserve: 0,
  chunk: 0,
  runtime: bareRuntime,
  speculation: undefined,
};
const latent = { qRank: 1536, kvRank: 512, nopeDim: 128, ropeDim: 64, valueDim: 128, window: undefined };

/** Predicted seconds; undefined where the engine has no such operator. */
export function predict(row: OperatorRow, machine: Machine): number | undefined {
  const number = (key: string) => Number(row.shape[key]);
  const device = deviceOf(machine);
  const type = row.shape["type"] as NumberType;
  switch (row.family) {
    case "gemm":
      return gemm(device, row);
    case "grouped":
      return seconds(
        groupedOperator(device, "grouped", "expert", {
          rows: number("rows"),
          depth: number("depth"),
          columns: number("columns"),
          count: number("groups"),
          weights: type,
          activations: type,
        }),
      );
    case "mla_decode":
      return attention(
        machine,
        { kind: "mla", heads: number("heads"), ...latent },
        answering(number("requests"), number("queries"), number("context")),
        reduced(row),
      );
    case "mla_prefill":
      return attention(machine, { kind: "mla", heads: number("heads"), ...latent }, prompting(number("tokens"), number("length")));
    case "gqa_decode":
      return attention(
        machine,
        { kind: "gqa", heads: number("heads"), kvHeads: number("kvHeads"), headDim: number("headDim"), window: undefined },
        answering(number("requests"), 1, number("context")),
        reduced(row),
      );
    case "gqa_prefill":
      return attention(
        machine,
        { kind: "gqa", heads: number("heads"), kvHeads: number("kvHeads"), headDim: number("headDim"), window: undefined },
        prompting(number("tokens"), number("length")),
      );
    case "vector":
      return seconds(vectorOperator(device, "vector", "attention", number("bytes"), 1));
    case "quantisation":
      return seconds(quantisationOperator(device, "quantisation", "attention", number("bytes")));
    case "all_reduce":
    case "all_gather":
    case "reduce_scatter":
    case "all_to_all":
      return seconds(
        collectiveOperator(
          device,
          row.family,
          "attention",
          row.family,
          { size: number("ranks"), stride: 1 },
          number("bytes"),
          row.shape["path"] === "vllm" ? "auto" : "library",
        ),
      );
    case "dispatch":
    case "combine":
      return exchanged(row, machine, row.family);
    default:
      return undefined;
  }
}

/**
 * Where the inputs come in 16 bits, the measurement has their quantisation in it: TensorRT-LLM's linear layer, timed as a whole
 * (ai-dynamo/aiconfigurator, collector/trtllm/collect_gemm.py).
 */
function gemm(device: Device, { shape }: OperatorRow): number {
  const type = shape["type"] as NumberType;
  const rows = Number(shape["rows"]);
  const depth = Number(shape["depth"]);
  const columns = Number(shape["columns"]);
  const multiplied = secondsOf(gemmOperator(device, "gemm", "attention", { rows, depth, columns, weights: type, activations: type }), 1);
  if (shape["inputs"] !== "bf16") return multiplied;
  return multiplied + secondsOf(quantisationOperator(device, "quantisation", "attention", rows * depth * 3), 1);
}

/** Precision of an attention whose cache, and perhaps whose multiplications, are in fewer bits. */
function reduced({ shape }: OperatorRow): Precision {
  return { ...precision, kvCache: (shape["type"] ?? "bf16") as NumberType, attention: (shape["attention"] ?? "bf16") as NumberType };
}

function seconds(operator: Operator | undefined): number | undefined {
  return operator && secondsOf(operator, 1);
}

function answering(requests: number, queries: number, context: number): Load {
  return { requests, queries, context, prompt: 0, skew: 1, fresh: 1, cached: 0, lengthening: 1 };
}

function prompting(tokens: number, length: number): Load {
  return { requests: 0, queries: 0, context: 0, prompt: tokens, skew: 1, fresh: length, cached: 0, lengthening: 1 };
}

/** The attention kernel alone, without its projections. */
function attention(machine: Machine, shape: Attention, load: Load, numbers = precision): number | undefined {
  const model: Model = {
    name: "measured",
    layers: 1,
    hidden: 7168,
    vocabulary: 1,
    tiedEmbeddings: true,
    attention: shape,
    ffn: undefined,
    ffnMatrices: 3,
    moe: undefined,
    mtpModules: 0,
  };
  const setting: Setting = { device: deviceOf(machine), model, phase, precision: numbers };
  return seconds(attentionOperators(setting, load).find(({ name }) => name === "attention"));
}

/** 7,168 values of 8 bits with their scales are 7.5 KiB, of 4 bits half of the values; combine is in 16 bits. */
function exchanged(row: OperatorRow, machine: Machine, op: "dispatch" | "combine"): number | undefined {
  const { calibration } = machine.chip;
  const path = row.shape["path"] === "normal" ? calibration.normal : calibration.lowLatency;
  const hidden = Number(row.shape["hidden"]);
  const scales = (hidden / 56) * 4;
  const sent = row.shape["dispatch"] === "fp4" ? hidden / 2 + scales : hidden + scales;
  return seconds(
    exchangeOperator(deviceOf(machine), op, "expert", path[op], {
      group: { size: Number(row.shape["ranks"]), stride: 1 },
      tokens: Number(row.shape["tokens"]),
      active: Number(row.shape["active"]),
      message: op === "dispatch" ? sent : hidden * 2,
      imbalance: 1,
    }),
  );
}
