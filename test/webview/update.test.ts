import assert from "node:assert/strict";
import { fixture, openPanel, showReport, waitFor } from "./harness";
import { overflowing, twoPlans, withDecode } from "./variants";

describe("a new report", () => {
  it("changes figures in place: the elements and the scroll position stay", async () => {
    const { page, send } = await showReport(fixture(), { height: 500 });
    await page.getByRole("tab", { name: "Time" }).click();
    await page.evaluate("scrollTo(0, 400); window.kept = [...document.querySelectorAll('canvas, table, h2')]");
    const slower = withDecode(({ time }) => ({
      time: {
        total: time.total + 1,
        parts: time.parts.map((part, index) => (index === 0 ? { ...part, seconds: part.seconds + 1 } : part)),
      },
    }));
    await send({ type: "report", report: slower });
    assert.equal(await page.evaluate("scrollY"), 400);
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Time");
    assert.equal(await page.evaluate("window.kept.every((each) => each.isConnected)"), true);
    assert.match(await page.getByRole("heading", { name: "Time of a decode step" }).innerText(), /1.08 s$/);
  });

  it("keeps the selected text, the focus and the chosen chip", async () => {
    const { page, send } = await showReport(fixture());
    await page.locator('[data-chip="17"]').click();
    await page.getByRole("button", { name: "Fabric load" }).focus();
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-figure=ttft] .value'))");
    await send({ type: "report", report: overflowing() });
    assert.equal(await page.evaluate("getSelection().toString()"), "1.41");
    assert.equal(await page.evaluate("document.activeElement.textContent"), "Fabric load");
    assert.equal(await page.locator(".chosen").getAttribute("data-chip"), "17");
    assert.match(await page.getByRole("status").innerText(), /Does not fit/);
  });

  it("keeps the chosen plan, also while the text does not hold it for a moment", async () => {
    const { page, send } = await showReport(twoPlans());
    await page.getByLabel("Plan", { exact: true }).selectOption("Twice");
    await send({ type: "report", report: fixture() });
    assert.equal(await page.locator("h1").innerText(), "R1");
    await send({ type: "report", report: twoPlans() });
    assert.equal(await page.getByLabel("Plan", { exact: true }).inputValue(), "Twice");
  });

  it("shows the plan that the editor asks for", async () => {
    const { page, send } = await showReport(twoPlans());
    await send({ type: "report", report: twoPlans(), select: "Twice" });
    assert.equal(await page.getByLabel("Plan", { exact: true }).inputValue(), "Twice");
  });
});

describe("the reader's state", () => {
  it("outlives a reload of the page", async () => {
    const { page, send, said } = await showReport(twoPlans(), { height: 400 });
    await page.getByLabel("Plan", { exact: true }).selectOption("Twice");
    await page.getByRole("button", { name: "Memory" }).click();
    await page.getByRole("tab", { name: "Throughput" }).click();
    await page.evaluate("scrollTo(0, 250)");
    await waitFor(page, "window.said.some((each) => each.type === 'state' && each.state.scroll === 250)");
    assert.deepEqual((await said()).filter((message) => message.type === "state").at(-1), {
      type: "state",
      state: {
        plan: "Twice",
        tab: "throughput",
        colour_by: "memory",
        scroll: 250,
        pinned: false,
        view: { x: 0.5, y: 0.5, zoom: 1 },
        spans: {},
        picked: {},
        tried: {},
        document: "file:///plans/r1.cmx",
      },
    });
    await page.reload();
    await send({ type: "report", report: twoPlans() });
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Throughput");
    assert.equal(await page.getByLabel("Plan", { exact: true }).inputValue(), "Twice");
    assert.equal(await page.evaluate("scrollY"), 250);
  });

  it("falls back to the overview where what was saved cannot be read", async () => {
    const odd = { plan: 7, tab: "nowhere", colour_by: null, scroll: -1 } as never;
    const { page, send } = await openPanel({ state: odd });
    await send({ type: "report", report: fixture() });
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Overview");
  });
});
