import assert from "node:assert/strict";
import { chat, clean, look, planOf, reportOf, serve, troubles } from "./support";

const plan = (name: string, phases: string) => serve("Llama31_8B", "DGX_H100", phases).replace("Plan", name);
const good = plan("Good", "decode { chips = 1, batch = 32 requests }");
const metrics = (text: string) => planOf(text, "Good").metrics;
const alone = metrics(chat + good);

describe("a broken plan leaves the others alone", () => {
  const broken: readonly (readonly [string, string])[] = [
    ["degrees that do not divide", plan("Bad", "decode { chips = 8, tp = 5, batch = 32 requests }")],
    ["an unknown model", good.replace("Good", "Bad").replace("Llama31_8B", "Lama31_8B")],
    ["a unit of another dimension", plan("Bad", "decode { chips = 1, batch = 32 GB }")],
    ["a half-typed line", "serve Bad {\n  model = \n  on = DGX_H100\n  decode { chips = \n}\n"],
    ["a block that never ends", "serve Bad {\n  decode {\n    batch = 3\n"],
    ["no text at all", ""],
  ];
  for (const [title, text] of broken) {
    it(title, () => {
      const after = look(chat + good + text);
      assert.deepEqual(metrics(chat + good + text), alone);
      if (text !== "") assert.ok(after.findings.some(({ severity }) => severity === "error"));
      assert.equal(after.plans.find(({ declaration }) => declaration.name === "Bad")?.report, undefined);
    });
  }

  it("before it, too", () =>
    assert.deepEqual(metrics(plan("Bad", "decode { chips = 8, tp = 5, batch = 32 requests }") + chat + good), alone));
});

describe("figures stay the same", () => {
  it("when unrelated text changes", () => {
    for (const text of [`// a comment\n\n${chat}${good}`, `${chat}let unused = 3\n${good}`, `${good}${chat}`])
      assert.deepEqual(metrics(text), alone);
  });
  it("when another plan is added", () => {
    assert.deepEqual(metrics(chat + good + plan("Other", "colocated { chips = 8, tp = 8, batch = max }")), alone);
  });
  it("when the plan is derived from another one", () => {
    const base = good.replace("Good", "Base").replace("32 requests", "8 requests");
    assert.deepEqual(metrics(`${chat}${base}serve Good : Base {\n  decode { batch = 32 requests }\n}\n`), alone);
  });
  it("when the figures are written as expressions", () => {
    const written = good.replace("32 requests", "2 * lots").replace("chips = 1", "chips = log2(2)");
    assert.deepEqual(metrics(`let lots = 16 requests\n${chat}${written}`), alone);
  });
  it("when a scope is written out: 32 per instance are 32", () => {
    assert.deepEqual(metrics(chat + good.replace("32 requests", "32 requests per instance")), alone);
    assert.deepEqual(metrics(chat + good.replace("32 requests", "32 requests per chip")), alone);
  });
});

describe("imports", () => {
  const files = { "base.cmx": chat + good };
  it("a plan derived from an imported one is computed", () => {
    const text = 'import "base.cmx"\nserve Here : Good {\n  decode { batch = 32 requests }\n}\n';
    clean(text, files);
    assert.deepEqual(
      reportOf(text, files).plans.map(({ name, metrics: each }) => [name, each]),
      [["Here", alone]],
    );
  });
  it("an error inside an imported plan stands there, not here", () => {
    const broken = { "base.cmx": chat + good.replace("32 requests", "1000000 requests") };
    clean('import "base.cmx"\n', broken);
    const text = 'import "base.cmx"\nserve Here : Good {\n}\n';
    const found = look(text, broken).findings.find(({ code }) => code === "CMX401");
    assert.equal(found?.place.uri, "file:///work/plan.cmx");
    assert.equal(text.slice(found?.place.start, found?.place.end), "Here");
    assert.deepEqual(found?.fixes, []);
  });
});

describe("a workload of recorded requests", () => {
  const trace = [1000, 3000].map((input, index) =>
    JSON.stringify({ timestamp: index * 500, input_length: input, output_length: input / 10, hash_ids: [1, index + 2] }),
  );
  const files = { "requests.jsonl": trace.join("\n") };
  const recorded = 'workload chat {\n  trace = "requests.jsonl"\n}\n';
  const written =
    "workload chat {\n  input = 2000 tokens, output = 200 tokens, input_spread = 50%, output_spread = 50%, correlation = 1\n  rate = 2 requests/s, cached = 37.5%, arrival_spread = 0%\n}\n";
  it("is computed like one with its figures written out", () => {
    clean(recorded + good, files);
    assert.deepEqual(reportOf(recorded + good, files).plans[0]?.metrics, metrics(written + good));
  });
  it("says in the report what it was and what came of it", () => {
    const looked = reportOf(recorded + good, files).plans[0];
    assert.deepEqual(looked?.workload.trace, {
      file: "requests.jsonl",
      requests: 2,
      left_out: 0,
      input: { mean: 2000, p50: 1000, p99: 3000, spread: 0.5 },
      output: { mean: 200, p50: 100, p99: 300, spread: 0.5 },
      correlation: 1,
      seconds: 0.5,
      rate: 2,
      arrival_spread: 0,
      cached: 0.375,
      block: 1500,
    });
    assert.equal(looked.workload.input_spread, 0.5);
    assert.match(
      looked.notes[0] ?? "",
      /2 recorded requests \(requests\.jsonl\).*38% that it found cached are those of a cache without end/,
    );
  });
  it("with a cached share of its own does not speak of the trace's", () => {
    const looked = reportOf(recorded.replace("}", "  cached = 10%\n}") + good, files).plans[0];
    assert.doesNotMatch(looked?.notes[0] ?? "", /cache/);
  });
  it("that cannot be read leaves its plans without figures, and the others alone", () => {
    const text = chat + good + recorded.replace("chat", "gone") + good.replace("Good", "Bad").replace("= chat", "= gone");
    assert.deepEqual(metrics(text), alone);
    assert.deepEqual(
      troubles(text).map(({ code }) => code),
      ["CMX259"],
    );
  });
});
