/** Expert load of the hottest rank over the mean where nothing balances it. */

import type { Block } from "./plan";

/** Experts of the models in the rows. */
const experts: Readonly<Record<string, number>> = { DeepSeekR1: 256, Qwen3_235B_A22B: 128, Qwen3_30B_A3B: 128, GptOss_120B: 128 };

/**
 * Standard deviation of an expert's load over the mean: what makes the hottest of 32 ranks with eight of DeepSeek-R1's experts each
 * 1 + 1.564 times as loaded as the mean (TensorRT-LLM tech blog 4), for the maximum of 32 normal variables, √(2 ln 32).
 */
const expertSpread = (1.564 * Math.sqrt(8)) / Math.sqrt(2 * Math.log(32));

/** The same for `ranks` ranks, each with its share of the experts, whose loads even out in their sum. */
function unbalanced(model: string, ranks: number): number {
  const count = experts[model];
  if (count === undefined || ranks <= 1) return 1;
  const load = 1 + expertSpread * Math.sqrt((2 * Math.log(ranks) * ranks) / count);
  return Math.round(100 * load) / 100;
}

/** What a phase says of the experts that nothing balances, on `ranks` of them. */
export function unbalancedExperts(model: string, ranks: number): Block {
  if (experts[model] === undefined) return {};
  return { imbalance: unbalanced(model, ranks), expert_spread: `${Math.round(100 * expertSpread)}%` };
}
