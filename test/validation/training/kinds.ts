/** Which reading a row needs, by its identifier; or why it is not read. */

import { Unsaid } from "../serving/rows";
import { mindFormers, modelLink } from "./ascend";
import { dgxCloud } from "./dgxc";
import { recipe, weakScaling } from "./maxtext";
import { deepSeek, korthikanti, megaScale, megatronCore, megatronTable1, megatronTable2 } from "./megatron";
import { autoModel, launcher, longSequence, mixtral, nemo } from "./nvidia";
import type { TrainingRun } from "./plan";
import { llmFoundry, torchtitan } from "./pytorch";
import type { Row } from "./rows";
import { simuMax } from "./simumax";

/** The first pattern that fits the identifier decides. */
const kinds: readonly (readonly [RegExp, ((row: Row) => TrainingRun) | string])[] = [
  [/^megatron-sc21-t2-ZeRO/, "DeepSpeed's ZeRO-3 of 2021: no engine of the catalog"],
  [/^megatron-sc21-t2/, megatronTable2],
  [/^megatron-sc21/, megatronTable1],
  [/^megatron-core/, megatronCore],
  [/^korthikanti/, korthikanti],
  [/^megascale-530b/, "the batch is not printed"],
  [/^megascale/, megaScale],
  [/^llama3-405b/, "the chunks of its pipeline are not printed, and the bubble depends on them"],
  [/^deepseek-v3/, deepSeek],
  [/^pangu|^ledger|^semianalysis/, "the layout or the batch is not printed"],
  [/^mindspeed-gpt3/, "the layout is not printed: that of the launch script is measured in another row, 13% slower"],
  [/^mindspeed-2026/, "tokens/s of a die, a package or a server: the source does not say"],
  [/^mindspeed/, "the layout is not printed"],
  [/^modellink/, modelLink],
  [/^mindformers/, mindFormers],
  [/^nemo-launcher/, launcher],
  [/^nemo-longseq/, longSequence],
  [/^nemo-/, nemo],
  [/^automodel/, autoModel],
  [/^torchtitan/, torchtitan],
  [/^simumax/, simuMax],
  [/^llmfoundry/, llmFoundry],
  [/^maxtext-TPU/, recipe],
  [/^maxtext-\d+x/, weakScaling],
  [/^primus/, "the batch is not printed, and the schedules are Primus' own"],
  [/^dgxc/, dgxCloud],
  [/^mcore-mixtral/, mixtral],
  [/^zero-memory/, "a table by arithmetic, no measurement: the tests of the engine hold it"],
];

export function runOf(row: Row): TrainingRun {
  const kind = kinds.find(([pattern]) => pattern.test(row.id))?.[1] ?? "no reading";
  if (typeof kind === "string") throw new Unsaid(kind);
  return kind(row);
}
