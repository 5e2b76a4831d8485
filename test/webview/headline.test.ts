import assert from "node:assert/strict";
import type { Report } from "../../shared/report";
import { fixture, keepPicture, openPanel, showReport } from "./harness";
import { dark } from "./themes";
import { overflowing, twoPlans, withPlan } from "./variants";

/** Asserts the text of headline figures, by their names. */
async function check(report: Report, figures: Readonly<Record<string, string>>): Promise<void> {
  const { page } = await showReport(report);
  for (const [name, expected] of Object.entries(figures)) {
    const card = page.locator(`[data-figure="${name}"] .figure`);
    assert.equal(await card.innerText(), expected, name);
  }
}

describe("headline figures", () => {
  it("read like a person writes them", () => {
    const plan = fixture().plans[0];
    assert.ok(plan);
    const metrics = {
      ...plan.metrics,
      ttft: 1.412,
      tpot: 0.0494,
      "decode.throughput": 1943 * 160,
      "prefill.throughput": 6688 * 96,
      requests: 1024.6,
      power: 412_000,
    };
    return check(
      withPlan(() => ({ metrics })),
      {
        ttft: "1.41 s",
        tpot: "49.4 ms",
        "decode.throughput": "1,943 tokens/s per chip",
        "prefill.throughput": "6,688 tokens/s per chip",
        requests: "1,025 requests/s",
        memory: "55.4 GB",
        bottleneck: "HBM in decode",
        power: "412 kW",
      },
    );
  });

  it("leave out what does not apply to the plan", async () => {
    const { page } = await showReport(withPlan(() => ({ metrics: { tpot: 0.02 }, ttft_parts: null })));
    assert.equal(await page.locator("[data-figure=tpot]").count(), 1);
    assert.equal(await page.locator("[data-figure=ttft]").count(), 0);
  });
});

describe("the verdict", () => {
  it("says that a plan fits and meets its SLO, and how many expectations failed", async () => {
    const { page } = await showReport(fixture());
    const verdict = page.getByRole("status");
    assert.match(await verdict.innerText(), /Fits and meets its SLO\s+1 of 4 expectations failed/);
    assert.equal(await verdict.getAttribute("data-feasible"), "true");
  });

  it("says which phase does not fit, and by how much", async () => {
    const { page } = await showReport(overflowing(), { theme: dark });
    assert.match(await page.getByRole("status").innerText(), /Does not fit\s+decode needs 71.3 GB of 64 GB a rank/);
    assert.match(await page.locator("[data-figure=memory]").innerText(), /7.3 GB over 64 GB/);
    await keepPicture(page, "report-overflow-overview");
    await page.getByRole("tab", { name: "Memory" }).click();
    await keepPicture(page, "report-overflow-memory");
  });

  it("says which part of the SLO is missed, and by how much", async () => {
    const { page } = await showReport(withPlan((plan) => ({ metrics: { ...plan.metrics, tpot: 0.062 } })));
    assert.match(await page.getByRole("status").innerText(), /misses its SLO\s+TPOT 62 ms, 12 ms over 50 ms/);
    assert.match(await page.locator("[data-figure=tpot]").innerText(), /misses 50 ms by 24%/);
  });
});

describe("several plans", () => {
  it("are chosen by name", async () => {
    const { page } = await showReport(twoPlans());
    await page.getByLabel("Plan", { exact: true }).selectOption("Twice");
    const figure = page.locator('[data-figure="decode.throughput"] .value');
    assert.equal(await figure.innerText(), "3,886");
  });
});

describe("a file without a plan", () => {
  it("says so, and still shows its claims and findings", async () => {
    const { page } = await showReport({ ...fixture(), plans: [] });
    assert.match(await page.locator("main").innerText(), /no plan in this file yet/);
    assert.equal(await page.locator(".claim").count(), 1);
  });
});

describe("a plan with an error", () => {
  const range = { start: { line: 60, character: 0 }, end: { line: 70, character: 1 } };
  const broken = { code: "CMX204", severity: "error", message: "Nothing is called Nope.", range } as const;
  const waiting = (): Report => {
    const report = fixture();
    return { ...report, pending: [{ name: "Broken", kind: "serve", range }], diagnostics: [...report.diagnostics, broken] };
  };

  it("is named, not denied, when it is the only one", async () => {
    const { page } = await showReport({ ...waiting(), plans: [] });
    const text = await page.locator("main").innerText();
    assert.match(text, /Broken has no figures until its errors are mended\./);
    assert.doesNotMatch(text, /no plan/);
  });

  it("shows no figures of another plan when it is the one asked for, and can be left for one that has some", async () => {
    const { page, send } = await openPanel();
    await send({ type: "report", report: waiting(), select: "Broken" });
    assert.match(await page.locator("main").innerText(), /Broken has no figures until/);
    assert.equal(await page.locator("[data-figure]").count(), 0);
    await keepPicture(page, "report-broken-plan");
    await page.getByLabel("Plan", { exact: true }).selectOption("R1");
    assert.ok((await page.locator("[data-figure]").count()) > 0);
  });

  it("findings say whose they are, the worst first", async () => {
    const { page } = await showReport(waiting());
    assert.match(await page.locator(".findings li").first().innerText(), /error\s+Broken: Nothing is called Nope\./);
  });

  it("a finding that begins with the plan's name is not told it again", async () => {
    const report = waiting();
    const [first] = report.diagnostics.slice(-1);
    assert.ok(first);
    const { page } = await showReport({ ...report, diagnostics: [{ ...first, message: "Broken needs model." }] });
    assert.match(await page.locator(".findings li").first().innerText(), /error\s+Broken needs model\./);
  });
});
