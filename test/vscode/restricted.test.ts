/** In a workspace that nobody has said to trust: everything works, since nothing in it is run. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { launch, type Workbench } from "./workbench";

const example = readFileSync("examples/first-steps.cmx", "utf8");

let workbench: Workbench;

describe("an untrusted workspace", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({ "plan.cmx": example }, "server", "restricted");
    await workbench.open("plan.cmx");
  });

  after(() => workbench.close());

  beforeEach(function () {
    this.currentTest?.timeout(90_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  it("has findings, the verdict and the report", async () => {
    await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ timeout: 60_000 });
    await workbench.page.locator(".statusbar-item", { hasText: "FirstSteps" }).waitFor({ timeout: 60_000 });
    await workbench.run("Problems: Focus on Problems View");
    await workbench.problems("info").filter({ hasText: "CMX501" }).first().waitFor();
    assert.deepEqual(await workbench.problems("error", "warning").allInnerTexts(), []);
    await workbench.goTo(1, 1);
    await workbench.run("CMX: Simulate");
    await workbench.report.locator('[data-figure="tpot"] .figure').waitFor();
    await workbench.picture("restricted");
  });
});
