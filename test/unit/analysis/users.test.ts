import assert from "node:assert/strict";
import { check, clean, close, look, mends, planOf, serve } from "./support";

/** Plans as a user would write them. Each figure stands beside a calculation on paper. */

const workload = (input: number, output: number, more = "") =>
  `workload chat {\n  input = ${input} tokens\n  output = ${output} tokens\n  ${more}\n}\n`;
const quantised = (type: string) => `workload = chat\n  precision { weights = ${type} }`;
const part = (plan: ReturnType<typeof planOf>, op: string, phase = 0) => plan.phases[phase]?.time.parts.find((each) => each.op === op);

describe("Llama 3.3 70B on a DGX H100, as many requests as meet 40 ms", () => {
  const text =
    workload(1024, 256, "slo { tpot = 40 ms }") + serve("Llama33_70B", "DGX_H100", "colocated { chips = 8, tp = 8, batch = max }");
  const plan = planOf(text);
  const [phase] = plan.phases;
  assert.ok(phase);

  it("is clean", () => clean(text));
  it("weights: 70.6 B parameters of two bytes over eight chips", () => close(phase.memory.parts.weights, (70.55e9 * 2) / 8, 0.01));
  it("KV cache: 327,680 bytes a token over eight chips, 1,280 tokens a request", () => {
    assert.equal(phase.memory.parts.kv_cache, (phase.batch * 1280 * 327_680) / 8);
  });
  it("the batch meets the target, and one request more does not", () => {
    const with1 = (batch: number) => planOf(text.replace("batch = max", `batch = ${batch} requests`)).metrics["tpot"] ?? 0;
    assert.ok(with1(phase.batch) <= 0.04 && with1(phase.batch + 1) > 0.04);
  });
  it("the step is longer than reading the weights at full speed: 17.6 GB at 3.35 TB/s are 5.3 ms", () => {
    assert.ok(phase.time.total > 5.3e-3);
  });
  it("the cost is the eight chips' price over the tokens: 8 × 2.95 USD/h", () => {
    close(plan.metrics["cost"], ((8 * 2.95) / 3600 / (plan.metrics["throughput"] ?? 0)) * 1e6, 1e-9);
  });
});

describe("a plan across nodes pays for the network between them", () => {
  const cluster = "cluster h800 {\n  supernode = HGX_H800\n  count = 8\n}\n";
  const on = (phases: string) => workload(2048, 512) + cluster + serve("Qwen3_235B_A22B", "h800", phases, quantised("fp8"));

  it("experts over four nodes: InfiniBand carries the dispatch and combine", () => {
    const text = on("decode { chips = 32, tp = 4, ep = 32, batch = 512 requests }");
    clean(text);
    const plan = planOf(text);
    const network = plan.phases[0]?.fabrics.find(({ name }) => name === "InfiniBand");
    // 512 / 8 groups / 4 ranks = 16 tokens a rank, 94 layers, 8 experts of which 3/4 lie on other nodes, 8 bits there and 16 back.
    const scales = (4096 / 56) * 4;
    close(network?.bytes, 16 * 94 * 8 * (24 / 32) * (4096 + scales + 2 * 4096), 1e-9);
  });

  it("an all-reduce over two nodes takes longer than within one, for the same tokens", () => {
    const reduce = (phases: string) => part(planOf(on(phases)), "all_reduce")?.seconds ?? 0;
    const within = reduce("decode { chips = 8, tp = 8, ep = 8, batch = 64 requests }");
    const across = reduce("decode { chips = 16, tp = 16, ep = 16, batch = 64 requests }");
    assert.ok(within > 0 && across > within, `${across} against ${within}`);
  });
});

