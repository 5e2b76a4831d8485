import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { PlanReport, Report } from "../../../shared/report";
import { chat, close, planOf, reportOf, serve } from "./support";

const flagship = readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8");
const report: Report = reportOf(flagship);
const plan: PlanReport = planOf(flagship);
const colocated = chat + serve("Llama33_70B", "DGX_H100", "colocated { chips = 4, tp = 4, batch = 64 requests, instances = 2 }");
const pipeline = chat + serve("Llama33_70B", "DGX_H100", "decode { chips = 8, tp = 2, pp = 4, batch = 64 requests }");
const plans: readonly (readonly [string, PlanReport])[] = [
  ["disaggregated", plan],
  ["colocated", planOf(colocated)],
  ["pipeline", planOf(pipeline)],
  ["uneven pipeline", planOf(pipeline.replace("pp = 4", "pp = 3").replace("chips = 8", "chips = 6"))],
];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the report of a file", () => {
  it("names its schema and its file", () => assert.deepEqual([report.schema, report.file], ["cmx-report/1", "plan.cmx"]));

  it("is JSON: nothing is lost on the way", () => assert.deepEqual(JSON.parse(JSON.stringify(report)), report));

  it("has the keys that the language promises", () => {
    for (const key of ["schema", "file", "plans", "diagnostics"]) assert.ok(key in report, key);
    for (const key of ["name", "kind", "feasible", "metrics", "phases", "expectations"]) assert.ok(key in plan, key);
    for (const phase of plan.phases) {
      for (const key of ["name", "instances", "chips", "ranks", "memory", "time", "fabrics", "bottleneck"]) assert.ok(key in phase, key);
      assert.deepEqual(Object.keys(phase.memory.parts), ["weights", "kv_cache", "activations", "buffers", "reserve"]);
      assert.deepEqual(Object.keys(phase.bottleneck), ["resource", "share", "elasticity"]);
    }
  });

  it("names the plans that have no figures", () => {
    const broken = serve("Nope", "DGX_H100", "decode { chips = 1, batch = 1 requests }");
    const { plans: computed, pending } = reportOf(chat + broken);
    assert.deepEqual(computed, []);
    assert.deepEqual(
      pending.map(({ kind, range }) => [kind, range.start.line]),
      [["serve", chat.split("\n").length - 1]],
    );
  });

  it("diagnostics stand at their place, and say how bad they are", () => {
    const { diagnostics } = reportOf(chat + serve("Llama31_8B", "DGX_H100", "decode { chips = 1, batch = 1000 requests }"));
    const overflow = diagnostics.find(({ code }) => code === "CMX401");
    assert.equal(overflow?.severity, "error");
    assert.deepEqual(overflow?.range, { start: { line: 8, character: 30 }, end: { line: 8, character: 43 } });
  });
});

for (const [title, each] of plans) {
  describe(`${title}: parts and totals`, () => {
    for (const phase of each.phases) {
      it(`${phase.name}: memory, of a rank`, () => close(sum(Object.values(phase.memory.parts)), phase.memory.total, 1e-12));
      it(`${phase.name}: time of a step`, () => close(sum(phase.time.parts.map(({ seconds }) => seconds)), phase.time.total, 1e-9));
      it(`${phase.name}: an operator has one line`, () => {
        const names = phase.time.parts.map(({ op }) => op);
        assert.equal(new Set(names).size, names.length);
      });
      it(`${phase.name}: the step is that of the metric`, () => {
        const step = each.metrics[`${phase.name}.step`];
        if (step !== undefined) close(step, phase.time.total, 1e-9);
      });
      it(`${phase.name}: a fabric's load is that of its busiest tier, its bytes those of all`, () => {
        for (const { utilization, bytes, tiers } of phase.fabrics) {
          assert.equal(utilization, Math.max(...tiers.map((tier) => tier.utilization)));
          close(sum(tiers.map((tier) => tier.bytes)), bytes, 1e-12);
        }
      });
    }
    it("time to first token", () => {
      if (each.ttft_parts) close(sum(Object.values(each.ttft_parts)), each.metrics["ttft"] ?? 0, 1e-12);
    });
  });
}

