/** A workspace that lies on no disk: another extension brings its file system, and only the editor can read it. */

import assert from "node:assert/strict";
import { launch, type Workbench } from "./workbench";

let workbench: Workbench;

describe("in a virtual workspace, in the browser", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({}, "browser");
    await workbench.openVirtual("plans:/demo", "plan.cmx");
  });

  after(() => workbench.close());

  beforeEach(function () {
    this.currentTest?.timeout(60_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  it("reads an import, and the trace that this names; and says what is not there", async () => {
    await workbench.run("Problems: Focus on Problems View");
    await workbench.problems("info").filter({ hasText: "CMX501" }).first().waitFor();
    const found = await workbench.problems("error", "warning").allInnerTexts();
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0] ?? "", /nowhere\.cmx/);
  });

  it("computes with the recorded requests", async () => {
    await workbench.run("View: Hide Panel");
    await workbench.goTo(3, 1);
    await workbench.run("CMX: Simulate");
    await workbench.report.locator('[data-figure="tpot"] .figure').waitFor();
    await workbench.picture("virtual-report");
  });

  it("goes to the definition in the other file", async () => {
    await workbench.goTo(6, 16);
    await workbench.run("Go to Definition");
    await workbench.page.locator(".view-line", { hasText: "requests.jsonl" }).first().waitFor();
  });

  it("has the verdict on the plan", async () => {
    await workbench.page.locator(".tab", { hasText: "plan.cmx" }).first().click();
    await workbench.page.locator(".statusbar-item", { hasText: "Virtual" }).waitFor();
  });

  describe("in an editor that speaks Chinese", () => {
    before(async () => {
      // Without a language pack the editor's own words stay English; extensions are told the language all the same.
      await workbench.page.addInitScript('globalThis._VSCODE_NLS_LANGUAGE = "zh-cn"');
      await workbench.openVirtual("plans:/demo", "plan.cmx");
    });

    it("lenses, hints and the status bar do", async () => {
      const { page } = workbench;
      await page.locator(".codelens-decoration", { hasText: "模拟" }).first().waitFor();
      await page.locator(".view-line", { hasText: "步时" }).first().waitFor();
      await page.locator(".statusbar-item", { hasText: "受限于" }).waitFor();
    });

    it("hover does", async () => {
      await workbench.goTo(10, 6);
      await workbench.run("Show or Focus Hover");
      await workbench.page.locator(".monaco-hover", { hasText: "在途请求数。" }).first().waitFor();
      await workbench.page.keyboard.press("Escape");
    });

    it("findings do", async () => {
      await workbench.run("Problems: Focus on Problems View");
      await workbench
        .problems("error")
        .filter({ hasText: "nowhere.cmx" })
        .filter({ hasText: /[\u4e00-\u9fff]/ })
        .first()
        .waitFor();
      await workbench.picture("virtual-chinese");
    });
  });
});
