import assert from "node:assert/strict";
import * as fc from "fast-check";
import { timePhase } from "../../../server/src/engine";
import { type Pool, runSeconds, straightBetween } from "../../../server/src/engine/serve/run";
import { close, colocated, plan } from "./toys";

/** Steps of a second, 64 of them an answer, up to ten at a time; prompts cost nothing. */
const pool: Pool = {
  requests: 10,
  most: 10,
  steps: 64,
  plain: () => 1,
  room: () => Number.POSITIVE_INFINITY,
  reading: () => 0,
};
const seconds = (changes: Partial<Pool>) => runSeconds({ ...pool, ...changes }) ?? Number.NaN;

describe("a run of so many requests", () => {
  it("that all begin at once lasts as long as one answer", () => close(seconds({}), 64, 0.02));
  it("of two rounds lasts two answers", () => close(seconds({ requests: 20 }), 128, 0.02));
  it("of one request more than fit lasts two, too", () => close(seconds({ requests: 11 }), 128, 0.02));
  it("lasts longer by the time that its prompts take", () => {
    const reading = (prompts: number) => 3 * prompts;
    close(seconds({ requests: 20, reading }) - seconds({ requests: 20 }), 60);
  });
  it("whose prompts come in slowly has them in while the first answers are written", () => {
    // A tenth of a prompt a step: 100 steps until the last begins, and its 64.
    close(seconds({ room: () => 0.1 }), 100 + 64, 0.03);
  });
  it("writes its last answers in shorter steps", () => {
    const plain = (writing: number) => writing / 10;
    assert.ok(seconds({ room: () => 0.1, plain }) < seconds({ room: () => 0.1 }));
  });
  it("without room for prompts ends all the same", () => assert.ok(Number.isFinite(seconds({ room: () => 0 }))));
  it("never ends sooner with more requests", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (requests, most, room) => {
          const all = { most, room: () => room };
          assert.ok(seconds({ ...all, requests: requests + 1 }) >= seconds({ ...all, requests }) * (1 - 1e-3));
        },
      ),
      { seed: 384, numRuns: 300 },
    ));
  it("has no ends that count where it is a thousand rounds long", () => assert.equal(runSeconds({ ...pool, requests: 10_001 }), undefined));
});

it("straight lines between points, and beyond them", () => {
  const line = straightBetween([1, 2, 4], (x) => x * x);
  assert.deepEqual([1, 1.5, 3, 5, 0].map(line), [1, 2.5, 10, 22, -2]);
});

describe("clients of a colocated pool that stop", () => {
  const requests = (concurrency: number, rounds: number | undefined) => {
    const loop = { ...plan, workload: { ...plan.workload, concurrency, rounds } };
    return timePhase(loop, { ...colocated, runtime: { ...colocated.runtime, policy: "mixed" } }, concurrency).requests;
  };
  it("yield less than those that go on, and nearly as much after many rounds", () => {
    const endless = requests(64, undefined);
    assert.ok(requests(64, 1) < endless);
    close(requests(64, 200), endless, 0.1);
    assert.ok(requests(64, 1) < requests(64, 10));
  });
});
