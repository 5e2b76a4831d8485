import assert from "node:assert/strict";
import { timePhase } from "../../../server/src/engine";
import { close, decode, dense as small, ideal, machineOf, plan, prefill } from "./toys";

const dense = { ...small, hidden: 8192, ffn: { intermediate: 32_768 } };
const limit = { standing: 0.2, memory: 0.3 };
const sustained = { ...ideal.sustained, bf16: 0.8 };
/** Seconds of the prompts or answers on chips with and without a limit. */
const seconds = (phase: typeof prefill, batch: number, powerLimit: typeof limit | undefined, share = sustained) =>
  timePhase({ ...plan, model: dense, machine: machineOf({ powerLimit, sustained: share }), phases: [phase] }, phase, batch).seconds;

describe("the power limit of a chip", () => {
  it("slows a step of multiplications alone to the sustained pace", () => {
    // No HBM traffic to speak of beside them: what remains are the fixed times and the attention, a few percent.
    const slowed = seconds(prefill, 100_000, { ...limit, memory: 0 }) / seconds(prefill, 100_000, undefined);
    assert.ok(slowed > 1.14 && slowed <= 1 / 0.8, String(slowed));
  });
  it("lets a step that waits for the memory run at full clock", () =>
    assert.equal(seconds(decode, 1, limit), seconds(decode, 1, undefined)));
  it("does nothing where the chip sustains its pace and the memory draws nothing", () =>
    close(seconds(prefill, 100_000, { standing: 0.2, memory: 0 }, ideal.sustained), seconds(prefill, 100_000, undefined)));
  it("slows more the more the memory takes of it", () => {
    const free = seconds(prefill, 4000, { standing: 0.2, memory: 0 });
    assert.ok(seconds(prefill, 4000, { standing: 0.2, memory: 0.5 }) > free);
  });
});
