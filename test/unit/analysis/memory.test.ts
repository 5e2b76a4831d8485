import assert from "node:assert/strict";
import * as fc from "fast-check";
import { chat, check, clean, look, mend, mends, planOf, serve } from "./support";

const llama = (phases: string) => chat + serve("Llama31_8B", "DGX_H100", phases);
const slo = (target: string) => chat.replace("output = 256 tokens", `output = 256 tokens\n  slo { tpot = ${target} }`);

describe("a batch that does not fit", () => {
  it("says by how much, what of, and what would", () => {
    // 16.06 GB of weights, 3 GB of reserve, and 1,280 tokens × 131,072 bytes = 168 MB for each request.
    check(
      "CMX401",
      llama("decode { chips = 1, batch = ⟦1000 requests⟧ }"),
      "decode needs 187 GB a rank, 102 GB over the 85.5 GB of H100",
      "KV cache 168 GB, weights 16.1 GB, reserve 3 GB",
      "batch = 394 requests fits",
    );
  });

  it("the batch that it names fits, and one more does not", () => {
    clean(llama("decode { chips = 1, batch = 394 requests }"));
    check("CMX401", llama("decode { chips = 1, batch = ⟦395 requests⟧ }"), "batch = 394 requests fits");
  });

  it("keeps the scope that the user wrote", () => {
    const before = llama("decode { chips = 4, batch = 1000 requests per chip }");
    assert.match(mends(before, "CMX401"), /batch = 394 requests per chip/);
  });

  it("stands in prefill too, where a batch is tokens", () => {
    const { message } = check("CMX401", llama("prefill { chips = 1, batch = ⟦5000000 tokens⟧ }"), "prefill needs");
    assert.match(message, /batch = \d+ tokens fits/);
  });

  it("is computed all the same, and not feasible", () => {
    const { feasible, phases } = planOf(llama("decode { chips = 1, batch = 1000 requests }"));
    assert.equal(feasible, false);
    assert.equal(phases[0]?.fits, false);
    assert.equal(phases[0]?.largest_batch, 394);
  });

  const models = ["Llama31_8B", "Qwen3_8B", "Llama31_70B", "Qwen3_30B_A3B", "DeepSeekV3"] as const;
  it("its fix mends it, for any plan", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.constantFrom("prefill", "decode", "colocated"),
        fc.constantFrom("", " per chip", " per rank"),
        fc.constantFrom("DGX_H200", "CloudMatrix384", "GB200_NVL72"),
        fc.constantFrom(1, 2, 4),
        (model, phase, scope, machine, tp) => {
          const batch = phase === "prefill" ? `1e12 tokens${scope}` : `1e9 requests${scope}`;
          const text = chat + serve(model, machine, `${phase} { chips = 8, tp = ${tp}, batch = ${batch} }`);
          const [overflow] = look(text).findings.filter(({ code }) => code === "CMX401" || code === "CMX402");
          assert.ok(overflow, text);
          if (overflow.code === "CMX401") mends(text, "CMX401");
        },
      ),
      { seed: 384, numRuns: 60 },
    );
  });
});

