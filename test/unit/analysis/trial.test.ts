/** Other values are tried without the text, and written into it as the user would write them. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { KnobValues } from "../../../shared/report";
import { chat, look, serve } from "./support";
import { inEnglish } from "../../../server/src/language/phrase";

const example = readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8");

/** The text after the edits that write `values` into its first plan. */
function written(text: string, values: KnobValues): string {
  const edits = look(text).plans[0]?.writeValues(values) ?? [];
  return edits
    .toSorted((left, right) => right.place.start - left.place.start)
    .reduce((current, { place, text: replacement }) => current.slice(0, place.start) + replacement + current.slice(place.end), text);
}

describe("trying values", () => {
  it("computes the plan as if they were written, and so does writing them", () => {
    const values = { "decode.batch": 48, "workload.input": 2048 };
    const trial = look(example).plans[0]?.tryValues(values);
    assert.ok(trial && "report" in trial);
    const after = look(written(example, values)).plans[0]?.report;
    assert.deepEqual(trial.report.metrics, after?.metrics);
    assert.notDeepEqual(trial.report.metrics, look(example).plans[0]?.report?.metrics);
  });

  it("says why values that break the layout have no figures", () => {
    const trial = look(example).plans[0]?.tryValues({ "decode.tp": 2 });
    assert.ok(trial && "problem" in trial);
    assert.match(inEnglish(trial.problem), /tp/);
  });

  it("holds expectations to the tried values", () => {
    const trial = look(example).plans[0]?.tryValues({ "decode.batch": 192 });
    assert.ok(trial && "report" in trial);
    assert.equal(trial.report.expectations.find(({ text }) => text.startsWith("tpot"))?.pass, false);
  });

  it("measures imported plans as the text does", () => {
    const other = chat + serve("Llama31_8B", "DGX_H100", "decode { chips = 1, batch = 8 requests }").replace(/serve \w+/, "serve Other");
    const plan = serve("Llama31_8B", "DGX_H100", "decode { chips = 1, batch = 8 requests }\n  expect tpot <= Other.tpot * 2");
    const trial = look(`import "other.cmx"\n${plan}`, { "other.cmx": other }).plans[0]?.tryValues({ "decode.batch": 9 });
    assert.ok(trial && "report" in trial);
    assert.equal(trial.report.expectations[0]?.pass, true);
  });
});

describe("trying values of a training plan", () => {
  const pipeline = `train T {
  model = Llama33_70B
  on = DGX_H100
  sequence = 4096 tokens
  batch = 64 sequences
  chips = 8
  tp = 2
  pp = 2
}
`;

  it("computes the plan as if they were written, and so does writing them", () => {
    const values = { sequence: 2048, batch: 128, microbatch: 2, tp: 4, zero: 1 };
    const trial = look(pipeline).plans[0]?.tryValues(values);
    assert.ok(trial && "report" in trial);
    const text = written(pipeline, values);
    assert.match(text, /^ {2}microbatch = 2 sequences$/m);
    assert.match(text, /^ {2}batch = 128 sequences$/m);
    assert.match(text, /^ {2}tp = 4$/m);
    assert.deepEqual(trial.report.metrics, look(text).plans[0]?.report?.metrics);
  });

  it("says why values that break the layout have no figures", () => {
    const trial = look(pipeline).plans[0]?.tryValues({ tp: 16 });
    assert.ok(trial && "problem" in trial);
    assert.match(inEnglish(trial.problem), /tp/);
  });

  it("offers batch, sequence, microbatch and the degrees, each with the value that the plan has", () => {
    const knobs = look(pipeline).plans[0]?.report?.knobs ?? [];
    const values = Object.fromEntries(knobs.map(({ path, value }) => [path, value]));
    assert.deepEqual(values, { sequence: 4096, batch: 64, microbatch: 1, chips: 8, tp: 2, pp: 2, cp: 1, zero: 0 });
    for (const { path, value, choices } of knobs) assert.ok(choices.includes(value), path);
  });

  it("writes what a plan inherits into the plan itself", () => {
    const text = `${pipeline}train Derived : T {\n}\n`;
    const edits = look(text).plans[1]?.writeValues({ batch: 32 }) ?? [];
    assert.deepEqual(
      edits.map(({ place, text: member }) => [place.start > text.indexOf("Derived"), member]),
      [[true, "\n  batch = 32 sequences"]],
    );
  });
});

