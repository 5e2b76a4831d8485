/** CMX7xx of training plans: what would be faster and fit all the same, found by evaluating it. */

import type { TrainPlan, TrainResult } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatPercent } from "../../language/figures";
import type { LoweredTraining } from "../lower/train";
import { trainOnce } from "../memo";
import { placeIn, replaceFix } from "./context";
import { phrase } from "../../language/phrase";

/** Gains below this are not worth a hint. */
const worthwhile = 0.03;

export function checkTrainingAdvice({ declaration, plan }: LoweredTraining, result: TrainResult): Finding[] {
  if (!result.fits) return [];
  const [best] = changesOf(plan)
    .flatMap((change) => {
      const { fits, step } = trainOnce(change.changed);
      const gain = result.step.seconds / step.seconds - 1;
      return fits && gain >= worthwhile ? [{ ...change, gain }] : [];
    })
    .sort((left, right) => right.gain - left.gain);
  if (!best) return [];
  const { key, value, gain } = best;
  const place = declaration.values.get(key)?.place;
  const fixes = replaceFix(declaration, place, value, phrase`Set ${key} to ${value}`);
  return [finding("training-faster", placeIn(declaration, place), { change: `${key} = ${value}`, gain: formatPercent(gain) }, { fixes })];
}

interface Change {
  readonly key: string;
  readonly value: string;
  readonly changed: TrainPlan;
}

/** One property at a time: less computed again, states split less, chunks against the bubble. */
function changesOf(plan: TrainPlan): Change[] {
  const { recompute, zero, layout, model, batch, microbatch } = plan;
  const less = (["none", "selective"] as const)
    .filter((each) => recompute === "full" || (recompute === "selective" && each === "none"))
    .map((each): Change => ({ key: "recompute", value: each, changed: { ...plan, recompute: each } }));
  const whole: readonly Change[] = zero >= 2 ? [{ key: "zero", value: "1", changed: { ...plan, zero: 1 } }] : [];
  const microbatches = batch / (microbatch * layout.dp);
  const stage = model.layers / layout.pp;
  const even = layout.pp > 1 && microbatches % layout.pp === 0 && plan.schedule === "1f1b";
  const chunked = [2, 4]
    .filter((chunks) => even && stage % chunks === 0)
    .map(
      (chunks): Change => ({
        key: "schedule",
        value: `"interleaved", chunks = ${chunks}`,
        changed: { ...plan, schedule: "interleaved", layout: { ...layout, chunks } },
      }),
    );
  return [...less, ...whole, ...chunked];
}
