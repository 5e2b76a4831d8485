/** A search finds what trying every plan by hand finds. */

import assert from "node:assert/strict";
import type { SearchReport } from "../../../shared/report";
import { chat, check, clean, planOf, reportOf, serve } from "./support";

const plan = (phases = "decode { chips = 2, batch = 32 requests per chip }") => chat + serve("Llama31_8B", "DGX_H100", phases);
const search = (members: string) => `search Best {\n  plan = Plan\n  ${members}\n}\n`;

function found(members: string, text = plan()): SearchReport {
  clean(text + search(members));
  const [report] = reportOf(text + search(members)).searches;
  assert.ok(report);
  return report;
}

it("the best is the plan that does best alone, among those that fit and meet the slo", () => {
  const { points, best, goal } = found("vary decode.batch = 16..1024 doubling\n  maximize = decode.throughput per chip");
  assert.deepEqual(goal, { direction: "maximize", metric: "decode.throughput", scope: "chip" });
  const alone = points.map(({ values }) => planOf(plan(`decode { chips = 2, batch = ${values[0]} requests per chip }`)));
  const rates = alone.map(({ feasible, metrics }) => (feasible ? (metrics["decode.throughput"] ?? 0) / 2 : 0));
  assert.equal(best, rates.indexOf(Math.max(...rates)));
  assert.equal(points[best ?? -1]?.goal, Math.max(...rates));
});

it("a slo that nothing meets leaves no best, and the front all the same", () => {
  const strict = plan().replace("output = 256 tokens", "output = 256 tokens\n  slo { tpot = 1 us }");
  const text = strict + search("vary decode.batch = [16, 32]");
  const [report] = reportOf(text).searches;
  assert.equal(report?.best, null);
  assert.deepEqual(
    report?.points.map(({ front, meets_slo: meets }) => [front, meets]),
    [
      [true, false],
      [true, false],
    ],
  );
});

it("no point of the front is beaten, and every other one is", () => {
  const { points, against } = found("vary decode.batch = 8..256 doubling\n  vary decode.tp = [1, 2]\n  maximize = throughput per chip");
  const fit = points.filter(({ feasible }) => feasible);
  const beats = (one: (typeof points)[number], other: (typeof points)[number]) =>
    (one.goal ?? 0) >= (other.goal ?? 0) &&
    (one.metrics[against] ?? 0) <= (other.metrics[against] ?? 0) &&
    (one.goal !== other.goal || one.metrics[against] !== other.metrics[against]);
  assert.ok(fit.length > 2);
  for (const point of fit) assert.equal(point.front, !fit.some((other) => beats(other, point)));
});

it("less may be the goal", () => {
  const { points, best } = found("vary decode.batch = [16, 32, 64]\n  minimize = tpot");
  const paces = points.map(({ metrics }) => metrics["tpot"] ?? 0);
  assert.equal(best, paces.indexOf(Math.min(...paces)));
});

it("CMX258: one goal", () => {
  check("CMX258", plan() + search("vary decode.batch = [16, 32]\n  maximize = throughput\n  ⟦minimize⟧ = tpot"), "not both");
});

it("training: the fastest layout that fits, weighed against its memory", () => {
  const text = `train Run {
  model = Llama31_8B
  on = DGX_H100
  sequence = 4096 tokens
  batch = 64 sequences
  zero = 1
  recompute = full
}
search Layout {
  plan = Run
  vary tp = 1..8 doubling
  vary zero = [0, 1, 3]
  minimize = step
}
`;
  const [report] = reportOf(text).searches;
  assert.ok(report);
  const { points, best, against } = report;
  assert.equal(against, "memory");
  const steps = points.filter(({ feasible }) => feasible).map(({ metrics }) => metrics["step"] ?? Number.NaN);
  assert.ok(steps.length > 1);
  assert.equal(points[best ?? -1]?.metrics["step"], Math.min(...steps));
});
