/** A user's session: the example opens clean, overflows, is mended, is simulated, and the report follows every edit. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { launch, type Workbench } from "./workbench";

const example = readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8");

let workbench: Workbench;

// Hooks outside a describe would run for every file of the folder.
describe("a session", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({ "plan.cmx": example });
    await workbench.open("plan.cmx");
  });

  after(() => workbench.close());

  beforeEach(function () {
    this.currentTest?.timeout(60_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  /** Line and column, from 1, of the number of the decode batch. */
  const batch = placeOf(/decode \{[^}]*batch\s*= (?=\d)/);

  function placeOf(before: RegExp): { readonly line: number; readonly column: number } {
    const found = before.exec(example);
    assert.ok(found, "the example has a decode batch");
    const lines = example.slice(0, found.index + found[0].length).split("\n");
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  }

  const retypeBatch = (text: string): Promise<void> => workbench.retype(batch.line, batch.column, text);
  const overflow = (): Locator => workbench.problems("error").filter({ hasText: "CMX401" });
  const figure = (key: string): Locator => workbench.report.locator(`[data-figure="${key}"] .figure`);
  const chips = (): Locator => workbench.report.locator("rect.chip");
  const tab = (name: string): Locator => workbench.report.getByRole("tab", { name });

  it("opens the example clean, with the bottleneck of each phase named", async () => {
    await workbench.run("Problems: Focus on Problems View");
    await workbench.problems("info").filter({ hasText: "CMX501" }).first().waitFor();
    assert.deepEqual(await workbench.problems("error", "warning").allInnerTexts(), []);
    await workbench.picture("editor-clean");
  });

  it("offers to simulate over each plan, with its headline figures", async () => {
    const lens = workbench.page.locator(".codelens-decoration");
    await lens.filter({ hasText: "Simulate" }).first().waitFor();
    await lens
      .filter({ hasText: /tokens\/s per chip.*TPOT.*TTFT/ })
      .first()
      .waitFor();
  });

  it("marks a batch that overflows the memory, and says by how much", async () => {
    await retypeBatch("4000");
    await overflow().waitFor();
    assert.match(await overflow().innerText(), /decode needs [\d.,]+ [GT]B a rank, [\d.,]+ [GT]B over the 64 GB/);
    await workbench.page.locator(".monaco-editor .squiggly-error").first().waitFor();
    await workbench.picture("memory-overflow");
  });

  it("mends it with the quick fix, which writes the largest batch that fits", async () => {
    await workbench.goTo(batch.line, batch.column);
    const fix = await workbench.fix("Reduce the batch");
    await workbench.picture("quick-fix");
    await fix.click();
    await overflow().waitFor({ state: "detached" });
    assert.doesNotMatch(await workbench.line("requests per chip"), /4000/);
  });

  it("simulates from the palette: headline figures and 384 chips beside the text", async () => {
    await retypeBatch("96");
    await workbench.run("View: Hide Panel");
    await workbench.run("CMX: Simulate");
    await figure("tpot").waitFor();
    assert.match(await figure("ttft").innerText(), /^[\d.]+ s$/);
    assert.match(await figure("tpot").innerText(), /^[\d.]+ ms$/);
    assert.match(await figure("decode.throughput").innerText(), /^[\d,]+ tokens\/s per chip$/);
    await workbench.picture("report-overview");
    await tab("Topology").click();
    await chips().first().waitFor();
    assert.equal(await chips().count(), 384);
    await workbench.picture("report-topology");
  });

  it("follows the text in place, keeping the tab", async () => {
    const verdict = workbench.report.getByRole("status");
    await retypeBatch("240");
    await verdict.filter({ hasText: /misses its SLO.*TPOT/s }).waitFor();
    await retypeBatch("24");
    await verdict.filter({ hasText: "meets its SLO" }).waitFor();
    await assertTopology();
  });

  it("tries a value without touching the text, and writes it as one edit that one undo takes back", async () => {
    await tab("Throughput").click();
    await workbench.report.getByLabel("decode.batch", { exact: true }).fill("3");
    await workbench.report.locator(".trial").waitFor();
    assert.match(await workbench.line("requests per chip"), /24.requests.per.chip/);
    await workbench.report.getByRole("button", { name: "Write into the text" }).last().click();
    await workbench.page.locator(".view-line", { hasText: /12.requests.per.chip/ }).waitFor();
    await workbench.page.keyboard.press("Control+1");
    await workbench.page.locator(".monaco-editor.focused").waitFor();
    await workbench.page.keyboard.press("Control+z");
    await workbench.page.locator(".view-line", { hasText: /24.requests.per.chip/ }).waitFor();
    await workbench.report.getByRole("button", { name: "Reset" }).last().click();
    await tab("Topology").click();
  });

  it("keeps the tab while it is hidden", async () => {
    await workbench.page.keyboard.press("Control+2");
    await workbench.run("Help: Welcome");
    await workbench.report.locator("body").waitFor({ state: "hidden" });
    await workbench.page.locator(".tab", { hasText: "Report: plan.cmx" }).click();
    await assertTopology();
  });

  it("comes back after a reload of the window", async () => {
    await workbench.reload();
    await assertTopology();
  });

  async function assertTopology(): Promise<void> {
    await chips().first().waitFor();
    assert.equal(await tab("Topology").getAttribute("aria-selected"), "true");
    assert.equal(await chips().count(), 384);
  }

  it("explains a code by the manual that comes along", async () => {
    await retypeBatch("4000");
    await workbench.run("Problems: Focus on Problems View");
    await overflow().waitFor();
    await overflow().getByText("CMX401", { exact: true }).click();
    await workbench.page.locator(".tab", { hasText: "diagnostics.md" }).waitFor();
    const manual = workbench.page.frameLocator("iframe.webview.ready").last().frameLocator("#active-frame");
    await manual.getByRole("heading", { name: "CMX401" }).waitFor();
    await workbench.picture("manual");
    await workbench.page.locator(".tab", { hasText: "plan.cmx" }).first().click();
    await retypeBatch("96");
    await workbench.run("View: Hide Panel");
  });

  it("goes to the catalog's source, read-only", async () => {
    const place = placeOf(/on\s*= (?=CloudMatrix384)/);
    await workbench.goTo(place.line, place.column);
    await workbench.page.keyboard.press("F12");
    const line = workbench.page.locator(".view-line", { hasText: /^supernode.CloudMatrix384/ });
    await line.waitFor();
    await workbench.page.keyboard.type("x");
    await workbench.page.locator(".monaco-editor-overlaymessage", { hasText: "read-only" }).waitFor();
    await workbench.picture("catalog-source");
  });
});
