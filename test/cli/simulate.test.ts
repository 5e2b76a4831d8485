import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { disappointing, faulty, type Folder, folder, good, overflowing } from "./cmx";

describe("cmx simulate", () => {
  let here: Folder;
  before(() => {
    here = folder({ "good.cmx": good, "overflowing.cmx": overflowing, "disappointing.cmx": disappointing, "faulty.cmx": faulty });
  });
  after(() => here.remove());

  function exits(code: number, ...args: readonly string[]): void {
    it(`exits ${code}: cmx simulate ${args.join(" ")}`, () => {
      const outcome = here.cmx(["simulate", ...args]);
      equal(outcome.code, code, outcome.stdout + outcome.stderr);
    });
  }

  exits(0, "good.cmx");
  exits(1, "overflowing.cmx");
  exits(0, "overflowing.cmx", "--plan", "Small");
  exits(1, "overflowing.cmx", "--plan", "Large");
  exits(1, "disappointing.cmx");
  exits(1, "faulty.cmx");
  exits(2, "absent.cmx");
  exits(2, "good.cmx", "--plan", "Smal");
  exits(2, "good.cmx", "--out", "absent/report.txt");

  it("draws every picture of the page as SVG into a folder, without a browser", () => {
    const outcome = here.cmx(["simulate", "good.cmx", "--plan", "Small", "--format", "svg", "--out", "pictures"]);
    equal(outcome.code, 0, outcome.stderr);
    match(outcome.stderr, /^Wrote \d+ pictures into pictures\.\n$/);
    for (const name of ["topology", "throughput", "memory", "time-colocated", "timeline-colocated", "roofline-colocated"]) {
      const svg = here.read(`pictures/Small-${name}.svg`);
      match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      doesNotMatch(svg, /NaN|undefined|var\(|<script/);
    }
  });

  it("asks for a folder for many pictures", () => {
    const { code, stderr } = here.cmx(["simulate", "good.cmx", "--format", "svg"]);
    equal(code, 2);
    match(stderr, /--out names the folder/);
  });

  it("names the plans that a wrong name may have meant", () => {
    equal(here.cmx(["simulate", "good.cmx", "--plan", "Smal"]).stderr, "cmx: good.cmx has no plan Smal. Did you mean Small?\n");
    equal(here.cmx(["simulate", "good.cmx", "--plan", "Qwerty"]).stderr, "cmx: good.cmx has no plan Qwerty. It has Small, Large.\n");
  });

  it("prints a report that begins with the plan and stays within its columns", () => {
    const { stdout, stderr } = here.cmx(["simulate", "good.cmx"]);
    equal(stderr, "");
    match(stdout, /^Small ─+ serve, ✓ fits, ✓ meets the expectation\nLlama33_70B on DGX_H100, 1,024 tokens in, 256 out\n/);
    match(stdout, /^Sweep batches of Small$/m);
    match(stdout, /^ {2}✓ {2}[\d.]+ [mµ]s {2}tpot < 1 s$/m);
    for (const line of stdout.split("\n")) ok(line.length <= 92, line);
    doesNotMatch(stdout, /NaN|undefined|null|\[object/);
  });

  it("takes a workload from a trace beside the file, and from nowhere else", () => {
    here.write(
      "requests.jsonl",
      '{"timestamp": 0, "input_length": 900, "output_length": 90}\n{"timestamp": 90, "input_length": 1100, "output_length": 110}\n',
    );
    const traced = good.replace(/input += .*\n.*output += .*/, 'trace = "requests.jsonl"');
    here.write("traced.cmx", traced);
    match(here.cmx(["simulate", "traced.cmx"]).stdout, /1,000 tokens in, 100 out \(of 2 requests in requests\.jsonl\)/);
    here.write("elsewhere.cmx", traced.replace("requests.jsonl", "/etc/hostname"));
    match(here.cmx(["check", "elsewhere.cmx"]).stdout, /CMX259.*it lies outside the workspace/);
  });

  it("writes the JSON report with the keys of the contract", () => {
    const { stdout, stderr } = here.cmx(["simulate", "good.cmx", "--format", "json", "--plan", "Small"]);
    const report = JSON.parse(stdout) as {
      readonly schema: string;
      readonly file: string;
      readonly plans: readonly {
        readonly name: string;
        readonly feasible: boolean;
        readonly metrics: Record<string, number>;
        readonly phases: readonly {
          readonly memory: { readonly total: number; readonly parts: Record<string, number> };
          readonly time: { readonly total: number; readonly parts: readonly { readonly seconds: number }[] };
        }[];
      }[];
      readonly diagnostics: readonly unknown[];
    };
    equal(stderr, "");
    equal(report.schema, "cmx-report/1");
    equal(report.file, "good.cmx");
    deepEqual(
      report.plans.map(({ name }) => name),
      ["Small"],
    );
    const [plan] = report.plans;
    ok(plan);
    equal(plan.feasible, true);
    for (const key of ["ttft", "tpot", "throughput", "requests", "colocated.throughput", "colocated.memory"]) {
      ok(Number.isFinite(plan.metrics[key]), key);
    }
    const [phase] = plan.phases;
    ok(phase);
    for (const key of ["name", "instances", "chips", "ranks", "memory", "time", "fabrics", "bottleneck"]) ok(key in phase, key);
    deepEqual(Object.keys(phase.memory.parts).sort(), ["activations", "buffers", "kv_cache", "reserve", "weights"]);
    // A total is the sum of its parts, up to the rounding of their addition.
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const near = (one: number, other: number) => ok(Math.abs(one - other) <= 1e-9 * Math.abs(other), `${one} is not ${other}`);
    near(sum(Object.values(phase.memory.parts)), phase.memory.total);
    near(sum(phase.time.parts.map(({ seconds }) => seconds)), phase.time.total);
  });

  it("writes to a file", () => {
    const { code, stdout, stderr } = here.cmx(["simulate", "good.cmx", "--format", "json", "--out", "report.json"]);
    deepEqual([code, stdout, stderr], [0, "", "Wrote report.json.\n"]);
    equal((JSON.parse(here.read("report.json")) as { readonly file: string }).file, "good.cmx");
  });

  it("writes a page that needs nothing else", () => {
    const { code, stdout } = here.cmx(["simulate", "good.cmx", "--format", "html"]);
    equal(code, 0);
    match(stdout, /^<!doctype html>/i);
    doesNotMatch(stdout, /<(?:script|img|iframe|link|source)[^>]*\s(?:src|href)\s*=|@import|url\(\s*["']?(?:https?:)?\/\//i);
    match(stdout, /Llama33_70B/);
  });

  it("reads standard input", () => {
    const { code, stdout } = here.cmx(["simulate", "-", "--format", "json"], good);
    equal(code, 0);
    equal((JSON.parse(stdout) as { readonly file: string }).file, "<stdin>");
  });

  it("says that there is nothing to compute", () => {
    const { code, stdout, stderr } = here.cmx(["simulate", "-"], "let x = 1\n");
    deepEqual([code, stdout, stderr], [0, "", "<stdin> has no plan: a serve or train declaration is one.\n"]);
  });

  it("checks claims about machines without a plan", () => {
    const { code, stdout } = here.cmx(["simulate", "-"], "expect H100.hbm.capacity == 80 GB within 1%\n");
    equal(code, 0);
    match(stdout, /^Expectations\n {2}✓ {2}80 GB {2}H100\.hbm\.capacity == 80 GB within 1%\n/);
  });
});