describe("the flagship's report", () => {
  it("counts per instance: chips, ranks, batch", () => {
    assert.deepEqual(
      plan.phases.map(({ name, instances, chips, ranks, batch, batch_unit }) => [name, instances, chips, ranks, batch, batch_unit]),
      [
        ["prefill", 6, 16, 32, 16384 * 16, "tokens"],
        ["decode", 1, 160, 320, 96 * 160, "requests"],
      ],
    );
  });

  it("metrics are of the whole pool: tokens/s, and TPOT by what a step yields", () => {
    const { tpot = 0, "decode.step": step = 0, "decode.throughput": throughput = 0 } = plan.metrics;
    close(tpot, step / 1.7, 1e-12);
    close(throughput, (96 * 160) / tpot, 1e-12);
    close(plan.metrics["throughput"], (plan.metrics["requests"] ?? 0) * 256, 1e-12);
  });

  it("draws the machine: 384 chips in 48 nodes, 12 racks of them and 4 of switches", () => {
    const { nodes, chips_per_node, racks, ranks_per_chip, cpus_per_node } = plan.topology;
    assert.deepEqual([nodes, chips_per_node, ranks_per_chip, cpus_per_node], [48, 8, 2, 4]);
    assert.deepEqual(racks, { compute: 12, switch: 4 });
  });

  it("places the instances side by side", () => {
    assert.deepEqual(
      plan.topology.placements.map(({ phase, first_chip, chips }) => [phase, first_chip, chips]),
      [...[0, 16, 32, 48, 64, 80].map((first) => ["prefill", first, 16]), ["decode", 96, 160]],
    );
  });

  it("the curve goes through the plan's own batch", () => {
    const current = plan.curve?.points.find((point) => point.current);
    assert.equal(current?.batch, 96 * 160);
    close(current?.tpot, plan.metrics["tpot"] ?? 0, 1e-12);
    close(current?.throughput_per_chip, (plan.metrics["decode.throughput"] ?? 0) / 160, 1e-12);
    assert.equal(plan.curve?.slo_tpot, 0.05);
  });

  it("the curve's points rise, and say what fits and what meets the service level", () => {
    const points = plan.curve?.points ?? [];
    assert.deepEqual(
      points.map(({ batch }) => batch),
      points.map(({ batch }) => batch).sort((left, right) => left - right),
    );
    for (const { meets_slo, tpot } of points) assert.equal(meets_slo, tpot <= 0.05);
    for (const { fits, batch } of points) assert.equal(fits, batch <= (plan.phases[1]?.largest_batch ?? 0));
  });

  it("says what to know before trusting it", () => {
    assert.ok(plan.notes.some((note) => note.includes("low_latency")));
    const estimated = planOf(chat + serve("Llama31_8B", "DGX_B300", "decode { chips = 1, batch = 8 requests }"));
    assert.ok(estimated.notes.some((note) => note.includes("estimated")));
  });

  it("says what its power is made of, and what is not known", () => {
    const notes = (machine: string) =>
      planOf(chat + serve("Llama31_8B", machine, "decode { chips = 1, batch = 8 requests }")).notes.join("\n");
    assert.match(notes("DGX_H100"), /what DGX_H100 declares for full load/);
    assert.match(notes("Atlas950SuperPoD"), /nameplate of Ascend950DT alone/);
    assert.match(notes("TPUv5e_Pod"), /No power of TPUv5e_Pod or TPUv5e is known/);
    assert.match(notes("Atlas950SuperPoD"), /no cost/);
    assert.doesNotMatch(notes("DGX_H100"), /no cost/);
  });

  it("says by which all-reduce results are added: shots for the few tokens of decode, the switches for a prompt", () => {
    const notes = (phase: string) => planOf(chat + serve("Llama33_70B", "DGX_H100", phase)).notes.join("\n");
    assert.match(
      notes("decode { tp = 8, batch = 8 requests }"),
      /decode: 8 tensor parallel ranks add their results by one_shot \(all_reduce = auto\)/,
    );
    assert.match(notes("prefill { tp = 8, batch = 65536 tokens }"), /by switch/);
    assert.match(notes("prefill { tp = 8, batch = 65536 tokens, all_reduce = ring }"), /by ring \(all_reduce = ring\)/);
    assert.doesNotMatch(notes("decode { chips = 8, batch = 8 requests }"), /tensor parallel ranks add/);
  });

  it("carries the topology of each fabric", () => {
    const of = (machine: string) =>
      planOf(chat + serve("Llama31_8B", machine, "decode { chips = 1, batch = 8 requests }")).topology.fabrics.map(
        ({ topology, dimensions }) => [topology, dimensions],
      );
    assert.deepEqual(of("TPUv5e_Pod")[0], ["torus", [16, 16]]);
    assert.deepEqual(of("MI300X_Platform")[0], ["mesh", undefined]);
    assert.deepEqual(of("DGX_H100")[0], ["switch", undefined]);
  });

  it("has a range that begins at its declaration", () => {
    assert.equal(flagship.split("\n")[plan.range.start.line]?.slice(0, 8), "serve R1");
  });
});
