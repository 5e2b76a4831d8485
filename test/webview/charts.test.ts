import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { fixture, keepPicture, showReport } from "./harness";
import { searched } from "./variants";

describe("charts by keyboard", () => {
  it("arrow keys move between the points of the throughput curve, and what a point says is said aloud", async () => {
    const { page } = await showReport(fixture());
    await page.getByRole("tab", { name: "Throughput" }).click();
    const [first, second] = fixture().plans[0]?.curve?.points ?? [];
    assert.ok(first && second);
    assert.match(
      await press(page, "throughput", "ArrowRight"),
      new RegExp(`requests per chip, .* tokens/s per chip, TPOT .*${first.batch.toLocaleString("en")} requests per instance`),
    );
    assert.match(await press(page, "throughput", "ArrowRight"), new RegExp(`${second.batch.toLocaleString("en")} requests per instance`));
    await keepPicture(page, "chart-by-keyboard");
    const beginning = await press(page, "throughput", "Home");
    assert.equal(await press(page, "throughput", "ArrowLeft"), beginning);
    assert.notEqual(await press(page, "throughput", "End"), beginning);
  });

  it("operators under the roofline, from the least to the most FLOP for a byte; its roofs say nothing", async () => {
    const { page } = await showReport(fixture());
    await page.getByRole("tab", { name: "Time" }).click();
    const words = [await press(page, "roofline", "Home"), await press(page, "roofline", "ArrowRight")].map((text) =>
      Number(/([\d.,]+) FLOP\/B/.exec(text)?.[1]?.replace(",", "")),
    );
    assert.ok((words[0] ?? Number.NaN) < (words[1] ?? Number.NaN), words.join(" "));
  });

  it("points of a search's front", async () => {
    const { page } = await showReport(searched());
    await page.getByRole("tab", { name: "Throughput" }).click();
    assert.match(await press(page, "search", "End"), /decode\.batch = 16 requests per chip, .*misses the slo/i);
  });
});

/** What is said after a key on the first chart whose key begins like this. */
async function press(page: Page, chart: string, key: string): Promise<string> {
  const holder = page.locator(`[data-chart^="${chart}"]`).first();
  await holder.focus();
  await holder.press(key);
  return (await holder.locator(".aloud").textContent()) ?? "";
}
