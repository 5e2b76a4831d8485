import assert from "node:assert/strict";
import * as fc from "fast-check";
import { check, close, look, mends, planOf, serve } from "./support";

const workload = (slo: string, more = "") => `workload chat {
  input = 4096 tokens
  output = 256 tokens
  ${more}
  slo { ${slo} }
}
`;
const plain = (marked: string) => marked.replace(/[⟦⟧]/g, "");
const decode = "decode { chips = 8, tp = 8, batch = ⟦64 requests⟧ }";
const prefill = "prefill { chips = 8, tp = 8, batch = ⟦65536 tokens⟧ }";

describe("a service level that is missed", () => {
  it("tpot: by how much, by which phase, and what would do", () => {
    const text = workload("tpot = 16 ms") + serve("Llama33_70B", "DGX_H100", decode);
    const tpot = planOf(plain(text)).metrics["tpot"] ?? 0;
    const { severity } = check("CMX601", text, "tpot is", `${((tpot - 0.016) * 1e3).toFixed(2)} ms`, "of chat", "decode sets it: batch = ");
    assert.equal(severity, "warning");
  });

  it("tpot: the fix meets it, and one request more does not", () => {
    const after = mends(plain(workload("tpot = 16 ms") + serve("Llama33_70B", "DGX_H100", decode)), "CMX601");
    const batch = Number(/batch = (\d+) request/.exec(after)?.[1]);
    assert.ok(batch > 0 && batch < 64);
    assert.ok(look(after.replace(`batch = ${batch} `, `batch = ${batch + 1} `)).findings.some(({ code }) => code === "CMX601"));
  });

  it("ttft: names the part that takes most, and a smaller batch of prompts meets it", () => {
    const text = workload("ttft = 1 s") + serve("Llama33_70B", "DGX_H100", prefill);
    check("CMX601", text, "ttft is", "prefill takes", "batch = ");
    mends(plain(text), "CMX601");
  });

  it("ttft: a prompt that alone takes longer has no remedy", () => {
    const found = check("CMX601", workload("ttft = 1 ms") + serve("Llama33_70B", "DGX_H100", prefill), "ttft is");
    assert.doesNotMatch(found.message, /%/, "thousands of percent over one millisecond say nothing");
    assert.deepEqual(found.fixes, []);
  });

  it("both are said where both are missed", () => {
    const text =
      workload("ttft = 1 ms, tpot = 1 ms") + serve("Llama33_70B", "DGX_H100", "colocated { chips = 8, tp = 8, batch = 64 requests }");
    const messages = look(text)
      .findings.filter(({ code }) => code === "CMX601")
      .map(({ message }) => message.slice(0, 4));
    assert.deepEqual(messages.sort(), ["tpot", "ttft"]);
  });

  it("its fix mends it, for any target that some batch meets", () => {
    const phases = [
      "decode { chips = 8, tp = 8, batch = 512 requests }",
      "colocated { chips = 8, tp = 8, batch = 512 requests }",
      "decode { chips = 8, tp = 4, batch = 64 requests per chip }",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...phases), fc.integer({ min: 40, max: 120 }), (phase, milliseconds) => {
        const text = workload(`tpot = ${milliseconds} ms`).replace("4096", "512") + serve("Llama33_70B", "DGX_H200", phase);
        if (look(text).findings.some(({ code }) => code === "CMX601")) mends(text, "CMX601");
      }),
      { seed: 384, numRuns: 40 },
    );
  });
});

