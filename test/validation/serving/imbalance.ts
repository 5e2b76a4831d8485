/** Expert load of the hottest rank over the mean where nothing balances it. */

/** Experts of the models in the rows. */
const experts: Readonly<Record<string, number>> = { DeepSeekR1: 256, Qwen3_235B_A22B: 128, Qwen3_30B_A3B: 128, GptOss_120B: 128 };

/**
 * Standard deviation of an expert's load over the mean: what makes the hottest of 32 ranks with eight of DeepSeek-R1's experts each
 * 1 + 1.564 times as loaded as the mean (TensorRT-LLM tech blog 4), for the maximum of 32 normal variables, √(2 ln 32).
 */
const spread = (1.564 * Math.sqrt(8)) / Math.sqrt(2 * Math.log(32));

/** The same for `ranks` ranks, each with its share of the experts, whose loads even out in their sum. */
export function unbalanced(model: string, ranks: number): number {
  const count = experts[model];
  if (count === undefined || ranks <= 1) return 1;
  const load = 1 + spread * Math.sqrt((2 * Math.log(ranks) * ranks) / count);
  return Math.round(100 * load) / 100;
}
