/** What stands around the text: verdict, tests, templates; and what happens when the server stops. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { launch, type Workbench } from "./workbench";

const example = readFileSync("examples/first-steps.cmx", "utf8");

let workbench: Workbench;

describe("around the text", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({ "plan.cmx": example });
    await workbench.open("plan.cmx");
  });

  after(() => workbench.close());

  beforeEach(function () {
    this.currentTest?.timeout(90_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  const verdict = (): Locator => workbench.page.locator(".statusbar-item", { hasText: "FirstSteps" });
  const limit = placeOf(/expect tpot <= (?=\d)/);

  function placeOf(before: RegExp): { readonly line: number; readonly column: number } {
    const found = before.exec(example);
    assert.ok(found);
    const lines = example.slice(0, found.index + found[0].length).split("\n");
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  }

  it("the status bar has the verdict on the plan", async () => {
    // The extension wakes up first.
    await verdict().waitFor({ timeout: 60_000 });
    assert.match(await verdict().innerText(), /FirstSteps: .*tokens\/s per chip · TPOT/);
  });

  it("each expectation is a test that can be run", async () => {
    await workbench.run("Testing: Focus on Test Explorer View");
    const tree = workbench.page.locator(".test-explorer");
    await tree.getByText("plan.cmx").first().waitFor();
    await workbench.run("Test: Run All Tests");
    await tree.locator(".codicon-testing-passed-icon").first().waitFor();
    await workbench.picture("tests-passed");
  });

  it("a failing one shows what is expected and what is", async () => {
    await workbench.retype(limit.line, limit.column, "1");
    await workbench.run("Test: Run All Tests");
    const tree = workbench.page.locator(".test-explorer");
    await tree.locator(".codicon-testing-failed-icon").first().waitFor();
    await verdict()
      .filter({ has: workbench.page.locator(".codicon-error") })
      .waitFor();
    await workbench.picture("tests-failed");
  });

  it("a continuous run follows the edit", async () => {
    await workbench.run("Test: Start Continuous Run");
    await workbench.retype(limit.line, limit.column, "30");
    const tree = workbench.page.locator(".test-explorer");
    await tree.locator(".codicon-testing-failed-icon").first().waitFor({ state: "detached" });
    await tree.locator(".codicon-testing-passed-icon").first().waitFor();
  });

  it("a server that stops is started again, with a message, and goes on where it was", async () => {
    await workbench.retype(limit.line, limit.column, "2");
    await verdict()
      .filter({ has: workbench.page.locator(".codicon-error") })
      .waitFor();
    process.kill(serverProcess(), "SIGKILL");
    await workbench.page.locator(".notification-toast", { hasText: "started again" }).waitFor();
    await workbench.picture("server-restarted");
    await workbench.retype(limit.line, limit.column, "28");
    await verdict()
      .filter({ has: workbench.page.locator(".codicon-pass") })
      .waitFor();
    assert.match(await workbench.line("expect tpot"), /28/);
  });

  it("the same file in two editors has one truth", async () => {
    await workbench.goTo(limit.line, limit.column);
    await workbench.page.keyboard.press("Control+\\");
    await workbench.page.locator(".editor-instance").nth(1).waitFor();
    await workbench.retype(limit.line, limit.column, "0");
    const marked = workbench.page.locator(".editor-instance", { has: workbench.page.locator(".squiggly-error") });
    await marked.nth(1).waitFor();
    assert.equal(await marked.count(), 2);
    await workbench.retype(limit.line, limit.column, "25");
    await marked.first().waitFor({ state: "detached" });
  });

  it("a new plan begins with a whole one, in a file that has no name yet", async () => {
    await workbench.page.keyboard.press("F1");
    const input = workbench.page.locator(".quick-input-widget .quick-input-box input");
    await input.fill(">CMX: New Plan");
    await workbench.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "CMX: New Plan" }).waitFor();
    await workbench.page.keyboard.press("Enter");
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "Dense serving" }).click();
    await workbench.page.locator(".view-line", { hasText: "Llama33_70B" }).waitFor();
    await workbench.page.keyboard.press("Escape");
    await workbench.page.locator(".statusbar-item", { hasText: "Llama70B" }).waitFor();
    await workbench.picture("new-plan");
  });

  it("the walkthrough opens its playable file", async () => {
    await workbench.run("CMX: Open the First Example");
    await workbench.page.locator(".view-line", { hasText: "First steps." }).first().waitFor();
    await verdict().waitFor();
    await workbench.run("CMX: Simulate");
    await workbench.report.locator('[data-figure="tpot"] .figure').waitFor();
    await workbench.picture("first-example");
  });
});

/** The language server of the editor that this test has started, and of no other. */
function serverProcess(): number {
  const commands = readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return [{ pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, "utf8") }];
    } catch {
      // It has ended in the meantime.
      return [];
    }
  });
  const servers = commands.filter(({ command }) => command.includes(workbench.state) && command.includes("dist/server.js"));
  assert.equal(servers.length, 1, "one server, of our own editor");
  return servers[0]?.pid ?? -1;
}
