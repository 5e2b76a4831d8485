import assert from "node:assert/strict";
import { fixture, showReport, waitFor } from "./harness";
import { dark, light } from "./themes";
import { overflowing, searched, withPlan } from "./variants";

describe("the memory tab", () => {
  it("gives each part of each phase, and what is missing", async () => {
    const { page } = await showReport(overflowing());
    await page.getByRole("tab", { name: "Memory" }).click();
    assert.equal(await page.getByRole("application", { name: "decode: 71.3 GB of 64 GB" }).count(), 1);
    const rows = await page.getByRole("row").allInnerTexts();
    assert.match(rows.find((row) => row.startsWith("KV cache")) ?? "", /2.3 GB\s+3.6%\s+30.6 GB\s+48%/);
    assert.match(rows.find((row) => row.startsWith("Free")) ?? "", /−7.3 GB/);
  });
});

describe("the time tab", () => {
  it("sorts the operators of a step and says what bounds each", async () => {
    const { page } = await showReport(fixture());
    await page.getByRole("tab", { name: "Time" }).click();
    const decode = page.locator("section", { has: page.getByRole("heading", { name: "Time of a decode step" }) });
    const [, first, second] = await decode.getByRole("row").allInnerTexts();
    assert.match(first ?? "", /^attention\s+HBM\s+34.1 ms\s+41%\s+2.4 ms\s+3.9 TFLOP\s+31.2 GB$/);
    assert.match(second ?? "", /^experts/);
  });

  it("draws a bar for each operator: the canvas is not empty", async () => {
    const { page } = await showReport(fixture(), { theme: dark });
    await page.getByRole("tab", { name: "Time" }).click();
    assert.ok((await colours(page, "canvas")).has("89,164,249"));
  });
});

describe("a step as it passes", () => {
  it("comes nearer by keys and wheel, and stays there through an update and a reload", async () => {
    const { page, send } = await showReport(fixture());
    await page.getByRole("tab", { name: "Time" }).click();
    const frame = page.locator('[data-span="timeline prefill"]');
    await frame.focus();
    const before = await frame.locator("text").allInnerTexts();
    for (const key of ["+", "+", "ArrowRight"]) await page.keyboard.press(key);
    await frame.hover();
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    await waitFor(page, `document.querySelector('[data-span="timeline prefill"]').textContent !== ${JSON.stringify(before.join(""))}`);
    await page.getByRole("button", { name: "The whole step", disabled: false }).first().waitFor();
    const near = await frame.locator("text").allInnerTexts();
    await send({ type: "report", report: fixture() });
    assert.deepEqual(await frame.locator("text").allInnerTexts(), near);
    await page.reload();
    await send({ type: "report", report: fixture() });
    assert.deepEqual(await frame.locator("text").allInnerTexts(), near);
    await page.getByRole("button", { name: "The whole step", disabled: false }).first().click();
    await page.getByRole("button", { name: "The whole step", disabled: false }).waitFor({ state: "detached" });
    assert.deepEqual(await frame.locator("text").allInnerTexts(), before);
  });

  it("has a table that is made when it is opened", async () => {
    const { page } = await showReport(fixture());
    await page.getByRole("tab", { name: "Time" }).click();
    const section = page.locator("section", { has: page.getByRole("heading", { name: "A prefill step as it passes" }) });
    assert.equal(await section.locator("td").count(), 0);
    await section.getByText("Table", { exact: true }).click();
    await section.getByRole("columnheader", { name: "Operator" }).waitFor();
    assert.ok((await section.getByRole("row").count()) > 5);
  });
});

