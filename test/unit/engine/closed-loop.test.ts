import assert from "node:assert/strict";
import { evaluateServe, type Phase, type Runtime, type ServePlan, timePhase, type Workload } from "../../../server/src/engine";
import { queueFor, whereReached } from "../../../server/src/engine/serve/closed-loop";
import { carriedBy, type Holding, untilAllHave } from "../../../server/src/engine/serve/arrivals";
import { close, colocated, decode, ideal, machineOf, mixture, plan, prefill, workload } from "./toys";

const served = (changes: Partial<Workload>, phases: readonly Phase[] = [{ ...colocated, batch: "max" }]) =>
  evaluateServe({ ...plan, workload: { ...workload, ...changes }, phases });
const sumOf = ({ ttft }: ReturnType<typeof served>) => (ttft ? ttft.wait + ttft.prefill + ttft.kvTransfer + ttft.firstStep : Number.NaN);
const withRuntime = (runtime: Partial<Runtime>): Phase => ({ ...colocated, batch: "max", runtime: { ...colocated.runtime, ...runtime } });

describe("clients that send the next request when the last is answered", () => {
  it("all of them are in flight, where they fit: a request's whole time is clients over rate (Little's law)", () => {
    const result = served({ concurrency: 16 });
    assert.equal(result.phases[0]?.batch, 16);
    close(result.requests * (sumOf(result) + 99 * (result.tpot ?? 0)), 16, 0.1);
  });

  it("a client more than an engine takes in waits for an answer of the others", () => {
    const result = served({ concurrency: 12 }, [withRuntime({ requests: 8 })]);
    assert.equal(result.phases[0]?.batch, 8);
    close(result.requests * (sumOf(result) + 99 * (result.tpot ?? 0)), 12, 0.1);
  });

  it("half a batch more than fits waits half a cycle; in a first round alone a quarter", () => {
    close(queueFor(12, 8, 10, undefined), 5);
    close(queueFor(12, 8, 10, 1), 2.5);
    close(queueFor(8, 8, 10, 1), 0);
  });

  it("in the first round an answer waits once, for the prompts that are read after its own", () => {
    const first = { ...colocated, batch: "max" as const, runtime: { ...colocated.runtime, policy: "prefill_first" as const } };
    const steady = served({ concurrency: 16 }, [first]).tpot ?? 0;
    const alone = served({ concurrency: 16, rounds: 1 }, [first]).tpot ?? 0;
    const time = timePhase({ ...plan, workload: { ...workload, rounds: 1 } }, first, 16);
    close(alone, Math.min(steady, time.undisturbed + time.pause / workload.output), 1e-6);
    assert.ok(alone < steady);
  });

  it("when all send at once, the last prompts wait for the first", () => {
    const waited = (rounds: number | undefined) => served({ concurrency: 16, rounds }).ttft?.wait ?? 0;
    assert.ok(waited(1) > 5 * waited(undefined));
    const steady = waited(undefined);
    close(waited(10), 0.9 * steady + 0.1 * waited(1), 1e-6);
  });

  it("beside a prefill pool that keeps up, they are all read, moved or written", () => {
    const pools: ServePlan["phases"] = [prefill, { ...decode, batch: "max" }];
    const result = served({ concurrency: 16 }, pools);
    const writer = result.phases.find(({ phase }) => phase.name === "decode");
    const rate = (writer?.batch ?? 0) / (100 * (result.tpot ?? 0));
    close(rate * (sumOf(result) + 100 * (result.tpot ?? 0)), 16, 0.01);
  });

  it("a tenth more of them changes nothing but the wait, once prefill is busy", () => {
    const slow: ServePlan["phases"] = [
      { ...prefill, batch: 1000 },
      { ...decode, instances: 100, batch: "max" },
    ];
    const few = served({ concurrency: 20_000, input: 20_000 }, slow);
    const more = served({ concurrency: 22_000, input: 20_000 }, slow);
    close(more.tpot ?? 0, few.tpot ?? 1, 1e-3);
    assert.ok(sumOf(more) > sumOf(few));
  });
});

describe("a rate", () => {
  it("keeps as many requests in flight as it needs: steps of half the rate are shorter", () => {
    const most = served({}).requests;
    const busy = served({ rate: 0.9 * most });
    const calm = served({ rate: 0.45 * most });
    assert.ok((calm.tpot ?? 0) < (busy.tpot ?? 0));
    close(calm.requests, most);
  });
  it("finds where a rising figure reaches one", () =>
    close(
      whereReached(9, 10, (x) => x * x),
      3,
      1e-3,
    ));
});

