import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { htmlReport } from "../../shared/standalone";
import type { Report } from "../../shared/report";
import { type PanelOptions, fixture, keepPicture, newPage } from "./harness";

describe("the standalone report", () => {
  it("opens from disk, without a violation of its own policy and without asking anyone", async () => {
    const page = await open(fixture());
    assert.equal(await page.title(), "R1 · deepseek-r1-cloudmatrix384.cmx · CMX report");
    assert.equal(await page.locator(".chip").count(), 384);
    await keepPicture(page, "standalone-dark");
  });

  it("keeps tab and plan through a reload", async () => {
    const page = await open(fixture());
    await page.getByRole("tab", { name: "Throughput" }).click();
    await page.reload();
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Throughput");
  });

  it("has no text to show, so findings are no buttons", async () => {
    const page = await open(fixture());
    assert.equal(await page.locator("[data-action=reveal]").count(), 0);
  });

  it("speaks the language of the editor that it was exported from, whoever opens it", async () => {
    const report = fixture();
    const diagnostics = report.diagnostics.map((each) => ({ ...each, message: "解码受 HBM 带宽限制。" }));
    const page = await open({ ...report, diagnostics }, { language: "zh-cn" });
    assert.equal(await page.evaluate("document.documentElement.lang"), "zh-cn");
    assert.ok((await page.getByRole("tab").allInnerTexts()).includes("拓扑"));
    assert.ok((await page.getByText("解码受 HBM 带宽限制。").count()) > 0);
  });

  it("speaks the reader's language where none is written", async () => {
    const page = await open(fixture());
    assert.equal(await page.evaluate("document.documentElement.lang === navigator.language"), true);
  });

  it("holds any text of a report", async () => {
    const report = { ...fixture(), file: `a&b</script><script>alert(1)</script>.cmx` };
    const page = await open(report);
    assert.match(await page.title(), /script/);
    assert.equal(await page.locator(".chip").count(), 384);
  });

  it("follows the system's light scheme", async () => {
    const page = await open(fixture(), { dark: false });
    assert.equal(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
    await keepPicture(page, "standalone-light");
  });
});

async function open(report: Report, options: PanelOptions = {}): Promise<Page> {
  const assets = { script: readFileSync("dist/report.js", "utf8"), style: readFileSync("dist/report.css", "utf8") };
  mkdirSync("build/standalone", { recursive: true });
  const path = resolve("build/standalone/report.html");
  writeFileSync(path, await htmlReport(report, assets, options.language));
  const page = await newPage(options);
  await page.goto(pathToFileURL(path).href);
  return page;
}
