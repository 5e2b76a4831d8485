import assert from "node:assert/strict";
import { check, clean, close, look, mends, planOf } from "./support";

const cluster =
  "cluster Hundred {\n  supernode = DGX_H100\n  count = 16\n  fabric RoCE { role = scale_out, bandwidth = 400 Gbps per chip }\n}\n";

/** Codes about a training plan with these degrees, less the bottleneck that every plan has. */
function codes(degrees: string, model = "Llama31_70B", more = ""): string[] {
  const text = `${cluster}train T {\n  model = ${model}\n  on = Hundred\n  sequence = 8192 tokens\n  batch = 512 sequences\n  zero = 1\n  ${degrees}\n  ${more}\n}\n`;
  return look(text)
    .findings.map(({ code }) => code)
    .filter((code) => code !== "CMX501");
}

describe("the layout of a training plan", () => {
  it("a sound one is left alone", () => assert.deepEqual(codes('tp = 8, pp = 4, dp = 4, schedule = "interleaved", chunks = 4'), []));
  it("dp follows from the machine", () => assert.deepEqual(codes('tp = 8, pp = 4, schedule = "interleaved", chunks = 4'), []));
  it("heads that do not divide", () => assert.deepEqual(codes("chips = 96, tp = 24, pp = 4, dp = 1"), ["CMX303"]));
  it("layers that do not divide", () => assert.deepEqual(codes("tp = 8, pp = 3, dp = 4"), ["CMX304"]));
  it("stages of written sizes need not be even", () => assert.deepEqual(codes("tp = 8, pp = 3, dp = 4, last_layers = 26"), []));
  it("more chips than the machine has", () => assert.deepEqual(codes("tp = 8, pp = 4, dp = 8").includes("CMX301"), true));
  it("chips that the degrees do not fill", () => assert.deepEqual(codes("chips = 128, tp = 8, pp = 4, dp = 2"), ["CMX302"]));
  it("experts of a model that has none", () => assert.deepEqual(codes("tp = 8, ep = 8"), ["CMX308"]));
  it("an expert that is split, of a model that has none", () => assert.deepEqual(codes("tp = 8, expert_tp = 2"), ["CMX308"]));
  it("experts that do not divide", () => assert.deepEqual(codes("dp = 48, ep = 48", "DeepSeekV3"), ["CMX323", "CMX305"]));
  it("a number type that the chip lacks", () =>
    assert.deepEqual(codes("tp = 8, pp = 4", "Llama31_70B", "precision { weights = fp4, activations = fp4 }"), ["CMX311"]));
});

const small = (more: string) =>
  `train T {\n  model = Llama31_8B\n  on = DGX_H100\n  sequence = 8192 tokens\n  batch = 64 sequences\n  ${more}\n}\n`;

const experts = (more: string) =>
  `${cluster}train T {\n  model = DeepSeekV3\n  on = Hundred\n  sequence = 4096 tokens\n  batch = 512 sequences\n  pp = 2\n  ep = 64\n  ${more}\n}\n`;

describe("the memory of a training plan", () => {
  it("an overflow says by how much, of what, and what fits", () => {
    const { fixes, message } = check(
      "CMX401",
      small("zero = 1\n  microbatch = 4 sequences").replace("train T", "train ⟦T⟧"),
      "T needs",
      "over the",
      "activations",
      "fits",
    );
    assert.equal(fixes.length, 1);
    assert.match(message, /microbatch = 1 sequence, zero = 2 fits/);
  });
  it("what fits is added where nothing of it is written", () => {
    const text = small("microbatch = 1 sequence\n  tp = 8, zero = 1").replace("8192", "300000");
    assert.match(mends(text, "CMX401"), /zero = 1, recompute = full/);
  });
  it("is that of the fullest stage", () => {
    const text = small("pp = 8\n  zero = 1\n  microbatch = 4 sequences").replace("train T", "train ⟦T⟧");
    check("CMX401", text, "Stage 1 of T needs");
  });
});