describe("prompts in a step", () => {
  const at = (prompts: number, fresh: number, room: number, groups: number, holding: Partial<Holding> = {}) =>
    carriedBy(prompts, fresh, room, groups, { gathering: 0, batching: 0, polling: 1, ...holding }, 1);

  it("few prompts come one at a time, in as many steps as there are prompts", () => {
    const { tokens, share, skew, held } = at(0.001, 1000, 8000, 1);
    close(tokens, 1000, 1e-2);
    close(share, 0.001, 1e-2);
    close(skew, 1, 1e-2);
    assert.equal(held, 0);
  });
  it("a prompt longer than the room takes as many steps as it has rooms", () => close(at(0.1, 4000, 1000, 1).share, 0.4));
  it("one prompt for eight groups leaves seven of them waiting", () => close(at(1e-6, 1000, 8000, 8).skew, 8, 1e-4));
  it("an engine that looks every 30 steps finds a prompt after 14.5 on the mean, and several at once", () => {
    const seldom = at(0.1, 1000, 1e9, 1, { polling: 30 });
    close(seldom.held, 14.5);
    close(seldom.tokens, 1000 * 3.157, 1e-3);
  });
  it("a prompt that waits 20 steps for others waits all of them alone, and half of them among many", () => {
    close(at(1e-9, 1000, 1e9, 1, { batching: 20 }).held, 20, 1e-3);
    close(at(100, 1, 1e9, 1, { batching: 20 }).held, 10, 1e-2);
  });
  it("nobody waits while a group has nothing else to do", () => {
    const idle = (writing: number) => carriedBy(1e-6, 1000, 8000, 8, { gathering: 50, batching: 0, polling: 1 }, writing).held;
    close(idle(1), 50, 1e-3);
    assert.ok(idle(0.5) < 0.3);
  });
  it("a full chunk waits for nobody", () => assert.ok(at(1, 1000, 4000, 1, { batching: 20 }).held < 4));
  it("of two groups with a prompt every ten steps, the other's comes after ten more; at most those that it may wait", () => {
    close(untilAllHave(0.1, 2, 1e9), 10);
    close(untilAllHave(0.1, 3, 1e9), 15);
    close(untilAllHave(1e-9, 8, 60), 60, 1e-4);
    assert.equal(untilAllHave(0, 8, 60), 60);
  });
});

describe("prompts before answers", () => {
  const first = { ...colocated, runtime: { ...colocated.runtime, policy: "prefill_first" as const } };
  it("answers pause while prompts are read, and whatever comes in goes out", () => {
    const mixed = timePhase(plan, colocated, 8);
    const apart = timePhase(plan, first, 8);
    assert.ok(apart.seconds > timePhase(plan, decode, 8).seconds);
    close(apart.requests, mixed.requests, 0.1);
  });
  it("requests that read and requests that write are all that are in flight", () => {
    const { requests, seconds, promptLatency } = timePhase(plan, first, 8);
    close(requests * (promptLatency + 100 * seconds), 8, 0.02);
  });
});

describe("the host", () => {
  const slow = (batch: number, launch: number) =>
    timePhase(plan, { ...prefill, runtime: { ...prefill.runtime, launch } }, batch).step.parts.find(({ name }) => name === "host");
  it("launches the operators of a step with prompts one by one", () => assert.ok((slow(8, 1e-3)?.exposed ?? 0) > 0.01));
  it("shows only where the chips are done before", () => assert.equal(slow(1_000_000, 1e-6), undefined));
  it("has graphs for steps of answers alone", () =>
    close(timePhase(plan, { ...decode, runtime: { ...decode.runtime, launch: 1 } }, 8).seconds, timePhase(plan, decode, 8).seconds));
  it("takes longer for layers with experts, where the engine says so", () => {
    const routed = { ...prefill, runtime: { ...prefill.runtime, launch: 1e-6, expertLaunch: 1e-2 } };
    assert.ok(timePhase({ ...plan, model: mixture }, routed, 8).seconds > 0.01);
    close(timePhase(plan, routed, 8).seconds, timePhase(plan, { ...routed, runtime: { ...routed.runtime, expertLaunch: 0 } }, 8).seconds);
  });
  it("handles the requests of a step meanwhile: no step is shorter", () => {
    const seconds = (requestHost: number) => timePhase(plan, { ...decode, runtime: { ...decode.runtime, requestHost } }, 8).seconds;
    const chips = seconds(0);
    close(seconds(chips / 16), chips);
    close(seconds(chips), 8 * chips, 1e-9);
  });
  it("without graphs, launches them too", () =>
    assert.ok(timePhase(plan, { ...decode, runtime: { ...decode.runtime, launch: 1, graphs: false } }, 8).seconds > 10));
});

describe("prompts that are gathered until all data parallel groups have one", () => {
  const groups = { ...colocated, dp: 8, chips: 8 };
  const gathered = { ...groups, runtime: { ...groups.runtime, gathering: 40 } };
  it("wait longer and disturb less", () => {
    const apart = timePhase(plan, groups, 64);
    const together = timePhase(plan, gathered, 64);
    assert.ok(together.wait > 10 * together.seconds);
    assert.ok(together.wait < 40 * together.seconds + apart.wait);
    assert.ok(together.tpot < apart.tpot);
  });
});

it("of a kernel's fixed time a graph leaves a share", () => {
  const machine = machineOf({ overhead: { ...ideal.overhead, kernel: 1e-3 } });
  const seconds = (fixedTimes: number) =>
    timePhase({ ...plan, machine }, { ...decode, runtime: { ...decode.runtime, fixedTimes } }, 8).seconds;
  assert.ok(seconds(0.5) < 0.6 * seconds(1));
});
