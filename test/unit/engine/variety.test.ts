/** Requests that differ, against sums over the requests one by one. */

import assert from "node:assert/strict";
import { evaluateServe, memoryOf } from "../../../server/src/engine";
import { decodeLoad, prefillLoad } from "../../../server/src/engine/serve/load";
import { meanContext } from "../../../server/src/engine/time/prompt";
import type { Phase, Variety, Workload } from "../../../server/src/engine/types";
import { close as near, decode, dense, plan, prefill, workload } from "./toys";

/** Lengths of a few requests, and the workload that they make. */
const requests = [
  { input: 200, output: 400 },
  { input: 1000, output: 50 },
  { input: 2500, output: 150 },
  { input: 300, output: 20 },
];
const mean = (of: (request: (typeof requests)[number]) => number) => requests.reduce((sum, each) => sum + of(each), 0) / requests.length;
const input = mean((each) => each.input);
const output = mean((each) => each.output);
const spread = (of: (request: (typeof requests)[number]) => number) => Math.sqrt(mean((each) => of(each) ** 2) / mean(of) ** 2 - 1);
const inputSpread = spread((each) => each.input);
const outputSpread = spread((each) => each.output);
const correlation = (mean((each) => each.input * each.output) / (input * output) - 1) / (inputSpread * outputSpread);
const variety: Variety = { input: inputSpread, output: outputSpread, correlation, arrivals: 1 };
const differing: Workload = { ...workload, input, output, variety };

it("prompt tokens attend to as much as in the prompts one by one", () => {
  const pairs = mean((each) => each.input ** 2 / 2);
  near(input * meanContext(dense.attention, prefillLoad(prefill, differing, 1000)), pairs);
});

it("and with a share of each prompt cached", () => {
  const pairs = mean((each) => each.input * 0.25 * (each.input * 0.75 + (each.input * 0.25) / 2));
  near(input * 0.25 * meanContext(dense.attention, prefillLoad(prefill, { ...differing, cached: 0.75 }, 1000)), pairs);
});

it("answers attend to the prompts and answers in flight, where long answers are for longer", () => {
  const tokens = mean((each) => each.output * (each.input + each.output / 2)) / output;
  near(decodeLoad(decode, differing, 8).context, tokens);
});

it("and so the memory holds them, whole", () => {
  const whole = mean((each) => each.output * (each.input + each.output)) / output;
  const kv = (of: Workload) => memoryOf(dense, decode, plan.precision, of, 8).kvCache;
  near(kv(differing) / kv(workload), whole / (workload.input + workload.output));
});

describe("the wait in front of a pool", () => {
  const waiting = (changes: Partial<Variety>, phase: Phase = prefill) => {
    const busy = { ...workload, variety: { ...workload.variety, ...changes } };
    const rate = evaluateServe({ ...plan, workload, phases: [phase] }).requests / 2;
    return evaluateServe({ ...plan, workload: { ...busy, rate }, phases: [phase] }).ttft?.wait ?? 0;
  };
  it("is what it was for random arrivals of equal prompts", () => near(waiting({}), waiting({ arrivals: 1, output: 3 })));
  it("grows with the square of the arrivals' variation", () => near(waiting({ arrivals: 2 }), 4 * waiting({})));
  it("is none where requests come and are read like clockwork", () => assert.equal(waiting({ arrivals: 0 }), 0));
  it("grows with that of the prompts: by as much, where each is a batch of its own", () => {
    const alone: Phase = { ...prefill, batch: 1000 };
    assert.ok(waiting({ input: 1 }, alone) > 1.99 * waiting({}, alone));
  });
});
