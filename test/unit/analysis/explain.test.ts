/** What an explanation prints is what was computed. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { chat, close, look, serve } from "./support";

const plans = {
  disaggregated: readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8"),
  colocated: chat + serve("Llama33_70B", "DGX_H100", "colocated { chips = 4, tp = 4, batch = 64 requests }"),
  drafted:
    chat +
    serve(
      "Llama33_70B",
      "DGX_H100",
      "decode { chips = 4, tp = 4, batch = 8 requests\n draft { model = Llama31_8B, tokens = 3, acceptance = 70% } }",
    ),
  pipeline: chat + serve("Llama33_70B", "DGX_H100", "decode { chips = 6, tp = 2, pp = 3, batch = 64 requests }"),
};

for (const [name, text] of Object.entries(plans)) {
  describe(`explanations of a ${name} plan`, () => {
    const [plan] = look(text).plans;
    const report = plan?.report;
    assert.ok(plan && report);

    it("every path that is named has one", () => {
      assert.ok(plan.explainable.length > 10);
      for (const path of plan.explainable) assert.ok(plan.explain(path), path);
    });

    it("the kernels of an operator add up to its part of the step, in seconds, FLOP and bytes", () => {
      for (const phase of report.phases) {
        for (const part of phase.time.parts) {
          const explained = plan.explain(`${phase.name}.${part.op}`);
          assert.ok(explained);
          assert.equal(explained.value, part.seconds);
          const { kernels } = explained;
          if (kernels.length === 0) continue;
          const sum = (value: (kernel: (typeof kernels)[number]) => number) => kernels.reduce((total, kernel) => total + value(kernel), 0);
          near(
            sum(({ exposed }) => exposed),
            part.seconds,
            part.op,
          );
          near(
            sum(({ hidden }) => hidden),
            part.hidden_seconds,
            part.op,
          );
          near(
            sum(({ flop, runs }) => flop * runs),
            part.flop,
            part.op,
          );
          if (part.fabric === undefined)
            near(
              sum(({ bytes, runs }) => bytes * runs),
              part.bytes,
              part.op,
            );
        }
      }
    });

    it("totals name the parts that add up to them", () => {
      const totals = report.phases.flatMap((phase) => [`${phase.name}.step`, `${phase.name}.memory`, `${phase.name}.memory.weights`]);
      for (const path of totals) {
        const explained = plan.explain(path);
        assert.ok(explained && explained.parts.length > 1);
        close(
          explained.parts.reduce((sum, { value }) => sum + value, 0),
          explained.value,
          1e-9,
        );
      }
    });
  });
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-15, `${what}: ${actual} is not ${expected}`);
}

it("an operator names the calibration figures behind it with their sources", () => {
  const [plan] = look(plans.disaggregated).plans;
  const { sources = [] } = plan?.explain("decode.attention") ?? {};
  assert.match(sources.join("\n"), /^attention\.decode = [\d.]+%?: .+/m);
});

it("a kernel's time is its formula with the numbers in it", () => {
  const [plan] = look(plans.disaggregated).plans;
  const kernels = plan?.explain("decode.attention")?.kernels ?? [];
  assert.equal(kernels.length, 1, "layers of both sorts run the same kernel");
  const text = kernels[0]?.formulas.join("\n") ?? "";
  assert.match(text, /^compute [\d.]+ µs = [\d.]+ GFLOP \/ \(354 TFLOPS of bf16 × 65%\)$/m);
  assert.match(text, /^memory [\d.]+ µs = \d+ MB \/ \(1\.60 TB\/s × 84%\)$/m);
  assert.match(text, /^once max\(compute [\d.]+ µs \/ 67% of the pace, memory [\d.]+ µs\) \+ fixed 5 µs = \d+ µs$/m);
});

it("there is no explanation of what there is not", () => {
  const [plan] = look(plans.colocated).plans;
  assert.equal(plan?.explain("decode.attention"), undefined);
  assert.equal(plan?.explain("nonsense"), undefined);
});
