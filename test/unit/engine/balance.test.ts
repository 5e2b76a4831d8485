import assert from "node:assert/strict";
import { evaluateServe, type ServePlan } from "../../../server/src/engine";
import { waitSeconds } from "../../../server/src/engine/serve/queue";
import { chip, close, decode, machine, plan, prefill, workload } from "./toys";

const both: ServePlan = { ...plan, phases: [prefill, decode], kvTransfer: "OUT" };
const evaluate = (changes: Partial<ServePlan> = {}) => evaluateServe({ ...both, ...changes });
const arriving = (rate: number) => ({ workload: { ...workload, rate } });

describe("two pools", () => {
  it("sustain what the slower one does, and name it", () => {
    const { requests, limiting, phases, throughput } = evaluate();
    const [reader, writer] = phases;
    assert.ok(reader && writer && limiting);
    close(requests, Math.min(reader.time.requests, writer.time.requests));
    close(limiting.utilization, 1);
    close(throughput ?? 0, requests * 100);
  });

  it("each is used as far as the other lets it", () => {
    const { requests, phases } = evaluate();
    for (const { time, utilization } of phases) close(utilization, requests / time.requests);
  });

  it("at a rate below, both are used as far as it needs", () => {
    const rate = evaluate().requests / 10;
    for (const { time, utilization } of evaluate(arriving(rate)).phases) close(utilization, rate / time.requests);
  });

  it("a first token waits, is read, moves, and is written", () => {
    const { ttft, phases } = evaluate();
    const [reader, writer] = phases;
    assert.ok(ttft && reader && writer);
    assert.equal(ttft.wait, 0);
    assert.equal(ttft.prefill, reader.time.promptLatency);
    assert.equal(ttft.firstStep, writer.time.seconds);
  });

  it("a pool that only writes has no time to first token", () => assert.equal(evaluate({ phases: [decode] }).ttft, undefined));
});

describe("KV cache from prefill to decode", () => {
  /** 1,000 tokens × 2 layers × 128 bytes. */
  const bytes = 256_000;
  it("takes its bytes over the rank's share of the fabric, and the latency", () => {
    close(evaluate().ttft?.kvTransfer ?? 0, bytes / 10e9 + 5e-6);
  });

  it("tensor parallel ranks send their parts side by side", () => {
    const phases = [prefill, decode].map((phase) => ({ ...phase, tp: 2, chips: 2 }));
    close(evaluate({ phases }).ttft?.kvTransfer ?? 0, bytes / 2 / 10e9 + 5e-6);
  });

  it("loads the chips of the smaller pool: requests/s × bytes", () => {
    const [demand] = evaluate({ phases: [{ ...prefill, instances: 4 }, decode] }).demands;
    const { requests } = evaluate({ phases: [{ ...prefill, instances: 4 }, decode] });
    close(demand?.perChip ?? 0, requests * bytes);
    close(demand?.capacity ?? 0, 10e9);
  });

  it("a fabric that cannot carry it makes the plan infeasible", () => {
    const slow = (bandwidth: number) => ({ ...machine, fabrics: machine.fabrics.map((fabric) => ({ ...fabric, bandwidth })) });
    const needed = evaluate().requests * bytes;
    assert.equal(evaluate({ machine: slow(needed * 1.01) }).feasible, true);
    assert.equal(evaluate({ machine: slow(needed * 0.99) }).feasible, false);
  });
});

describe("power and cost", () => {
  it("a pool at full load draws full power", () => close(evaluate({ phases: [decode] }).power ?? 0, 1000));

  it("idle power is a quarter: a pool at 20% draws 0.25 + 0.75 × 0.2", () => {
    const alone = { phases: [decode] };
    const rate = 0.2 * evaluate(alone).requests;
    close(evaluate({ ...alone, ...arriving(rate) }).power ?? 0, 1000 * (0.25 + 0.75 * 0.2));
  });

  it("a machine's power, all in, is shared by its chips", () => {
    close(evaluate({ phases: [decode], machine: { ...machine, power: 64_000 } }).power ?? 0, 2000);
  });

  it("a million tokens cost the chips' seconds: 2 an hour", () => {
    const { cost, throughput } = evaluate({ phases: [decode] });
    close(cost ?? 0, ((2 / 3600) * 1e6) / (throughput ?? 0));
  });

  it("a pool that is used to a tenth pays ten times as much for a token, and its idle power", () => {
    const alone = { phases: [decode] };
    const full = evaluate(alone);
    const tenth = evaluate({ ...alone, ...arriving(full.requests / 10) });
    close(tenth.cost ?? 0, 10 * (full.cost ?? 0));
    close(tenth.energy ?? 0, (0.25 + 0.75 * 0.1) * 10 * (full.energy ?? 0));
    close(full.energy ?? 0, 1000 / (full.throughput ?? 0));
  });

  it("a chip without power or price has none", () => {
    const bare = { ...machine, chip: { ...chip, power: undefined, price: undefined } };
    assert.equal(evaluate({ machine: bare }).power, undefined);
    assert.equal(evaluate({ machine: bare }).cost, undefined);
  });
});

describe("the wait in front of a pool", () => {
  const pool = (instances: number, requests: number, batch = 1000) => {
    const [result] = evaluate({ phases: [prefill] }).phases;
    assert.ok(result);
    return { phase: { instances, name: "prefill" }, batch, time: { ...result.time, requests } };
  };
  const wait = (rate: number | undefined, ...of: Parameters<typeof pool>) =>
    waitSeconds({ ...both, workload: { ...workload, rate } }, pool(...of));

  it("without a rate there is none", () => assert.equal(wait(undefined, 1, 10), 0));
  it("one server of 0.1 s at half load waits ρ/(1−ρ) × s/2 = 50 ms (Pollaczek and Khinchine)", () => close(wait(5, 1, 10), 0.05));
  it("vanishes with the load", () => assert.ok(wait(0.01, 1, 10) < 1e-4));
  it("grows without end towards the limit, and has none beyond", () => {
    assert.ok(wait(9.999, 1, 10) > 100);
    assert.equal(wait(10, 1, 10), Number.POSITIVE_INFINITY);
    assert.equal(wait(11, 1, 10), Number.POSITIVE_INFINITY);
  });
  it("three servers: Sakasegawa's ρ^(√8 − 1) / (3 (1 − ρ)) × s/2", () => {
    close(wait(15, 3, 30), (0.5 ** (Math.sqrt(8) - 1) / (3 * 0.5)) * (0.1 / 2));
  });
  it("a batch of four prompts is one service", () => close(wait(5, 1, 10, 4000), 4 * 0.05));
});
