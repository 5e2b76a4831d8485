/** The same extension where there is no Node: the server in a web worker, imports read through the editor. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { launch, type Workbench } from "./workbench";

const example = readFileSync("examples/first-steps.cmx", "utf8");
const [workload = "", plan = ""] = example.split(/(?=^serve )/m);

const text = `import "chat.cmx"\n\n${plan}`;
/** Where the plan's limit for the time per token stands. */
const limit = positionOf(/(?<=expect tpot <= )\d+/);

let workbench: Workbench;

// Hooks outside a describe would run for every file of the folder.
describe("in the browser, without Node", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({ "plan.cmx": text, "chat.cmx": workload }, "browser");
    await workbench.open("plan.cmx");
  });

  after(() => workbench.close());

  beforeEach(function () {
    this.currentTest?.timeout(60_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  it("analyses a plan and the file that it imports", async () => {
    await workbench.run("Problems: Focus on Problems View");
    await workbench.problems("info").filter({ hasText: "CMX501" }).first().waitFor();
    assert.deepEqual(await workbench.problems("error", "warning").allInnerTexts(), []);
  });

  it("draws the report", async () => {
    await workbench.run("View: Hide Panel");
    await workbench.goTo(1, 1);
    await workbench.run("CMX: Simulate");
    await workbench.report.locator('[data-figure="tpot"] .figure').waitFor();
    await workbench.picture("browser-report");
  });

  it("has the verdict and the expectations as tests", async () => {
    await workbench.page.locator(".statusbar-item", { hasText: "FirstSteps" }).waitFor();
    await workbench.run("Testing: Focus on Test Explorer View");
    await workbench.run("Test: Run All Tests");
    await workbench.page.locator(".test-explorer .codicon-testing-passed-icon").first().waitFor();
  });

  it("starts its server anew when asked to, which sees the files as they are", async () => {
    await workbench.retype(limit.line, limit.column, "1");
    await workbench.page.locator(".squiggly-error").first().waitFor();
    await workbench.run("CMX: Restart Language Server");
    await workbench.retype(limit.line, limit.column, "90");
    await workbench.page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await workbench.retype(limit.line, limit.column, "2");
    await workbench.page.locator(".squiggly-error").first().waitFor();
  });

  it("takes a file that has no name yet", async () => {
    await workbench.run("CMX: Open the First Example");
    await workbench.page.locator(".view-line", { hasText: "First steps." }).first().waitFor();
    await workbench.page.locator(".codelens-decoration", { hasText: "Simulate" }).first().waitFor();
  });
});

function positionOf(word: RegExp): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, text.search(word)).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
