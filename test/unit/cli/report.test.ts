import { equal, match, ok } from "node:assert/strict";
import { textReport } from "../../../server/src/cli/report";
import { coloured, plain } from "../../../server/src/cli/style";
import type { PlanReport, Report, SearchReport, SweepReport } from "../../../shared/report";
import { decode, nowhere, plan, report } from "./fixture";

const layout = { columns: 88, style: plain };

/** The lines of a section of the report: from its title to the next blank line. */
function section(title: string, change: Partial<PlanReport> = {}, whole: Partial<Report> = {}): string {
  const text = textReport({ ...report, plans: [{ ...plan, ...change }], ...whole }, layout);
  const start = text.indexOf(`${title}\n`);
  ok(start >= 0, `no section ${title} in:\n${text}`);
  return text.slice(start).split("\n\n")[0]?.trimEnd() ?? "";
}

/** Lines of a section, compared as they stand. */
function check(title: string, lines: readonly string[], change: Partial<PlanReport> = {}, whole: Partial<Report> = {}): void {
  equal(section(title, change, whole), [title, ...lines].join("\n"));
}

describe("the report for a terminal", () => {
  it("begins with what a planner asks first", () => {
    const head = textReport({ ...report, plans: [{ ...plan, phases: [decode] }] }, layout).split("\n\nFigures")[0];
    equal(
      head,
      [
        "R1 ──────────────── serve, ✓ fits, ✗ misses its slo (tpot), ✗ misses 1 of 2 expectations",
        "DeepSeekR1 on CloudMatrix384, 4,096 tokens in, 256 out",
        "",
        "  TTFT 1.25 s   TPOT 53.4 ms   1,943 tokens/s per decode chip   93.8 requests/s",
        "  decode: compute limits, 50% of the step; 1% more of it gives 0.46% more throughput (of",
        "    the others: hbm 0.20%)",
      ].join("\n"),
    );
  });

  it("wants less of the fixed times, not more", () => {
    const waiting = { ...decode, bottleneck: { ...decode.bottleneck, resource: "overhead" } };
    match(textReport({ ...report, plans: [{ ...plan, phases: [waiting] }] }, layout), /overhead limits, .* 1% less of it gives/);
  });

  it("says when a plan does not fit", () =>
    match(textReport({ ...report, plans: [{ ...plan, feasible: false }] }, layout), /^R1 ─+ serve, ✗ does not fit, /));

  it("lists every metric by the name that expect knows, per chip, against the slo", () =>
    check("Figures", [
      "  ttft                        1.25 s                            ✓ slo 3 s",
      "  tpot                       53.4 ms                            ✗ slo 50 ms",
      "  throughput         24,000 tokens/s  500 tokens/s per chip",
      "  requests           93.8 requests/s  1.95 requests/s per chip",
      "  decode.throughput  31,088 tokens/s  1,943 tokens/s per chip",
      "  power                        70 kW  1.46 kW per chip",
      "  energy                      2.90 J  per output token",
      "  ttft = wait 250 ms + prefill 900 ms + KV transfer 50 ms + first step 50 ms",
    ]));

  it("writes shares of a training plan as percentages", () =>
    match(section("Figures", { kind: "train", metrics: { step: 7.2, mfu: 0.41 }, phases: [], ttft_parts: null }), /mfu +41%/));

  it("shows how the phases are laid out", () =>
    check("Phases", [
      "  phase     chips  ranks  degrees                batch   step  pool used",
      "  prefill  2 × 16     32  dp 32, ep 32   65,536 tokens  50 ms        72%",
      "  decode   1 × 16     32  dp 32, ep 32  1,536 requests  50 ms       100%",
      "  Chips: instances × chips of each. Ranks and batch are of one instance.",
    ]));

  it("draws the memory of a rank against its capacity, leaving out what is nothing", () =>
    check("Memory of a decode rank", [
      "  weights      16 GB   25%  ████████░░░░░░░░░░░░░░░░░░░░░░░░",
      "  KV cache     24 GB   38%  ████████████░░░░░░░░░░░░░░░░░░░░",
      "  activations   2 GB  3.1%  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
      "  reserve       6 GB  9.4%  ███░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
      "  total        48 GB   75%  ████████████████████████░░░░░░░░",
      "  16 GB of 64 GB free; the largest batch that fits is 2,048 requests",
    ]));

  it("says by how much memory overflows", () => {
    const { largest_batch: _, ...phase } = decode;
    const over = { ...phase, fits: false, memory: { ...decode.memory, total: 70e9 } };
    match(section("Memory of a decode rank", { phases: [over] }), /109% +█{32}\n {2}✗ 6 GB over the 64 GB; no batch fits$/);
  });

  it("orders a step by exposed time, with what hides beside it and what bounds it", () =>
    check("Time of a decode step", [
      "  operator    exposed  hidden  share                           bound       work    bytes",
      "  expert ffn    25 ms    2 ms    50%  ███████████████████████  compute  8 TFLOP     6 GB",
      "  dispatch      15 ms    4 ms    30%  █████████████▊           UB             –  1.50 GB",
      "  attention     10 ms       –    20%  █████████▎               hbm      2 TFLOP    12 GB",
    ]));

  it("shows each fabric by tier", () =>
    check("Fabrics in decode", [
      "  fabric  sent per chip and step  used",
      "  UB                        3 GB   41%  █████████▉░░░░░░░░░░░░░░  tier 1 41%, tier 2 20%",
    ]));

  it("marks expectations, with the figure behind each", () =>
    check("Expectations", ["  ✗  53.4 ms  tpot <= 50 ms", "  ✓  93.8     requests > 90 requests/s"]));

  it("wraps a long expectation beside its figure", () => {
    const ratio = "(CloudMatrix384.power / CloudMatrix384.compute.bf16) / (GB200_NVL72.power / GB200_NVL72.compute.bf16)";
    const lines = [
      "  ✗  2.55  (CloudMatrix384.power / CloudMatrix384.compute.bf16) / (GB200_NVL72.power /",
      "           GB200_NVL72.compute.bf16) == 2.3 within 5%",
    ];
    check("Expectations", lines, {
      expectations: [{ text: `${ratio} == 2.3 within 5%`, actual: 2.55, expected: 2.3, pass: false, range: nowhere }],
    });
  });

  it("prints expectations of a file without a plan", () => {
    const expectations = [{ text: "1 == 2 within 3%", actual: null, expected: 2, pass: false, range: nowhere }];
    equal(textReport({ ...report, plans: [], expectations }, layout), "Expectations\n  ✗  no figure  1 == 2 within 3%\n");
  });

  it("wraps notes", () => check("Notes", ["  · The efficiency of attention is estimated."]));

  it("hangs long diagnostics under their beginning", () => {
    const message = `decode needs 71.3 GB a rank, 7.3 GB over the 64 GB of Ascend910C: KV cache 38.2 GB.`;
    const range = { start: { line: 11, character: 6 }, end: { line: 11, character: 9 } };
    check(
      "Diagnostics",
      ["  12:7  error CMX401 decode needs 71.3 GB a rank, 7.3 GB over the 64 GB of Ascend910C:", "        KV cache 38.2 GB."],
      {},
      {
        diagnostics: [{ code: "CMX401", severity: "error", message, range }],
      },
    );
  });

  describe("a sweep", () => {
    const sweep: SweepReport = {
      name: "curve",
      plan: "R1",
      axes: [{ path: "reserve", unit: "B per rank", values: [2e9, 4e9] }],
      points: [
        { values: [2e9], feasible: true, metrics: { tpot: 0.02, throughput: 1e4, power: 7e4 } },
        { values: [4e9], feasible: false, metrics: { tpot: 0.03, throughput: 17e3, power: 7e4 } },
      ],
    };

    it("shows its axes and the metrics that change", () =>
      check(
        "Sweep curve of R1",
        [
          "  reserve per rank  fits   tpot       throughput",
          "              2 GB  ✓     20 ms  10,000 tokens/s",
          "              4 GB  ✗     30 ms  17,000 tokens/s",
        ],
        {},
        {
          sweeps: [sweep],
        },
      ));

    it("has costs in the currency of the plan", () => {
      const points = [0.5, 0.25].map((cost, index) => ({ values: [index * 1e9], feasible: true, metrics: { cost } }));
      match(section("Sweep curve of R1", { currency: "CNY" }, { sweeps: [{ ...sweep, points }] }), /0\.500 CNY\n.* 0\.250 CNY/);
    });

    it("shows a hundred points and counts the rest", () => {
      const points = Array.from({ length: 250 }, (_, index) => ({ values: [index * 1e9], feasible: true, metrics: { tpot: index } }));
      const lines = section("Sweep curve of R1", {}, { sweeps: [{ ...sweep, points }] }).split("\n");
      equal(lines.length, 103);
      equal(lines.at(-1), "  … and 150 points more; --format json has them all.");
    });
  });

  it("a search shows the best plan and the front, with what it gains", () => {
    const point = (batch: number, goal: number, tpot: number, front: boolean, meets = true) =>
      ({ values: [batch], feasible: true, meets_slo: meets, goal, front, metrics: { tpot, throughput: goal * 8 } }) as const;
    const search: SearchReport = {
      name: "Best",
      plan: "R1",
      goal: { direction: "maximize", metric: "throughput", scope: "chip" },
      against: "tpot",
      axes: [{ path: "decode.batch", unit: "requests per chip", values: [8, 16, 32] }],
      points: [point(8, 100, 0.02, true), point(16, 150, 0.03, true), point(32, 160, 0.06, true, false)],
      best: 1,
      written: 100,
    };
    check(
      "Search Best of R1: maximize throughput per chip",
      [
        "  Best: decode.batch = 16 requests per chip: 150 tokens/s, +50% on the plan as written.",
        "  3 plans: 3 fit, 2 of them meet the slo.",
        "          decode.batch   tpot  throughput per chip",
        "   8 requests per chip  20 ms         100 tokens/s",
        "  16 requests per chip  30 ms         150 tokens/s  best",
        "  32 requests per chip  60 ms         160 tokens/s  misses the slo",
      ],
      {},
      { searches: [search] },
    );
    const free = { workload: { ...plan.workload, slo: {} } };
    match(section("Search Best of R1: maximize throughput per chip", free, { searches: [search] }), /\n {2}3 plans: 3 fit\.\n/);
    const none = { ...search, best: null };
    match(section("Search Best of R1: maximize throughput per chip", free, { searches: [none] }), /\n {2}No plan fits\.\n/);
  });

  it("one is not several", () => match(section("Phases", { phases: [{ ...decode, batch: 1, batch_unit: "sequences" }] }), / 1 sequence /));

  for (const columns of [80, 100]) {
    it(`stays within ${columns} columns, with and without colour`, () => {
      const text = textReport(report, { columns, style: plain });
      for (const line of text.split("\n")) ok(line.length <= columns, line);
      // oxlint-disable-next-line no-control-regex
      equal(textReport(report, { columns, style: coloured }).replace(/\u001B\[\d+m/g, ""), text);
    });
  }
});
