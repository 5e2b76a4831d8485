import assert from "node:assert/strict";
import { evaluateServe, type Phase, type ServePlan, timePhase, tokensPerStep } from "../../../server/src/engine";
import { type Step, type StepPart, weighted } from "../../../server/src/engine/time/step";
import { close, colocated, decode, dense, plan, prefill, workload } from "./toys";

const time = (phase: Phase, batch: number, changes: Partial<ServePlan> = {}) => timePhase({ ...plan, ...changes }, phase, batch);

/** HBM traffic of a decode step of eight requests at 1,050 tokens of context; the toy's memory bounds every operator. */
const layer =
  8 * 64 * 8 + // norm: residual and branch in, sum and norm out
  (64 * 128 * 2 + 8 * 64 * 2 + 8 * 128 * 2) + // query, key and value projection
  8 * 128 * 4 + // rotary embedding
  8 * (1050 * 128 + 4 * 32 * 2) + // KV cache, queries and results
  (64 * 64 * 2 + 8 * 64 * 2 + 8 * 64 * 2) + // output projection
  8 * 64 * 8 + // norm
  (64 * 512 * 2 + 8 * 64 * 2 + 8 * 512 * 2) + // up and gate
  8 * (512 * 2 + 256 * 2) + // activation
  (256 * 64 * 2 + 8 * 256 * 2 + 8 * 64 * 2); // down
const head = 64 * 1000 * 2 + 8 * 64 * 2 + 8 * 1000 * 2;
const step = (2 * layer + head) / 1e12;

describe("decode", () => {
  const { seconds, tpot, throughput, requests } = time(decode, 8);
  it("the step is the bytes over the bandwidth", () => close(seconds, step));
  it("a request gets a token a step", () => close(tpot, step));
  it("the pool gets one for each request", () => close(throughput, 8 / step));
  it("an answer has 100 tokens", () => close(requests, 8 / step / 100));
  it("three instances yield three times as much, at the same pace", () => {
    close(time({ ...decode, instances: 3 }, 8).throughput, (3 * 8) / step);
    close(time({ ...decode, instances: 3 }, 8).tpot, step);
  });
  it("data parallel groups share the batch", () => close(time({ ...decode, dp: 4, chips: 4 }, 32).seconds, step));
  it("the software's time comes on top, once a step and once a request", () => {
    const runtime = { ...decode.runtime, stepOverhead: 1e-3, requestOverhead: 10e-6 };
    close(time({ ...decode, runtime }, 8).seconds, step + 1e-3 + 8 * 10e-6, 1e-9);
  });
});

describe("speculation", () => {
  const yielded = (tokens: number, acceptance: number) =>
    tokensPerStep({ ...decode, speculation: { tokens, acceptance, draft: undefined } });
  it("none yields one token", () => assert.equal(tokensPerStep(decode), 1));
  it("a draft counts if all before it were accepted: 1 + p + p²", () => {
    close(yielded(1, 0.7), 1.7);
    close(yielded(2, 0.7), 1 + 0.7 + 0.49);
  });
  it("certain drafts all count, hopeless ones none", () => {
    assert.equal(yielded(3, 1), 4);
    assert.equal(yielded(3, 0), 1);
  });
  it("the pace is the longer step over what it yields", () => {
    const { seconds, tpot } = time({ ...decode, speculation: { tokens: 1, acceptance: 0.7, draft: undefined } }, 8);
    assert.ok(seconds > step);
    close(tpot, seconds / 1.7);
  });
});

describe("pipeline", () => {
  const two = { ...decode, pp: 2, chips: 2 };
  /** Eight tokens of the residual stream over 100 GB/s, and the latency. */
  const send = (8 * 64 * 2) / 100e9 + 1e-6;
  it("each stage works on its part of the batch; a token passes all stages", () => close(time(two, 16).seconds, step + send));
  it("the pool yields the whole batch in that time", () => close(time(two, 16).throughput, 16 / (step + send)));
  it("context parallel ranks hand over their own tokens", () => {
    const { traffic } = time({ ...prefill, pp: 2, cp: 2, chips: 4 }, 4000).step;
    // Half of the residual stream, once; the keys and values of the other half, in one of the two layers.
    const sent = (4000 / 2) * 64 * 2;
    const gathered = (4000 * 128) / 2;
    close(traffic.find(({ tier }) => tier === 1)?.bytes ?? 0, sent / 2 + gathered);
  });
  it("prefill hands over after each stage: two batches in the time of one", () => {
    const whole = time({ ...prefill, pp: 2, chips: 2 }, 4000);
    close(whole.step.interval, whole.seconds / 2);
    close(whole.throughput, 4000 / whole.step.interval);
    close(whole.promptLatency, whole.seconds);
  });
  it("of three stages for two layers, the fullest sets the pace and the rest waits", () => {
    const { step: uneven, seconds } = time({ ...decode, pp: 3, chips: 3 }, 24);
    close(seconds, 3 * uneven.interval);
    close(
      uneven.parts.reduce((sum, { exposed }) => sum + exposed, 0),
      seconds,
    );
  });
});

