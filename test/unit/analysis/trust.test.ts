/** How far to trust a figure: ranges from validation, and what the result rests on. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import record from "../../../server/src/catalog/record.json";
import { chat, close, planOf, serve } from "./support";

const dense = (chips: number, more = "workload = chat\n  engine = vllm", workload = chat) =>
  planOf(workload + serve("Llama33_70B", "DGX_H100", `colocated { chips = ${chips}, tp = ${chips}, batch = 16 requests }`, more));

describe("the range of a figure of training", () => {
  const train = (engine: string, more = "") =>
    planOf(
      `cluster pod { supernode = DGX_H100, count = 8 }\n${more}train run { model = Llama31_70B, on = pod, engine = ${engine}, sequence = 8192 tokens, batch = 64 sequences, tp = 8, pp = 2 }`,
    );
  const plan = train("nemo");

  it("is that of the rows of the same chip, software and class of models: rates have that of the step", () => {
    const rows = record.find((each) => each.figure === "rate" && each.chip === "H100" && each.engine === "nemo" && each.model === "dense");
    const { mfu, step } = plan.uncertainty ?? {};
    assert.ok(rows && mfu && step);
    assert.equal(mfu.basis, `${rows.rows} rows: H100, nemo, dense`);
    close(mfu.low * (1 + rows.high), plan.metrics["mfu"] ?? 0, 1e-12);
    assert.equal(plan.uncertainty?.["flops"]?.relative, mfu.relative);
    assert.deepEqual([step.validated, step.outside], [true, []]);
  });

  it("is that of the software that a plan's own software starts from", () => {
    const own = train("mine", "engine mine : nemo { step_overhead = 10 ms }\n");
    assert.equal(own.uncertainty?.["step"]?.basis, plan.uncertainty?.["step"]?.basis);
  });

  it("stands at no figure that nothing is measured beside", () => assert.equal(plan.uncertainty?.["bubble"], undefined));
});

describe("the range of a figure", () => {
  const plan = dense(4);
  it("is that of the rows of the same chip, engine and class of models", () => {
    const rows = record.find((each) => each.figure === "tpot" && each.chip === "H100" && each.engine === "vllm" && each.model === "dense");
    const { tpot } = plan.uncertainty ?? {};
    assert.ok(rows && tpot);
    assert.equal(tpot.basis, `${rows.rows} rows: H100, vllm, dense`);
    close(tpot.low * (1 + rows.high), plan.metrics["tpot"] ?? 0, 1e-12);
    close(tpot.high * (1 + rows.low), plan.metrics["tpot"] ?? 0, 1e-12);
    assert.deepEqual([tpot.validated, tpot.outside], [true, []]);
  });

  it("is that of the engine that a plan's own engine starts from", () => {
    const own = planOf(
      `engine mine : vllm { chunk = 4096 tokens }\n${chat}${serve("Llama33_70B", "DGX_H100", "colocated { chips = 4, tp = 4, batch = 16 requests }", "workload = chat\n  engine = mine")}`,
    );
    assert.equal(own.uncertainty?.["tpot"]?.basis, plan.uncertainty?.["tpot"]?.basis);
  });

  it("says so where no row is like the plan", () => {
    const none = planOf(chat + serve("Llama33_70B", "TPUv5p_Pod", "decode { chips = 8, tp = 8, batch = 16 requests }"));
    const { tpot } = none.uncertainty ?? {};
    assert.ok(tpot);
    assert.equal(tpot.validated, false);
    assert.match(tpot.outside.join("\n"), /no tpot of a dense model was measured on TPUv5p/);
    assert.match(none.notes.join("\n"), /taken from other plans/);
  });

  it("counts the chips of one instance, and of the pool that the figure is of", () => {
    const { uncertainty } = planOf(readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8"));
    assert.deepEqual(uncertainty?.["tpot"]?.outside, []);
    assert.deepEqual(uncertainty?.["decode.throughput"]?.outside, []);
    assert.match((uncertainty?.["ttft"]?.outside ?? []).join("\n"), /no row of ttft has more than [\d,]+ chips/);
    const wide = planOf(
      `${chat}${serve("DeepSeekV3", "CloudMatrix384", "decode { chips = 192, dp = 384, ep = 128, batch = 1024 requests }")}`,
    );
    assert.match((wide.uncertainty?.["tpot"]?.outside ?? []).join("\n"), /no row of tpot has more than 160 chips/);
  });

  it("says so where the chip was measured with other software alone", () => {
    const { tpot } = dense(4, "workload = chat\n  engine = vllm_ascend").uncertainty ?? {};
    assert.equal(tpot?.validated, false);
    assert.deepEqual(tpot.outside, ["no tpot of a dense model was measured with vllm_ascend on H100"]);
  });

  it("ends where the rows end", () => {
    const long = dense(4, undefined, chat.replace("1024", "100000"));
    assert.match((long.uncertainty?.["tpot"]?.outside ?? []).join("\n"), /no row of tpot has more than [\d,]+ tokens of context/);
  });

  it("stands at no figure that nothing is measured beside", () => assert.equal(plan.uncertainty?.["colocated.memory"], undefined));
});

describe("what a result rests on", () => {
  const assumptions = planOf(readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8")).assumptions ?? [];
  it("begins with the most influential", () => {
    const effects = assumptions.map(({ effect }) => Math.abs(effect));
    assert.ok(effects.length > 5);
    assert.deepEqual(
      effects,
      [...effects].sort((left, right) => right - left),
    );
  });
  it("says what the other choice would give, and where the value is from", () => {
    const imbalance = assumptions.find(({ name }) => name === "prefill: imbalance of the experts");
    assert.ok(imbalance && imbalance.effect < 0);
    assert.equal(imbalance.source, "the plan");
    assert.ok(assumptions.some(({ name, change }) => name === "decode: path to the experts" && change === "all_gather"));
  });
  it("names fixed times of kernels and collectives, and what fabrics reach, where the step is made of them", () => {
    const { assumptions: small = [] } = planOf(chat + serve("Llama31_8B", "DGX_H100", "decode { tp = 8, batch = 1 requests }"));
    const effect = (name: string) => small.find((each) => each.name === name)?.effect ?? 0;
    assert.ok(effect("kernels: fixed time") < -0.001);
    assert.ok(effect("collectives: fixed times") < -0.0005);
    const pair = "cluster pair { supernode = DGX_H100, count = 2\n fabric IB { role = scale_out, bandwidth = 400 Gbps } }\n";
    const { assumptions: large = [] } = planOf(pair + chat + serve("Llama31_70B", "pair", "prefill { tp = 16, batch = 16384 tokens }"));
    const link = large.find(({ name }) => name === "IB: share of its bandwidth");
    assert.ok(link && link.effect > 0);
    assert.equal(link.source, "the machine");
    const { assumptions: split = [] } = planOf(
      chat + serve("Llama31_70B", "DGX_H100", "decode { tp = 8, batch = 256 requests, all_reduce = two_shot }"),
    );
    assert.ok((split.find(({ name }) => name === "collectives: share of the links")?.effect ?? 0) > 0);
  });
  it("gives the effect that writing the change has", () => {
    const text = (imbalance: number) =>
      chat + serve("DeepSeekV3", "DGX_H100", `decode { chips = 32, dp = 32, ep = 32, batch = 1024 requests, imbalance = ${imbalance} }`);
    const before = planOf(text(1.2));
    const after = planOf(text(1.212));
    const line = before.assumptions?.find(({ name }) => name === "decode: imbalance of the experts");
    const moved = (after.metrics["decode.throughput"] ?? 0) / (before.metrics["decode.throughput"] ?? 1) - 1;
    assert.ok(line && moved < 0);
    close(line.effect, moved, 1e-9);
  });
});