describe("tensor parallelism over the trays of an NVL72", () => {
  const of = (algorithm: string) =>
    planOf(
      workload(8192, 256) +
        serve("Llama33_70B", "GB200_NVL72", `prefill { chips = 8, tp = 8, batch = 65536 tokens, all_reduce = ${algorithm} }`),
    );
  const residual = 65536 * 8192 * 2;

  it("a ring moves 7/8 of the residual twice through one port: 160 times", () => {
    const plan = of("ring");
    const bytes = 160 * 2 * (7 / 8) * residual;
    close(plan.phases[0]?.fabrics[0]?.bytes, bytes, 1e-9);
    // 900 GB/s at 84%, and the own eighth at 1.35 TB/s; filling the pipeline (2 × 2.6 µs) adds twice the root of it times the transfer;
    // the fixed overhead is small beside that.
    const transfer = bytes / 160 / (900e9 * 0.84) + residual / 8 / 1.35e12;
    close(part(plan, "all_reduce")?.seconds, 160 * (transfer + 2 * Math.sqrt(transfer * 2 * 2.6e-6)), 0.01);
  });

  it("switches that add move it once, and are quicker", () => {
    const plan = of("switch");
    close(plan.phases[0]?.fabrics[0]?.bytes, 160 * residual, 1e-9);
    assert.deepEqual(part(of("auto"), "all_reduce"), part(plan, "all_reduce"));
    assert.ok((part(plan, "all_reduce")?.seconds ?? 0) < (part(of("ring"), "all_reduce")?.seconds ?? 0));
  });
});

describe("DeepSeek-V3 in four bits on an NVL72", () => {
  const text =
    workload(4096, 512, "slo { tpot = 30 ms }") +
    serve(
      "DeepSeekV3",
      "GB200_NVL72",
      "decode { dp = 32, ep = 32, batch = 64 requests per chip, mtp { acceptance = 70% } }",
      "workload = chat\n  precision { weights = fp4, kv_cache = fp8 }",
    );
  const plan = planOf(text);
  it("is clean, on 32 chips", () => {
    clean(text);
    assert.equal(plan.phases[0]?.chips, 32);
  });
  it("KV cache: 64 requests × 4,608 tokens × 62 layers × 576 values of a byte", () => {
    assert.equal(plan.phases[0]?.memory.parts.kv_cache, 64 * 4608 * 62 * 576);
  });
  it("attention: 64 × 2 queries × 4,352 tokens × 128 heads × (576 + 512), twice, 61 layers; the draft module has its own line", () => {
    close(part(plan, "attention")?.flop, 64 * 2 * 4352 * 128 * 1088 * 2 * 61, 1e-12);
  });
});

describe("parallelism that is rarely used", () => {
  const prefill = (degrees: string, chips = 16) =>
    workload(4096, 256) +
    serve(
      "DeepSeekR1",
      "CloudMatrix384",
      `prefill { chips = ${chips}, ${degrees}, ep = 32, redundant_experts = 32, batch = 262144 tokens }`,
      quantised("int8"),
    );

  it("cp splits a prompt's tokens: four times fewer groups with four times the tokens, the same work", () => {
    const [data, context] = [planOf(prefill("dp = 32")), planOf(prefill("cp = 4, dp = 8"))];
    for (const op of ["attention", "experts", "ffn"]) close(part(context, op)?.flop, part(data, op)?.flop ?? 0, 1e-9);
    // The latent keys and values of 32,768 tokens, 3/4 of which come from other ranks.
    const gathered = 61 * (3 / 4) * 32_768 * 576 * 2;
    const bytes = (plan: ReturnType<typeof planOf>) => plan.phases[0]?.fabrics[0]?.bytes ?? 0;
    // Half of a die's peers in a group of four are on the other package, and count on UB; the other die does not.
    close(bytes(context) - bytes(data), 2 * gathered * (2 / 3), 1e-6);
  });

  it("pp halves the weights of a rank and the time between two batches", () => {
    const [whole, halves] = [planOf(prefill("dp = 32")), planOf(prefill("pp = 2, dp = 32", 32))];
    close(halves.metrics["prefill.throughput"], 2 * (whole.metrics["prefill.throughput"] ?? 0), 0.05);
    assert.ok((halves.phases[0]?.memory.parts.weights ?? 0) < 0.55 * (whole.phases[0]?.memory.parts.weights ?? 0));
  });

  it("ep without dp: the ranks of a tensor parallel group share the experts, and nothing is dispatched", () => {
    const plan = planOf(
      workload(1024, 256) +
        serve("DeepSeekV3", "GB200_NVL72", "colocated { chips = 8, tp = 8, ep = 8, batch = 32 requests }", quantised("fp4")),
    );
    assert.equal(part(plan, "dispatch"), undefined);
    assert.ok(part(plan, "all_reduce"));
    assert.equal(plan.phases[0]?.memory.parts.buffers, 0);
  });
});