describe("weights that do not fit", () => {
  it("need more ranks", () => {
    const before = chat + serve("Llama33_70B", "DGX_H100", "decode { chips = 8, tp = 1, dp = 8, batch = 8 requests }");
    const found = look(before).findings.find(({ code }) => code === "CMX402");
    assert.match(found?.message ?? "", /weights 141 GB, reserve 3 GB/);
    assert.match(found?.message ?? "", /tp = 2 \(and dp = 4\) fits/);
    const after = mends(before, "CMX402");
    assert.match(after, /tp = 2, dp = 4/);
  });

  it("or smaller types, which the fix writes", () => {
    const types = "precision { weights = bf16 }";
    const before =
      chat + serve("Llama31_405B", "DGX_H100", "decode { chips = 8, tp = 8, batch = 8 requests }", `workload = chat\n  ${types}`);
    assert.match(mends(before, "CMX402"), /weights = fp8/);
  });

  it("a plan that says nothing of its precision gets one", () => {
    const before = chat + serve("Llama31_405B", "DGX_H100", "decode { chips = 8, tp = 8, batch = 8 requests }");
    assert.match(mends(before, "CMX402"), /model\s*= Llama31_405B\n {2}precision \{ weights = fp8 \}/);
  });

  it("a degree that is not written is added to the phase", () => {
    const before = chat + serve("Llama33_70B", "DGX_H100", "decode { chips = 8, batch = 8 requests }");
    assert.match(mends(before, "CMX402"), /batch = 8 requests, tp = 2/);
  });

  it("a type of the experts' own is written too: it would stay as large as it was", () => {
    const types = "workload = chat\n  precision { weights = bf16, experts = bf16 }";
    const after = mends(chat + serve("Mixtral_8x7B", "DGX_H100", "decode { chips = 1, batch = 8 requests }", types), "CMX402");
    assert.match(after, /weights = fp8, experts = fp8/);
  });

  it("where the batch is too large for what would fit, it shrinks along", () => {
    const types = "workload = chat\n  precision { weights = bf16 }";
    const before = chat + serve("Llama31_405B", "DGX_H100", "decode { chips = 8, tp = 8, batch = 9000 requests }", types);
    assert.match(mends(before, "CMX402"), /weights = fp8[^]*batch = \d+ requests/);
  });

  it("never more chips than the machine has", () => {
    const types = "workload = chat\n  precision { weights = int4 }";
    const text = chat + serve("DeepSeekV3", "Atlas800I_A2", "decode { chips = 8, ep = 8, batch = 8 requests }", types);
    const found = look(text).findings.find(({ code }) => code === "CMX402");
    assert.match(found?.message ?? "", /no such layout on Atlas800I_A2 fits/);
    assert.deepEqual(found?.fixes, []);
  });

  it("or more chips", () => {
    const cluster = "supernode Old : DGX_H100 { chip = A100_40GB }\ncluster many {\n  supernode = Old\n  count = 8\n}\n";
    const types = "workload = chat\n  precision { weights = int4 }";
    const text = chat + cluster + serve("DeepSeekV3", "many", "decode { chips = 8, dp = 8, ep = 8, batch = 8 requests }", types);
    const found = look(text).findings.find(({ code }) => code === "CMX402");
    assert.ok(found, "671 B parameters of four bits on eight chips of 40 GB");
    assert.match(mends(text, "CMX402"), /chips = 16/);
  });
});

describe("batch = max", () => {
  it("is the largest that fits", () => {
    const { phases } = planOf(llama("decode { chips = 1, batch = max }"));
    assert.equal(phases[0]?.batch, 394);
  });

  it("that no batch meets the service level is no matter of memory", () => {
    const text = slo("10 us") + serve("Llama31_8B", "DGX_H100", "decode { chips = 1, batch = ⟦max⟧ }");
    check("CMX601", text, "no batch meets it");
    assert.ok(!look(text.replace(/[⟦⟧]/g, "")).findings.some(({ code }) => code === "CMX401"));
    assert.equal(planOf(text.replace(/[⟦⟧]/g, "")).feasible, false);
  });
});

describe("capacity", () => {
  it("is in powers of 1000: a die of the 910C has 64,000,000,000 bytes", () => {
    const plan = planOf(chat + serve("Qwen3_8B", "CloudMatrix384", "decode { chips = 1, batch = 8 requests }"));
    assert.equal(plan.phases[0]?.memory.capacity, 64_000_000_000);
  });

  it("a reserve per chip is spread over its dies", () => {
    const reserve = (written: string) =>
      planOf(chat + serve("Qwen3_8B", "CloudMatrix384", `decode { chips = 1, batch = 8 requests, reserve = ${written} }`)).phases[0]?.memory
        .parts.reserve;
    assert.equal(reserve("2 GB per chip"), 1e9);
    assert.equal(reserve("2 GB"), 2e9);
    assert.equal(reserve("2 GiB per rank"), 2 * 1024 ** 3);
  });
});

it("a fix changes nothing but the batch", () => {
  const before = llama("decode { chips = 1, batch = 1000 requests }");
  assert.equal(mend(before, "CMX401"), before.replace("1000 requests", "394 requests"));
});

describe("the memory that software finds of a chip", () => {
  const plan = chat + serve("Llama31_8B", "Box", "decode { chips = 1, batch = 8 requests }");
  const capacity = (chip: string) => planOf(`${chip}\nsupernode Box : DGX_H100 { chip = Mine }\n${plan}`).phases[0]?.memory.capacity;

  it("is that of the chip that it starts from", () => assert.equal(capacity("chip Mine : H100 { }"), 81_559 * 2 ** 20));
  it("is no longer, where another capacity is written", () =>
    assert.equal(capacity("chip Mine : H100 { hbm { capacity = 96 GB } }"), 96e9));
  it("nor where a chip between has one", () =>
    assert.equal(capacity("chip Between : H100 { hbm { capacity = 96 GB } }\nchip Mine : Between { power = 600 W }"), 96e9));
  it("is what stands beside the capacity", () =>
    assert.equal(capacity("chip Mine : H100 { hbm { capacity = 96 GB, addressable = 90000 MiB } }"), 90_000 * 2 ** 20));
});
