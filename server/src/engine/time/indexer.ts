/** A lightning indexer: what it costs to choose the tokens that attention reads (DeepSeek-V3.2 report, 2.1). */

import { indexBytes } from "../cache";
import { unitsFor } from "../hardware";
import type { Indexer } from "../types";
import { workOf } from "./kernel";
import { type Block, ofToken, type Setting, tokensOf } from "./load";
import { gemmKernel, vectorKernel } from "./matrix";

import { meanWindow } from "./prompt";

/** What the indexer's projections read and write: queries come from `depth` values, keys are `keys` wide, one for each `ratio` tokens. */
export interface IndexerShape {
  readonly depth: number;
  readonly keys: number;
  readonly ratio: number;
}

/**
 * Projections, scores of every key before a query in 8 bits (bf16 where the chip has none), and the choice among them. Every tensor
 * parallel rank scores with all heads, since all of them need the same choice.
 */
export function indexerBlock(setting: Setting, indexer: Indexer, shape: IndexerShape): Block {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const { attention: measured, overhead: fixed } = device.machine.chip.calibration;
  const project = (depth: number, columns: number) => gemmKernel(device, "indexer", "attention", { depth, columns, weights, activations });
  const queries = project(shape.depth, indexer.heads * indexer.headDim);
  const keys = project(model.hidden, shape.keys + indexer.heads);
  const { peak } = unitsFor(device, "fp8");
  const flopOfPair = 2 * indexer.heads * indexer.headDim;
  const bandwidth = device.hbmBandwidth * measured.memory;
  const work = workOf("indexer", "attention", fixed.kernel / device.scales.overhead);
  // Scores in 32 bits are written, and read by the choice.
  const choice = vectorKernel(device, "indexer", "attention", 8, 1);
  return (load, to) => {
    const tokens = tokensOf(load) / phase.cp;
    const answers = load.requests * load.queries * (load.context / shape.ratio / phase.cp);
    const prompts = load.prompt > 0 ? (load.prompt / phase.cp) * (meanWindow(Number.POSITIVE_INFINITY, ofToken(load)) / shape.ratio) : 0;
    const read = (load.requests * load.context * indexBytes(indexer)) / shape.ratio / phase.cp;
    queries(tokens, to);
    keys(tokens, to);
    const compute = (answers * flopOfPair) / (peak * measured.decode) + (prompts * flopOfPair) / (peak * measured.prefill);
    to.computed(work, (answers + prompts) * flopOfPair, read, compute, read / bandwidth);
    choice(answers + prompts, to);
  };
}
