import assert from "node:assert/strict";
import type { SweepReport } from "../../../shared/report";
import { chat, clean, planOf, reportOf, serve } from "./support";

const plan = (phases = "decode { chips = 2, batch = 32 requests per chip }") => chat + serve("Llama31_8B", "DGX_H100", phases);
const sweep = (vary: string) => `sweep Curve {\n  plan = Plan\n  ${vary}\n}\n`;

function swept(vary: string, text = plan()): SweepReport {
  clean(text + sweep(vary));
  const [found] = reportOf(text + sweep(vary)).sweeps;
  assert.ok(found);
  return found;
}

it("each point is what the plan would give with that value", () => {
  const { points, axes } = swept("vary decode.batch = 16..64 step 16");
  assert.deepEqual(
    axes.map(({ path, unit, values }) => [path, unit, values]),
    [["decode.batch", "requests per chip", [16, 32, 48, 64]]],
  );
  for (const [index, batch] of [16, 32, 48, 64].entries()) {
    const alone = planOf(plan(`decode { chips = 2, batch = ${batch} requests per chip }`));
    assert.deepEqual(points[index]?.metrics, alone.metrics);
    assert.deepEqual(points[index]?.values, [batch]);
  }
});

it("two axes give every combination, the last one fastest", () => {
  const { points } = swept("vary decode.batch = [16, 32]\n  vary workload.input = [1024 tokens, 2048 tokens]");
  assert.deepEqual(
    points.map(({ values }) => values),
    [
      [16, 1024],
      [16, 2048],
      [32, 1024],
      [32, 2048],
    ],
  );
});

it("reaches through references: a fabric of the machine", () => {
  const { points } = swept(
    "vary on.NVLink.bandwidth = [100 GB/s, 200 GB/s, 400 GB/s]",
    plan("decode { chips = 8, tp = 8, batch = 64 requests }"),
  );
  const paces = points.map(({ metrics }) => metrics["tpot"] ?? 0);
  assert.ok(
    paces.every((pace, index) => index === 0 || pace < (paces[index - 1] ?? 0)),
    String(paces),
  );
});

it("a point that does not fit is there, and not feasible", () => {
  const { points } = swept("vary decode.batch = 256..1024 doubling");
  assert.deepEqual(
    points.map(({ feasible }) => feasible),
    [true, false, false],
  );
});

it("a point whose degrees do not divide has no figures", () => {
  const { points } = swept("vary decode.tp = [1, 2, 3]", plan("decode { chips = 6, batch = 32 requests }"));
  assert.deepEqual(
    points.map(({ feasible, metrics }) => [feasible, Object.keys(metrics).length > 0]),
    [
      [true, true],
      [true, true],
      [false, false],
    ],
  );
});

it("is lazy: a report asked for twice is the same", () => {
  const text = plan() + sweep("vary decode.batch = 16..64 step 16");
  assert.deepEqual(reportOf(text), reportOf(text));
});

it("of a training plan has its measurements at each point", () => {
  const text = `train Run {
  model = Llama31_8B
  on = DGX_H100
  sequence = 4096 tokens
  batch = 64 sequences
  dp = 8
  zero = 1
  recompute = full
}
sweep Curve {
  plan = Run
  vary batch = [64 sequences, 128 sequences, 130 sequences]
}
`;
  const [curve] = reportOf(text).sweeps;
  assert.deepEqual(
    curve?.points.map(({ feasible, metrics }) => [feasible, (metrics["step"] ?? 0) > 0]),
    [
      [true, true],
      [true, true],
      [false, false],
    ],
  );
});
