import assert from "node:assert/strict";
import { fixture, showReport } from "./harness";
import { twoPlans } from "./variants";

describe("other values", () => {
  it("are asked for, shown at once, and written when the reader says so", async () => {
    const { page, send, said } = await showReport(fixture());
    await page.getByLabel("decode.batch").fill("3");
    const asked = (await said()).filter((message) => message.type === "try").at(-1);
    assert.deepEqual(asked, { type: "try", plan: "R1", values: { "decode.batch": 48 } });
    const [plan] = fixture().plans;
    assert.ok(plan);
    const tried = { ...plan, metrics: { ...plan.metrics, tpot: 0.025 } };
    await send({ type: "tried", name: "R1", values: { "decode.batch": 48 }, plan: tried });
    assert.match(await page.locator('[data-figure="tpot"] .figure').innerText(), /25 ms/);
    assert.match(await page.locator(".trial").innerText(), /not of the text. decode.batch = 48/);
    await page.getByRole("button", { name: "Write into the text" }).last().click();
    assert.deepEqual(
      (await said()).filter(({ type }) => type === "write"),
      [{ type: "write", plan: "R1", values: { "decode.batch": 48 } }],
    );
    await page.getByRole("button", { name: "Reset" }).last().click();
    assert.match(await page.locator('[data-figure="tpot"] .figure').innerText(), /49.4 ms/);
  });

  it("that break the layout say why", async () => {
    const { page, send } = await showReport(fixture());
    await page.getByLabel("decode.batch").fill("3");
    await send({ type: "tried", name: "R1", values: { "decode.batch": 48 }, plan: null, problem: "ep does not divide." });
    assert.match(await page.locator("main").innerText(), /ep does not divide\./);
  });
});

describe("the cursor", () => {
  it("turns the page to its plan, unless the page is pinned", async () => {
    const { page, send } = await showReport(twoPlans());
    await send({ type: "follow", plan: "Twice" });
    assert.equal(await page.getByLabel("Plan", { exact: true }).inputValue(), "Twice");
    await page.getByRole("button", { name: "Pin" }).click();
    await send({ type: "follow", plan: "R1" });
    assert.equal(await page.getByLabel("Plan", { exact: true }).inputValue(), "Twice");
  });
});

describe("a plan with an evil name", () => {
  it("is shown as text on every tab", async () => {
    const evil = `<img src=x onerror="document.title='owned'">`;
    const report = twoPlans();
    const { page } = await showReport({
      ...report,
      plans: report.plans.map((plan) => ({ ...plan, name: evil, machine: evil, model: evil })),
    });
    for (const tab of ["Overview", "Topology", "Throughput", "Time", "Memory", "Compare"]) {
      await page.getByRole("tab", { name: tab }).click();
      assert.equal(await page.locator("img").count(), 0, tab);
      assert.ok((await page.locator("header").innerText()).includes("<img src=x"), tab);
    }
    assert.equal(await page.title(), "Report");
  });
});

describe("the reader's language", () => {
  it("is Chinese where the editor's is", async () => {
    const { page } = await showReport(fixture(), { language: "zh-cn" });
    assert.deepEqual(await page.getByRole("tab").allInnerTexts(), ["概览", "拓扑", "吞吐", "时间", "内存", "对比"]);
    assert.match(await page.getByRole("status").innerText(), /放得下/);
  });
});
