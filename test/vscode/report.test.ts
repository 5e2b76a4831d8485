/** What the report does with the editor around it: plans of other open files beside its own, files that are kept, and values of a training plan. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { launch, type Workbench } from "./workbench";

const training = `train Small {
  model    = Llama31_8B
  on       = DGX_H100
  sequence = 4096 tokens
  batch    = 64 sequences
  tp       = 2
  zero     = 1
}
`;

let workbench: Workbench;

describe("the report in the editor", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({ "train.cmx": training, "serve.cmx": readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8") });
    await workbench.open("train.cmx");
    await workbench.run("CMX: Simulate");
    await workbench.report.locator('[data-figure="step"]').waitFor();
  });

  after(() => workbench.close());

  beforeEach(function () {
    this.currentTest?.timeout(60_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  const button = (name: string): Locator => workbench.report.getByRole("button", { name, exact: true });
  const path = (): Locator => workbench.page.locator(".quick-input-widget .quick-input-box input");

  /** The dialog takes an answer once it has listed the folder. */
  async function asked(): Promise<void> {
    await path().waitFor();
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "train.cmx" }).waitFor();
  }

  it("keeps the whole report as a file beside the text, after asking where", async () => {
    await button("HTML").click();
    await asked();
    assert.match(await path().inputValue(), /plans\/train\.html$/);
    await workbench.picture("save-report");
    await workbench.page.keyboard.press("Enter");
    await path().waitFor({ state: "hidden" });
    const kept = join(workbench.state, "plans", "train.html");
    await waitUntil(() => readIfThere(kept).includes("</html>"));
    assert.match(readIfThere(kept), /<title>Small · train\.cmx · CMX report<\/title>/);
  });

  it("keeps a picture as a file", async () => {
    await workbench.report.getByRole("tab", { name: "Memory" }).click();
    await workbench.report.locator("figure").first().hover();
    await button("Save as SVG").first().click();
    await asked();
    await workbench.page.keyboard.press("Enter");
    await waitUntil(() => readIfThere(join(workbench.state, "plans", "Small-memory.svg")).startsWith("<svg"));
  });

  it("tries values of a training plan, and writes them as one edit that one undo takes back", async () => {
    await workbench.report.getByRole("tab", { name: "Overview" }).click();
    await workbench.report.getByLabel("tp", { exact: true }).press("ArrowRight");
    await workbench.report.getByLabel("batch", { exact: true }).press("ArrowRight");
    await workbench.report.locator(".trial", { hasText: "batch = 128, tp = 4" }).waitFor();
    await button("Write into the text").last().click();
    const line = (text: RegExp): Locator => workbench.page.locator(".view-line", { hasText: text });
    await line(/^\s*tp\s*=\s4/).waitFor();
    await line(/^\s*batch\s*=\s128\ssequences/).waitFor();
    await workbench.picture("training-written");
    await workbench.page.keyboard.press("Control+1");
    await workbench.page.locator(".monaco-editor.focused").waitFor();
    await workbench.page.keyboard.press("Control+z");
    await line(/^\s*tp\s*=\s2/).waitFor();
    await line(/^\s*batch\s*=\s64\ssequences/).waitFor();
    await button("Reset").last().click();
  });

  it("compares with the plans of another open file", async () => {
    await workbench.run("View: Focus First Editor Group");
    await workbench.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "serve.cmx" }).dblclick();
    await workbench.page.locator(".view-line", { hasText: "CloudMatrix384" }).first().waitFor();
    await workbench.report.getByRole("tab", { name: "Compare" }).click();
    await button("Add plans of other open files").click();
    await workbench.report.getByRole("columnheader", { name: /R1 · serve\.cmx/ }).waitFor();
    await workbench.picture("compare");
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function waitUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