describe("a computed training plan", () => {
  const text = small(
    "zero = 1\n  microbatch = 1 sequence\n  recompute = full\n  tokens = 1e12 tokens\n  failures { mtbf = 1 day, checkpoint = 1 min, restart = 5 min }",
  );

  it("is held to what is expected of it", () => {
    clean(
      text.replace(
        /}\n$/,
        "  expect mfu > 30%\n  expect mfu.full > mfu\n  expect throughput per chip > 5000 tokens/s\n  expect duration < 1000 * 24 h\n}\n",
      ),
    );
    check("CMX602", text.replace(/}\n$/, "  ⟦expect mfu > 90%⟧\n}\n"), "mfu is");
  });
  it("has a phase, parts that add up, and what a run comes to", () => {
    const { phases, training, metrics, curve } = planOf(text);
    const [phase] = phases;
    assert.equal(phase?.name, "train");
    assert.ok(Math.abs(phase.time.parts.reduce((sum, { seconds }) => sum + seconds, 0) / phase.time.total - 1) < 1e-9);
    assert.ok(Math.abs(Object.values(phase.memory.parts).reduce((sum, bytes) => sum + bytes, 0) / phase.memory.total - 1) < 1e-9);
    assert.equal(training?.microbatches, 8);
    assert.equal(training?.run?.steps, 1e12 / (64 * 8192));
    assert.equal(curve, null);
    assert.ok((metrics["goodput"] ?? 1) < 1);
  });
  it("every figure can be followed down", () => {
    const [plan] = look(text).plans;
    assert.ok(plan);
    for (const path of plan.explainable) assert.ok(plan.explain(path), path);
    assert.ok((plan.explain("step.ffn_backward")?.kernels.length ?? 0) > 1);
    assert.equal(plan.explain("step.nothing"), undefined);
  });
  it("names what it rests on, the most influential first", () => {
    const { assumptions = [] } = planOf(text);
    const pace = assumptions.find(({ name }) => name === "sustained pace of multiplications");
    assert.ok((pace?.effect ?? 0) > 0.005 && (pace?.effect ?? 1) < 0.01);
    assert.ok(!assumptions.some(({ name }) => /tensor|experts|pipeline/.test(name)));
    assert.deepEqual(
      assumptions.map(({ effect }) => Math.abs(effect)),
      assumptions.map(({ effect }) => Math.abs(effect)).toSorted((left, right) => right - left),
    );
  });
  it("where the host launches experts more slowly than the chip computes them, its time is among them", () => {
    const routed = (engine: string) =>
      `train T {\n  model = Qwen3_30B_A3B\n  on = DGX_B200\n  engine = ${engine}\n  sequence = 4096 tokens\n  batch = 512 sequences\n  ep = 8\n}\n`;
    const launch = (engine: string) =>
      (planOf(routed(engine)).assumptions ?? []).find(({ name }) => name === "host's time for a layer with experts");
    assert.equal(launch("nemo")?.source, "engine nemo");
    assert.ok((launch("nemo")?.effect ?? 0) < -0.005);
    assert.equal(launch("nemo_graphs"), undefined);
  });
  it("the way to the experts is among them, with what each other one gives", () => {
    const { assumptions = [] } = planOf(experts("expert_path = normal"));
    const ways = assumptions.filter(({ name }) => name === "path to the experts");
    assert.deepEqual(ways.map(({ change }) => change).toSorted(), ["all_gather", "all_to_all"]);
    for (const { change, effect, source } of ways) {
      const [before, after] = ["normal", change].map((way) => planOf(experts(`expert_path = ${way}`)).metrics["throughput"] ?? 0);
      close(effect, (after ?? 0) / (before ?? 1) - 1, 1e-12);
      assert.equal(source, "written in the plan");
    }
  });
  it("and the way in which ranks add their results", () => {
    const { assumptions = [] } = planOf(small("tp = 8, sequence_parallel = false"));
    assert.equal(assumptions.find(({ name }) => name === "all-reduce")?.change, "auto");
  });
  it("what is computed again is bound by what takes most of it: here the exchange of experts over the network", () => {
    const again = planOf(experts("recompute = full")).phases[0]?.time.parts.find(({ op }) => op === "recompute");
    assert.deepEqual([again?.bound, again?.fabric], ["fabric", "RoCE"]);
  });
  it("what it costs can be followed down with its numbers", () => {
    const [plan] = look(text).plans;
    const formula = (path: string) => plan?.explain(path)?.formula ?? "";
    assert.match(formula("power"), /^8 chips × 1\.27 kW × \(30% \+ 70% × 100% used\)$/);
    assert.match(formula("duration"), /^1 T \/ 524,288 × [\d.]+ s of a step \/ [\d.]+% goodput$/);
    assert.match(formula("energy"), /^10\.2 kW × [\d,.]+ days$/);
    assert.match(formula("cost"), /^8 chips × [\d.]+ an hour × [\d,.]+ days$/);
    assert.match(formula("goodput"), /an interval of [\d.]+ min, checkpoint 60 s, M the mtbf of 24 h and R the restart of 5 min$/);
  });
  it("shares are percentages where they are expected so", () => {
    const { expectations } = planOf(text.replace(/}\n$/, "  expect mfu > 1%\n  expect mfu.full / mfu > 1\n}\n"));
    const [share, ratio] = expectations.map(({ actual_text }) => actual_text);
    assert.match(share ?? "", /^\d+%$/);
    assert.match(ratio ?? "", /^1\.\d+$/);
  });
  it("a run without failures says so, and a step has no duration that could have some", () => {
    const said = (more: string) => planOf(small(`zero = 1\n  ${more}`)).notes.some((note) => note.includes("no failures"));
    assert.deepEqual([said("tokens = 1e12 tokens"), said("")], [true, false]);
  });
  it("says what limits it", () => assert.ok(look(text).findings.some(({ code }) => code === "CMX501")));
  it("a host that launches more slowly than the chip computes is overhead", () => {
    const { phases } = planOf(
      "train T {\n  model = Qwen3_30B_A3B\n  on = DGX_B200\n  engine = nemo\n  sequence = 4096 tokens\n  batch = 512 sequences\n  ep = 8\n}\n",
    );
    assert.equal(phases[0]?.bottleneck.resource, "overhead");
    assert.ok((phases[0]?.bottleneck.elasticity ?? 0) > 0.9);
  });
  it("says what would be faster", () => check("CMX704", small("zero = 3\n  recompute = ⟦full⟧"), "recompute = none"));
});

it("a batch in tokens is as many sequences as they fill", () => {
  const figures = (batch: string) => planOf(small(`zero = 1, recompute = full`).replace("64 sequences", batch)).metrics["step"];
  assert.equal(figures("64 sequences"), figures(`${64 * 8192} tokens`));
});
