/** The attention kernels: of prompt tokens, and of answer tokens over the KV cache. */

import { unitsFor } from "../hardware";
import { kvValuesPerToken } from "../cache";
import { type Attention, bytesOf } from "../types";
import { type Load, ofToken, type Setting } from "./load";
import { computation, memorySeconds, type Operator } from "./operator";
import { attendedTokens, earlierTokens, meanContext } from "./prompt";

/** Bytes of the KV cache of one token in one layer on one rank. */
export function kvBytes({ phase, precision }: Setting, attention: Attention): number {
  return kvValuesPerToken(attention, phase.tp) * bytesOf[precision.kvCache];
}

/** The heads of one rank, and what a token before the step costs to read. */
export interface Core {
  readonly heads: number;
  readonly queryKeyDim: number;
  readonly valueDim: number;
  /** Of a token that is there before the step, as the kernel reads it. */
  readonly kvBytes: number;
}

/** Query rows of one block of a prefill kernel, as FlashAttention-2 and -3 have them. */
const queryTile = 128;

/** FLOP of a score with heads of 128: of its row and column, and of its value. */
const usualFlopPerPair = 2 * (128 + 128);

/**
 * Attention of prompt tokens: bound by compute; the causal half is counted once. Blocks of query rows of one head are handed out to the
 * cores: those on the diagonal are computed whole, and at the end cores wait for the last block, on the mean half of the longest one
 * (Graham 1969: a list schedule takes at most the mean work and one job more). Some cores take a while to begin each block. The exponential
 * of a score takes as long for narrow heads as for wide ones (FlashAttention-3, arXiv:2407.08608, section 3.1).
 */
export function promptAttention(setting: Setting, attention: Attention, load: Load, core: Core): Operator {
  const { device, phase, precision } = setting;
  const { attention: measured, overhead } = device.machine.chip.calibration;
  const prompt = load.prompt / phase.cp;
  const pairs = prompt * meanContext(attention, load);
  const flopPerPair = 2 * (core.queryKeyDim + core.valueDim);
  const flop = pairs * core.heads * flopPerPair;
  const slowed = 1 - measured.softmax + measured.softmax * (usualFlopPerPair / flopPerPair);
  const rows = Math.min(queryTile, prompt);
  const diagonal = (prompt * core.heads * rows) / 2;
  const { fresh, cached } = ofToken(load);
  const longest = rows * attendedTokens(attention, cached + fresh) * (device.cores ?? 0);
  const waiting = (diagonal + longest / 2) * flopPerPair;
  const beginning = (measured.block * ((prompt * core.heads) / rows)) / (device.cores ?? 1) / device.scales.compute;
  const bytes = prompt * core.heads * (core.queryKeyDim + core.valueDim) * 2 * 2 + earlierTokens(attention, load) * core.kvBytes;
  return computation("attention", "attention", {
    flop,
    bytes,
    compute: ((flop + waiting) * slowed) / (unitsFor(device, precision.attention).peak * measured.prefill) + beginning,
    memory: memorySeconds(device, bytes, measured.memory),
    overhead: overhead.kernel / device.scales.overhead,
  });
}

/**
 * Attention of answer tokens: reads the whole KV cache once, whatever the number of queries of a request. Kernels of latent attention
 * that do not split the cache of a request over enough cores walk through it token by token: no request is faster than that, and with
 * many of them the cores wait for the last one, on the mean half of its time.
 */
export function answerAttention(setting: Setting, attention: Attention, load: Load, core: Core): Operator {
  const { device, phase, precision } = setting;
  const { attention: measured } = device.machine.chip.calibration;
  const context = attendedTokens(attention, load.context) / phase.cp;
  const flop = 2 * load.requests * load.queries * context * core.heads * (core.queryKeyDim + core.valueDim);
  const latent = attention.kind === "mla";
  const walk = latent ? (context * measured.latentToken) / device.scales.compute : 0;
  const work = flop / (unitsFor(device, precision.attention).peak * (latent ? measured.decode : measured.groupedDecode));
  const bytes = load.requests * (context * core.kvBytes + load.queries * core.heads * (core.queryKeyDim + core.valueDim) * 2);
  return computation("attention", "attention", {
    flop,
    bytes,
    compute: Math.max(walk, work + walk / 2),
    memory: memorySeconds(device, bytes, bytesOf[precision.kvCache] < 2 ? measured.quantisedMemory : measured.memory),
    overhead: (latent ? measured.latentOverhead : measured.overhead) / device.scales.overhead,
  });
}