describe("cached prompts", () => {
  const cached = (share: string, fabric = "UB") =>
    workload(4096, 256, `cached = ${share}`) +
    serve(
      "DeepSeekR1",
      "CloudMatrix384",
      `prefill { chips = 16, dp = 32, ep = 32, redundant_experts = 32, batch = 16384 tokens per chip }\n  cache { fabric = ${fabric} }`,
      quantised("int8"),
    );

  it("90%: the pool sends the KV cache of 18 prompts, 3,686 tokens each, to every rank", () => {
    const plan = planOf(cached("90%"));
    const bytes = (8192 / 409.6) * 3686.4 * 61 * 576 * 2;
    // Half a package's port at its far tier's efficiency.
    close(part(plan, "cache_load")?.seconds, bytes / (196e9 * 0.84) + 1.9e-6, 1e-9);
  });

  it("the network of the node's front is slower than UB", () => {
    const throughput = (fabric: string) => planOf(cached("90%", fabric)).metrics["prefill.throughput"] ?? 0;
    assert.ok(throughput("VPC") < throughput("UB"));
  });

  it("more cached tokens, more prompts a second", () => {
    const requests = (share: string) => planOf(cached(share)).metrics["requests"] ?? 0;
    assert.ok(requests("0%") < requests("50%") && requests("50%") < requests("90%"));
  });

  it("100%: a batch of single tokens would hold thousands of prompts, and says so", () => {
    const text = cached("100%");
    assert.ok(look(text).findings.some(({ code }) => code === "CMX401"));
    mends(text, "CMX401");
  });
});

describe("at the edges", () => {
  it("answers of one token: a request is read, and done after a step", () => {
    const { metrics } = planOf(workload(1024, 1) + serve("Llama31_8B", "DGX_H100", "colocated { chips = 1, batch = 64 requests }"));
    close(metrics["throughput"], metrics["requests"] ?? 0, 1e-12);
  });

  it("one request on 320 ranks: a warning, and figures all the same", () => {
    const text =
      workload(1, 1) +
      serve(
        "DeepSeekR1",
        "CloudMatrix384",
        "decode { chips = 160, dp = 320, ep = 320, redundant_experts = 64, batch = ⟦1 request⟧ }",
        quantised("int8"),
      );
    check("CMX310", text, "320 data parallel ranks");
    assert.ok((planOf(text.replace(/[⟦⟧]/g, "")).metrics["tpot"] ?? 0) > 0);
  });

  it("a prompt of 128 K read in 32 parts is held whole: 61 layers × 1,152 bytes a token", () => {
    const plan = planOf(
      workload(131_072, 256) +
        serve("DeepSeekR1", "CloudMatrix384", "prefill { chips = 16, dp = 32, ep = 32, batch = 4096 tokens per rank }", quantised("int8")),
    );
    assert.equal(plan.phases[0]?.memory.parts.kv_cache, 131_072 * 61 * 1152);
    close(plan.metrics["prefill.latency"], 32 * (plan.phases[0]?.time.total ?? 0), 1e-12);
  });

  it("a window of 1,024 tokens keeps a quarter of 4,096", () => {
    const windowed = "model Windowed : Llama31_8B {\n  attention { window = 1024 tokens }\n}\n";
    const cache = (model: string) =>
      planOf(workload(4000, 96) + windowed + serve(model, "DGX_H100", "decode { chips = 1, batch = 8 requests }")).phases[0]?.memory.parts
        .kv_cache ?? 0;
    assert.equal(cache("Windowed"), cache("Llama31_8B") / 4);
  });

  it("tied embeddings are one matrix of 128,256 × 4,096", () => {
    const tied = "model Tied : Llama31_8B {\n  tied_embeddings = true\n  parameters = 7.5 B\n}\n";
    const weights = (model: string) =>
      planOf(workload(1000, 96) + tied + serve(model, "DGX_H100", "decode { chips = 1, batch = 8 requests }")).phases[0]?.memory.parts
        .weights ?? 0;
    assert.equal(weights("Llama31_8B") - weights("Tied"), 128_256 * 4096 * 2);
  });

  it("a million instances on a machine of 384 chips: an error, and an answer", () => {
    const text =
      workload(1024, 256) + serve("Qwen3_8B", "CloudMatrix384", "decode { instances = ⟦1000000⟧, chips = 1, batch = 8 requests }");
    check("CMX301", text, "1 M chips");
  });
});