describe("arrivals", () => {
  const plan = serve("Llama33_70B", "DGX_H100", "colocated { chips = 8, tp = 8, batch = 64 requests }", "workload = ⟦chat⟧");
  const arriving = (rate: string) => workload("tpot = 1 s", `rate = ${rate}`) + plan;

  it("above what the plan sustains, queues grow without end", () => {
    check("CMX603", arriving("1000 requests/s"), "1,000 requests/s arrive", "colocated limits");
    const { metrics, ttft_parts } = planOf(plain(arriving("1000 requests/s")));
    assert.equal(metrics["ttft"], undefined);
    assert.equal(ttft_parts, null);
  });

  it("below, a wait is a part of the time to first token", () => {
    const sustained = planOf(plain(arriving("0.001 requests/s"))).metrics["requests"] ?? 0;
    const wait = (share: number) => planOf(plain(arriving(`${(sustained * share).toFixed(6)} requests/s`))).ttft_parts?.wait ?? 0;
    assert.ok(wait(0.1) < wait(0.5) && wait(0.5) < wait(0.9));
  });

  it("at a tenth of the rate, power is nearly idle and a token costs ten times as much", () => {
    const at = (rate: string) => planOf(plain(arriving(rate))).metrics;
    const full = at("0.001 requests/s")["requests"] ?? 0;
    const [whole, tenth] = [at(`${full.toFixed(9)} requests/s`), at(`${(full / 10).toFixed(9)} requests/s`)];
    close(tenth["cost"], 10 * (whole["cost"] ?? 0), 1e-3);
    close(tenth["power"], 10_200 * (0.3 + 0.7 * 0.1), 1e-3);
    close(tenth["energy"], (tenth["power"] ?? 0) / ((full / 10) * 256), 1e-3);
  });
});

describe("a fabric beyond its capacity", () => {
  const machine = "supernode Slow : DGX_H100 {\n  fabric InfiniBand { bandwidth = 1 Gbps per chip }\n}\n";
  const pools = "prefill { chips = 4, tp = 4, batch = 16384 tokens }\n  decode { chips = 4, tp = 4, batch = 64 requests }";
  const text = workload("ttft = 60 s") + machine + serve("Qwen3_8B", "Slow", pools, "workload = chat\n  kv_transfer = ⟦InfiniBand⟧");

  it("says what it carries, how much, and how much it could", () => {
    // 1 Gbps × 94% are 117.5 MB/s.
    check("CMX502", text, "InfiniBand must carry", "of its 118 MB/s", "KV cache from prefill to decode");
  });

  it("the demand is requests/s × bytes of a prompt over the chips of the smaller pool", () => {
    const { metrics, feasible } = planOf(plain(text));
    assert.equal(feasible, false);
    // 36 layers, keys and values of 8 heads of 128, two bytes.
    const demand = ((metrics["requests"] ?? 0) * 4096 * 36 * 2 * 8 * 128 * 2) / 4;
    const [found] = look(plain(text)).findings.filter(({ code }) => code === "CMX502");
    assert.ok(found?.message.includes(`${(demand / 1e9).toFixed(2)} GB/s`), `${found?.message} does not say ${demand / 1e9}`);
  });

  it("another fabric carries it", () => {
    const over = plain(text).replace("kv_transfer = InfiniBand", "kv_transfer = NVLink");
    assert.ok(!look(over).findings.some(({ code }) => code === "CMX502"));
  });
});

describe("advice", () => {
  it("CMX702: microbatches that cost more than they hide, and the fix that leaves them", () => {
    const text =
      workload("tpot = 1 s") +
      serve(
        "DeepSeekR1",
        "CloudMatrix384",
        "decode { chips = 16, dp = 32, ep = 32, microbatches = ⟦2⟧, batch = 64 requests }",
        "workload = chat\n  precision { weights = int8 }",
      );
    check("CMX702", text, "With microbatches = 1, decode would be");
    mends(plain(text), "CMX702");
  });

  it("CMX703: the pool that idles, how much it is used, and which one limits", () => {
    const pools = "prefill { chips = 1, batch = 8192 tokens }\n  ⟦decode⟧ { chips = 4, batch = 256 requests }";
    const { severity } = check(
      "CMX703",
      workload("tpot = 1 s") + serve("Qwen3_8B", "DGX_H100", pools),
      "decode is used to",
      "prefill limits",
    );
    assert.equal(severity, "information");
  });

  it("CMX501: the bottleneck is where the largest elasticity is", () => {
    const text = workload("tpot = 1 s") + serve("Llama31_8B", "DGX_H100", "decode { chips = 1, batch = 8 requests }");
    const [phase] = planOf(text).phases;
    assert.ok(phase);
    const largest = Math.max(...Object.values(phase.elasticities));
    assert.equal(phase.bottleneck.elasticity, largest);
    assert.ok(
      look(text).findings.some(({ code, message }) => code === "CMX501" && message.includes(`${phase.bottleneck.resource} limits`)),
    );
  });
});
