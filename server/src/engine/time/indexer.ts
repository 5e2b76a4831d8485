/** A lightning indexer: what it costs to choose the tokens that attention reads (DeepSeek-V3.2 report, 2.1). */

import { indexBytes } from "../cache";
import { unitsFor } from "../hardware";
import type { Indexer } from "../types";
import { type Load, ofToken, type Setting, tokensOf } from "./load";
import { gemmOperator, vectorOperator } from "./matrix";
import { add, computation, memorySeconds, type Operator } from "./operator";
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
export function indexerOperators(setting: Setting, indexer: Indexer, load: Load, shape: IndexerShape, operators: Operator[]): void {
  const { device, model, phase, precision } = setting;
  const { weights, activations } = precision;
  const { attention: measured, overhead } = device.machine.chip.calibration;
  const tokens = tokensOf(load) / phase.cp;
  const project = (depth: number, columns: number) =>
    gemmOperator(device, "indexer", "attention", { rows: tokens, depth, columns, weights, activations });
  const answers = load.requests * load.queries * (load.context / shape.ratio / phase.cp);
  const prompts = load.prompt > 0 ? (load.prompt / phase.cp) * (meanWindow(Number.POSITIVE_INFINITY, ofToken(load)) / shape.ratio) : 0;
  const { peak } = unitsFor(device, "fp8");
  const flopOfPair = 2 * indexer.heads * indexer.headDim;
  const read = (load.requests * load.context * indexBytes(indexer)) / shape.ratio / phase.cp;
  add(operators, project(shape.depth, indexer.heads * indexer.headDim));
  add(operators, project(model.hidden, shape.keys + indexer.heads));
  add(
    operators,
    computation("indexer", "attention", {
      flop: (answers + prompts) * flopOfPair,
      bytes: read,
      compute: (answers * flopOfPair) / (peak * measured.decode) + (prompts * flopOfPair) / (peak * measured.prefill),
      memory: memorySeconds(device, read, measured.memory),
      overhead: overhead.kernel / device.scales.overhead,
    }),
  );
  // Scores in 32 bits are written, and read by the choice.
  add(operators, vectorOperator(device, "indexer", "attention", (answers + prompts) * 8, 1));
}