describe("prefill", () => {
  it("a batch of four prompts yields four", () => {
    const { seconds, requests, throughput, promptLatency } = time(prefill, 4000);
    close(requests, 4 / seconds);
    close(throughput, 4000 / seconds);
    close(promptLatency, seconds);
  });
  it("a batch of a quarter of a prompt is read in four steps", () => {
    const { seconds, requests, promptLatency } = time(prefill, 250);
    close(promptLatency, 4 * seconds);
    close(requests, 1 / (4 * seconds));
  });
  it("cached tokens count as read, and only the rest fills the batch", () => {
    const cached = { ...workload, cached: 0.75 };
    const { seconds, requests, throughput } = time(prefill, 4000, { workload: cached });
    close(requests, 16 / seconds);
    close(throughput, 16_000 / seconds);
  });
  it("a prompt that is cached to the end still computes one token", () => {
    const { requests, seconds } = time(prefill, 8, { workload: { ...workload, cached: 1 } });
    close(requests, 8 / seconds);
  });
  it("cached prefixes come over their fabric: 999 tokens of 256 bytes for each request", () => {
    const cached = { workload: { ...workload, cached: 0.999 }, cacheFabric: "OUT" };
    const part = time(prefill, 8, cached).step.parts.find(({ name }) => name === "cache_load");
    close(part?.exposed ?? 0, (8 * 999 * 256) / 10e9 + 5e-6, 1e-9);
  });
});

describe("cached prefixes of a pool", () => {
  const workloadWith = { ...workload, cached: 0.999 };
  const load = (cache: Partial<ServePlan["cache"]>) => {
    const changes = { workload: workloadWith, cacheFabric: "OUT", cache: { ...plan.cache, ...cache } };
    return time(prefill, 8, changes).step.parts.find(({ name }) => name === "cache_load")?.exposed ?? 0;
  };
  const bytes = 8 * 999 * 256;
  it("come at the pool's pace where its memory is slower than the fabric", () => close(load({ bandwidth: 1e9 }), bytes / 1e9 + 5e-6, 1e-9));
  it("a faster one changes nothing", () => close(load({ bandwidth: 1e12 }), load({})));
  it("each block is looked up: 7,992 tokens are 63 of 128", () => close(load({ overhead: 1e-3 }) - load({}), 0.063, 1e-9));
});

describe("the KV cache on its way to decode", () => {
  const both: ServePlan = { ...plan, phases: [prefill, decode], kvTransfer: "OUT" };
  const shown = (kvSending: ServePlan["kvSending"]) => evaluateServe({ ...both, kvSending }).ttft?.kvTransfer ?? 0;
  it("sent by layer, shows the last of the two layers, or what prefill is too short to hide", () => {
    const prompt = evaluateServe(both).phases[0]?.time.promptLatency ?? 0;
    close(shown("layer"), Math.max(shown("prompt") / 2, shown("prompt") - prompt / 2));
  });
});

describe("colocated: whatever comes in goes out", () => {
  /** Tokens/s that pass the network, from the FLOP of its multiplications on all ranks. */
  function passing(phase: Phase, batch: number, changes: Partial<ServePlan> = {}) {
    const { step: mean, seconds, requests } = time(phase, batch, changes);
    const flop = mean.parts.find(({ name }) => name === "ffn")?.flop ?? 0;
    const ranks = phase.tp * phase.pp * phase.cp * phase.dp;
    // A pipeline rank works on as many parts of the batch as there are stages.
    return { requests, tokens: (flop * ranks * phase.pp) / seconds / (2 * 2 * 3 * 64 * 256) };
  }
  const batches = [1, 8, 64, 512];
  const layouts: readonly (readonly [string, Partial<Phase>])[] = [
    ["one chip", {}],
    ["data parallel", { dp: 4, chips: 4 }],
    ["tensor parallel", { tp: 2, chips: 2 }],
    ["a pipeline", { pp: 2, chips: 2 }],
    ["chunks of several prompts", { chunk: 4000 }],
  ];
  for (const [title, layout] of layouts) {
    for (const batch of batches) {
      it(`${title}, ${batch} in flight: every request passes 1,000 and 100 tokens`, () => {
        const { requests, tokens } = passing({ ...colocated, ...layout }, batch);
        close(tokens, requests * 1100, 1e-9);
      });
    }
  }

  it("requests that read and requests that write are all that are in flight (Little's law)", () => {
    const { requests, seconds, promptLatency } = time(colocated, 8);
    close(requests * (promptLatency + 100 * seconds), 8, 0.1);
  });

  it("a prompt takes one step at least, however many a chunk holds", () => {
    const swamped = { workload: { ...workload, input: 100, output: 2 } };
    const { promptLatency, seconds } = time({ ...colocated, chunk: 4000 }, 1000, swamped);
    close(promptLatency, seconds);
  });

  it("when prompts bound the pool, more requests in flight change nothing", () => {
    const swamped = { workload: { ...workload, input: 100_000, output: 2 } };
    close(time(colocated, 4000, swamped).throughput, time(colocated, 8000, swamped).throughput);
  });
});

it("the same plan gives the same result, to the last bit", () => {
  const both: ServePlan = { ...plan, phases: [prefill, decode], kvTransfer: "OUT", model: dense };
  assert.deepEqual(evaluateServe(both), evaluateServe(structuredClone(both)));
});

it("an operator of two kinds of steps is bound by what most of its time is, even in the rarer steps", () => {
  const stepOf = (exposed: number, bound: StepPart["bound"]): Step => ({
    seconds: exposed,
    interval: exposed,
    parts: [{ name: "ffn", exposed, hidden: 0, bound, fabric: undefined, flop: 0, bytes: 0 }],
    shares: new Map([[bound, exposed]]),
    traffic: [],
    origin: { steps: [] },
  });
  const { seconds, parts } = weighted(stepOf(0.01, "hbm"), 0.6, stepOf(0.1, "compute"), 0.4);
  close(seconds, 0.6 * 0.01 + 0.4 * 0.1);
  assert.deepEqual(
    parts.map(({ bound }) => bound),
    ["compute"],
  );
});