describe("the throughput tab", () => {
  it("says why a plan of prefill alone has no curve, and what would draw one", async () => {
    const { page } = await showReport({ ...withPlan(() => ({ curve: null })), sweeps: [] });
    await page.getByRole("tab", { name: "Throughput" }).click();
    assert.match(await page.locator("main").innerText(), /only reads prompts\. A sweep of prefill\.batch draws one here\./);
  });

  it("says where the plan stands, and which points miss the SLO or do not fit", async () => {
    const { page } = await showReport(fixture());
    await page.getByRole("tab", { name: "Throughput" }).click();
    const rows = await page.locator("section").first().getByRole("row").allInnerTexts();
    assert.equal(rows.filter((row) => row.includes("misses the SLO")).length, 3);
    assert.equal(rows.filter((row) => row.includes("does not fit")).length, 1);
    assert.match(rows.find((row) => row.includes("the plan")) ?? "", /96\s+1,970\s+48.7 ms/);
  });

  it("shows the best plan of a search, and the front, as a picture too", async () => {
    const { page } = await showReport(searched());
    await page.getByRole("tab", { name: "Throughput" }).click();
    const section = page.locator("section", { hasText: "Search Best" });
    await section.getByRole("application", { name: /maximize Throughput per chip. 30 ms: 100 tokens\/s, 40 ms: 150 tokens\/s/ }).waitFor();
    const rows = await section.getByRole("row").allInnerTexts();
    assert.match(rows[1] ?? "", /best\s+8/);
    assert.match(rows[2] ?? "", /misses the slo\s+16/);
  });

  it("tries the settings of a point, and writes them when the reader says so", async () => {
    const { page, send, said } = await showReport(searched());
    await page.getByRole("tab", { name: "Throughput" }).click();
    await page
      .getByRole("row", { name: /misses the slo/ })
      .getByRole("button", { name: "Try" })
      .click();
    const values = { "decode.batch": 16 };
    assert.deepEqual((await said()).filter(({ type }) => type === "try").at(-1), { type: "try", plan: "R1", values });
    await send({ type: "tried", name: "R1", values, plan: searched().plans[0] ?? null });
    assert.match(await page.locator(".trial").innerText(), /decode.batch = 16/);
    await page.locator(".trial").getByRole("button", { name: "Write into the text" }).click();
    assert.deepEqual(
      (await said()).filter(({ type }) => type === "write"),
      [{ type: "write", plan: "R1", values }],
    );
  });

  it("shows a sweep by the metric of one's choice", async () => {
    const { page, send } = await showReport(fixture());
    await page.getByRole("tab", { name: "Throughput" }).click();
    await page.getByLabel("Metric").selectOption("energy");
    await page.getByRole("application", { name: /^Energy per token over decode.batch/ }).waitFor();
    await send({ type: "report", report: fixture() });
    assert.equal(await page.getByLabel("Metric").inputValue(), "energy");
  });
});

describe("the theme", () => {
  it("recolours the charts when it changes", async () => {
    const { page, setTheme } = await showReport(fixture(), { theme: dark });
    await page.getByRole("tab", { name: "Memory" }).click();
    assert.ok((await colours(page, "canvas")).has("89,164,249"));
    await setTheme(light);
    await waitFor(page, `(${colourScript})("canvas").includes("26,133,255")`);
  });

  it("tabs are changed with the arrow keys", async () => {
    const { page } = await showReport(fixture());
    await page.getByRole("tab", { name: "Overview" }).focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Compare");
    assert.equal(await page.evaluate("document.activeElement.textContent"), "Compare");
  });
});

/** The opaque colours of a canvas, as `r,g,b`. */
const colourScript = `(selector) => {
  const shown = document.querySelector(selector);
  const copy = new OffscreenCanvas(shown.width, shown.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(shown, 0, 0);
  const { data } = copy.getImageData(0, 0, shown.width, shown.height);
  const found = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add([data[at], data[at + 1], data[at + 2]].join());
  return [...found];
}`;

async function colours(page: { evaluate: (script: string) => Promise<unknown> }, selector: string): Promise<Set<string>> {
  return new Set((await page.evaluate(`(${colourScript})(${JSON.stringify(selector)})`)) as string[]);
}
