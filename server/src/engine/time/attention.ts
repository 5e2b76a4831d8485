/** The attention kernels: of prompt tokens, and of answer tokens over the KV cache. */

import { unitsFor } from "../hardware";
import { kvValuesPerToken } from "../cache";
import { type Attention, bytesOf } from "../types";
import { type Block, ofToken, type Setting } from "./load";
import { workOf } from "./kernel";
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
export function promptAttention(setting: Setting, attention: Attention, core: Core): Block {
  const { device, phase, precision } = setting;
  const { attention: measured, overhead: fixed } = device.machine.chip.calibration;
  const { heads, queryKeyDim, valueDim } = core;
  const { cores } = device;
  const flopPerPair = 2 * (queryKeyDim + valueDim);
  const bytesOfToken = heads * (queryKeyDim + valueDim) * 2 * 2;
  const slowed = 1 - measured.softmax + measured.softmax * (usualFlopPerPair / flopPerPair);
  const reached = (unitsFor(device, precision.attention).peak * measured.prefill) / slowed;
  const bandwidth = device.hbmBandwidth * measured.memory;
  const work = workOf("attention", "attention", fixed.kernel / device.scales.overhead);
  return (load, to) => {
    const prompt = load.prompt / phase.cp;
    const flop = prompt * meanContext(attention, load) * heads * flopPerPair;
    const rows = Math.min(queryTile, prompt);
    const diagonal = (prompt * heads * rows) / 2;
    const { fresh, cached } = ofToken(load);
    const longest = rows * attendedTokens(attention, cached + fresh) * (cores ?? 0);
    const waiting = (diagonal + longest / 2) * flopPerPair;
    const beginning = (measured.block * ((prompt * heads) / rows)) / (cores ?? 1) / device.scales.compute;
    const bytes = prompt * bytesOfToken + earlierTokens(attention, load) * core.kvBytes;
    to.computed(work, flop, bytes, (flop + waiting) / reached + beginning, bytes / bandwidth);
  };
}

/**
 * Attention of answer tokens: reads the whole KV cache once, whatever the number of queries of a request. Kernels of latent attention
 * that do not split the cache of a request over enough cores walk through it token by token: no request is faster than that, and with
 * many of them the cores wait for the last one, on the mean half of its time.
 */
export function answerAttention(setting: Setting, attention: Attention, core: Core): Block {
  const { device, phase, precision } = setting;
  const { attention: measured } = device.machine.chip.calibration;
  const latent = attention.kind === "mla";
  const width = core.heads * (core.queryKeyDim + core.valueDim);
  const reached = unitsFor(device, precision.attention).peak * (latent ? measured.decode : measured.groupedDecode);
  const bandwidth = device.hbmBandwidth * (bytesOf[precision.kvCache] < 2 ? measured.quantisedMemory : measured.memory);
  const work = workOf("attention", "attention", (latent ? measured.latentOverhead : measured.overhead) / device.scales.overhead);
  const walkOfToken = latent ? measured.latentToken / device.scales.compute : 0;
  return (load, to) => {
    const context = attendedTokens(attention, load.context) / phase.cp;
    const flop = 2 * load.requests * load.queries * context * width;
    const walk = context * walkOfToken;
    const bytes = load.requests * (context * core.kvBytes + load.queries * width * 2);
    to.computed(work, flop, bytes, Math.max(walk, flop / reached + walk / 2), bytes / bandwidth);
  };
}
