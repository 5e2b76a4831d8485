import assert from "node:assert/strict";
import { check, clean, declaration, fixes, plan, program } from "./support";

const varied = (line: string, expected: readonly string[]) => {
  it(line, () => {
    const result = clean(`${plan}sweep X { plan = P, vary ${line} }`);
    const [vary] = declaration(result, "X").varies;
    assert.deepEqual(
      vary?.values.map(({ value, scope }) => `${value}${scope ? ` per ${scope}` : ""}`),
      expected,
    );
  });
};

varied("decode.batch = 8..32 step 8", ["8 per chip", "16 per chip", "24 per chip", "32 per chip"]);
varied("decode.batch = 8 requests per rank..16 requests per rank step 8", ["8 per rank", "16 per rank"]);
varied("decode.batch = [1, 2 requests, 3 requests per instance]", ["1 per chip", "2 per instance", "3 per instance"]);
varied("decode.tp = 1..8 doubling", ["1", "2", "4", "8"]);
varied("decode.tp = 1..3", ["1", "2", "3"]);
varied("decode.dp = [4, 8]", ["4", "8"]);
varied("workload.input = 1024..4096 doubling", ["1024", "2048", "4096"]);
varied("workload.slo.tpot = [10, 20]", ["0.01", "0.02"]);
varied("workload.cached = 0..0.3 step 0.1", ["0", "0.1", "0.2", "0.3"]);
varied("model.layers = [61]", ["61"]);
varied("on.nodes = 1..2", ["1", "2"]);
varied("on.UB.bandwidth = [800 GB/s per node]", ["100000000000 per chip"]);
varied("on.chip.hbm.capacity = [64 GB per rank]", ["128000000000 per chip"]);
varied("decode.batch = 10..25 step 10", ["10 per chip", "20 per chip"]);

it("says what is varied", () => {
  const [vary] = declaration(clean(`${plan}sweep X { plan = P, vary workload.input = [1] }`), "X").varies;
  assert.deepEqual([vary?.path, vary?.property.name], [["workload", "input"], "input"]);
});

const sweep = (members: string) => `${plan}sweep X { plan = P, ${members} }`;
it("a path to nothing", () =>
  check("CMX237", sweep("vary ⟦decode.bach⟧ = [1]"), "P has no number at decode.bach. Did you mean decode.batch?"));
it("a path to a phase that the plan lacks", () => check("CMX237", sweep("vary ⟦prefill.batch⟧ = [1]")));
it("a path to a word", () => check("CMX237", sweep("vary ⟦precision.weights⟧ = [1]")));
it("a million points are refused", () =>
  check("CMX233", sweep("vary decode.batch = ⟦1..1000000⟧"), "This gives 1 M points; CMX evaluates up to 10,000"));
it("points of several lines multiply", () => check("CMX233", sweep("vary decode.tp = 1..200, vary decode.dp = ⟦1..200⟧"), "40,000 points"));
it("astronomically many points", () => check("CMX233", sweep("vary decode.batch = ⟦1..1e15 step 1e-300⟧")));
it("a range that goes down", () => check("CMX234", sweep("vary decode.tp = ⟦8..1⟧"), "A range goes up: from 8 it never reaches 1."));
it("its ends are swapped by a fix", () => fixes(sweep("vary decode.tp = 8..1"), sweep("vary decode.tp = 1..8")));
it("a step of zero", () => check("CMX234", sweep("vary decode.tp = ⟦1..8 step 0⟧"), "A step of 0 never reaches 8."));
it("a step backwards", () => check("CMX234", sweep("vary decode.tp = ⟦1..8 step -1⟧"), "A step of -1 never reaches 8."));
it("doubling from zero", () => check("CMX234", sweep("vary decode.tp = ⟦0..8 doubling⟧"), "Doubling 0 never reaches 8."));
it("a number that is varied twice", () =>
  check("CMX213", sweep("vary decode.tp = 1..8, vary decode.batch = [1], vary ⟦decode.tp⟧ = [2]"), "decode.tp is already set in line"));
it("an empty list", () => check("CMX232", sweep("vary decode.tp = ⟦[]⟧")));
it("a step that is no whole number", () => check("CMX221", sweep("vary decode.tp = 1..⟦4⟧ step 0.5")));
it("a value beyond the range of the property", () => check("CMX220", sweep("vary workload.cached = [0.5, ⟦1.5⟧]")));
it("another dimension", () => check("CMX217", sweep("vary decode.batch = [5 ⟦GB⟧]")));
it("a range of two dimensions", () => check("CMX216", sweep("vary decode.batch = 5 requests..⟦8 GB⟧")));
it("a sweep without vary", () => check("CMX214", `${plan}sweep ⟦X⟧ { plan = P }`, "X needs vary, for example vary decode.batch"));
it("a sweep of something else", () => check("CMX211", `${plan}sweep X { plan = ⟦W⟧, vary input = [1] }`, "plan wants a serve or train"));
it("a sweep with an error is not sound", () => {
  assert.deepEqual(
    ["[8]", "1..1000000"].map((values) => declaration(program(sweep(`vary decode.tp = ${values}`)), "X").sound),
    [true, false],
  );
});

it("what a search maximises", () => {
  const metric = declaration(clean(`${plan}search X { plan = P, vary decode.tp = [1], maximize = throughput per chip }`), "X").values.get(
    "maximize",
  );
  assert.ok(metric?.type === "metric");
  assert.deepEqual([metric.metric.name, metric.scope], ["throughput", "chip"]);
});
it("a search for an unknown measurement", () => {
  check("CMX209", `${plan}search X { plan = P, vary decode.tp = [1], maximize = ⟦thruput⟧ }`, "Did you mean throughput?");
});
it("a search for a latency per chip", () =>
  check("CMX219", `${plan}search X { plan = P, vary decode.tp = [1], minimize = tpot ⟦per chip⟧ }`));