describe("writing values", () => {
  it("keeps unit, scope and comment", () => {
    assert.match(written(example, { "decode.batch": 64 }), /^ {4}batch {15}= 64 requests per chip$/m);
  });

  it("adds a member that is not there to the plan's own block", () => {
    const text = `${chat}serve P {\n  model = Llama33_70B\n  on = DGX_H100\n  workload = chat\n  colocated {\n    chips = 8\n    batch = 8 requests\n  }\n}\n`;
    assert.match(written(text, { "colocated.tp": 2 }), /colocated \{\n {4}tp = 2\n {4}chips = 8/);
  });

  it("leaves what a plan inherits to its base", () => {
    const text = `${chat}${serve("Llama33_70B", "DGX_H100", "colocated { chips = 8, tp = 8, batch = 8 requests }")}`;
    const name = /serve (\w+)/.exec(text)?.[1] ?? "";
    const both = `${text}\nserve Derived : ${name} {\n}\n`;
    const edits = look(both).plans[1]?.writeValues({ "colocated.batch": 16 }) ?? [];
    assert.equal(edits.length, 1);
    assert.ok((edits[0]?.place.start ?? 0) > both.indexOf("serve Derived"));
    assert.match(edits[0]?.text ?? "", /colocated \{\n\s+batch = 16 requests/);
  });
});

describe("the report's pictures", () => {
  const report = look(example).plans[0]?.report;
  assert.ok(report);

  it("a timeline's stages add up to the step, and no span outlasts its stage", () => {
    for (const { timeline = [], time } of report.phases) {
      const sum = timeline.reduce((total, stage) => total + stage.times * stage.seconds, 0);
      assert.ok(Math.abs(sum / time.total - 1) < 1e-9);
      for (const { spans, seconds } of timeline)
        for (const span of spans) assert.ok(span.start + span.seconds <= seconds * (1 + 1e-9), span.op);
    }
  });

  it("spans of one lane never overlap", () => {
    for (const { lanes, spans } of report.phases.flatMap(({ timeline = [] }) => timeline)) {
      for (const lane of lanes.keys()) {
        const own = spans.filter((span) => span.lane === lane).toSorted((left, right) => left.start - right.start);
        own.forEach((span, index) =>
          assert.ok(index === 0 || span.start >= (own[index - 1]?.start ?? 0) + (own[index - 1]?.seconds ?? 0) - 1e-12),
        );
      }
    }
  });

  it("memory as the batch grows passes through the plan and reaches the capacity at the largest batch", () => {
    for (const { growth, batch, memory, largest_batch: largest } of report.phases) {
      assert.equal(growth?.batch.find(({ value }) => value === batch)?.total, memory.total);
      const most = growth?.batch.find(({ value }) => value === largest)?.total ?? 0;
      assert.ok(most <= memory.capacity && most > 0.99 * memory.capacity);
    }
  });

  it("each axis of scaling passes through the plan", () => {
    assert.ok((report.scaling ?? []).length > 2);
    for (const { phase, points } of report.scaling ?? []) {
      const own = report.phases.find(({ name }) => name === phase);
      const current = points.find((point) => point.current);
      const total = report.metrics[`${phase}.throughput`] ?? 0;
      assert.ok(own && current);
      assert.ok(Math.abs(current.throughput_per_chip / (total / own.instances / own.chips) - 1) < 1e-9);
    }
  });
});
