import assert from "node:assert/strict";
import { fixture, openPanel, showReport } from "./harness";

describe("messages", () => {
  it("the page says that it is ready before anything else", async () => {
    const { said } = await openPanel();
    assert.deepEqual(await said(), [{ type: "ready" }]);
  });

  it("a report that takes long is waited for aloud", async () => {
    const { page, send } = await openPanel();
    await page.getByText("Computing…").waitFor();
    await send({ type: "report", report: fixture() });
    assert.equal(await page.getByText("Computing…").count(), 0);
  });

  it("what is out of sight stands too when the page answers", async () => {
    const { page } = await showReport(fixture(), { height: 300 });
    assert.equal(await page.getByRole("heading", { name: "Before you trust a figure" }).count(), 1);
    assert.equal(await page.locator('[data-part="later"]').count(), 0);
  });

  it("a failure is shown above the report that stands, and goes with the next report", async () => {
    const { page, send } = await showReport(fixture());
    assert.equal((await send({ type: "failed", reason: "The file was closed." })).ok, true);
    assert.equal(await page.getByRole("alert").innerText(), "The file was closed.");
    assert.equal(await page.locator(".chip").count(), 384);
    await send({ type: "report", report: fixture() });
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("a failure before the first report is shown too", async () => {
    const { page, send } = await openPanel();
    await send({ type: "failed", reason: "The file cannot be read." });
    assert.equal(await page.getByRole("alert").innerText(), "The file cannot be read.");
  });

  it("a first report that was cancelled says nothing about plans that the file may well have", async () => {
    const { page, send } = await openPanel();
    await send({ type: "failed", reason: "Cancelled." });
    assert.equal(await page.locator(".empty").innerText(), "The next edit of the text makes the report anew.");
    await send({ type: "report", report: { ...fixture(), plans: [] } });
    assert.match(await page.locator(".empty").innerText(), /^There is no plan in this file yet/);
  });

  it("what is not a report is refused with a reason, and the report that stands stays", async () => {
    const { page, send } = await showReport(fixture());
    const reply = await send({ type: "report", report: { schema: "cmx-report/9" } as never });
    assert.equal(reply.ok, false);
    assert.match(reply.reason ?? "", /not a report/);
    const broken = await send({ type: "report", report: { ...fixture(), plans: [{}] } as never });
    assert.equal(broken.ok, false);
    assert.equal(await page.locator(".chip").count(), 384);
    assert.equal((await send({ type: "report", report: fixture() })).ok, true);
  });

  it("a message of an unknown type is answered", async () => {
    const { send } = await openPanel();
    const reply = await send({ type: "nonsense" });
    assert.equal(reply.ok, false);
    assert.match(reply.reason ?? "", /nonsense/);
  });

  it("findings, expectations and the plan's name show their place in the text", async () => {
    const report = fixture();
    const { page, said } = await showReport(report);
    await page.getByRole("button", { name: /decode is limited by HBM/ }).click();
    await page.getByRole("button", { name: /tpot <= 50 ms/ }).click();
    await page.locator("h1").getByRole("button").click();
    assert.deepEqual(
      (await said()).filter((message) => message.type === "reveal").map((message) => message.range),
      [report.diagnostics[1]?.range, report.plans[0]?.expectations[2]?.range, report.plans[0]?.range],
    );
  });

  it("text of a report is never markup", async () => {
    const { page } = await showReport({ ...fixture(), diagnostics: [{ ...evil, message: "<img src=x onerror=alert(1)>" }] });
    assert.equal(await page.locator("img").count(), 0);
    assert.match(await page.locator(".findings").innerText(), /<img src=x/);
  });
});

const evil = { code: "CMX101", severity: "error", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } } as const;
