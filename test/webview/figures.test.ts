import assert from "node:assert/strict";
import { type Panel, fixture, showReport, waitFor } from "./harness";
import { twoPlans } from "./variants";

describe("what a reader takes along", () => {
  it("a table as Markdown, as it reads", async () => {
    const { page, said } = await showReport(fixture());
    await page.getByRole("tab", { name: "Memory" }).click();
    await page.getByRole("button", { name: "Copy as Markdown" }).first().click();
    const [head, rule, weights] = (await copied(said)).split("\n");
    assert.equal(head, "| Part | prefill | % | decode | % |");
    assert.equal(rule, "| :-- | --: | --: | --: | --: |");
    assert.match(weights ?? "", /^\| Weights \| \d+\.?\d* GB \| \d+% \|/);
  });

  it("a table as CSV, with SI values and their units", async () => {
    const report = fixture();
    const { page, said } = await showReport(report);
    await page.getByRole("tab", { name: "Memory" }).click();
    await page.getByRole("button", { name: "Copy as CSV" }).first().click();
    const [head, weights] = (await copied(said)).split("\n");
    assert.equal(head, "Part,prefill (B),%,decode (B),%");
    assert.equal(weights?.split(",")[1], String(report.plans[0]?.phases[0]?.memory.parts.weights));
  });

  it("a chart as SVG, drawn anew with its axes, and as PNG", async () => {
    const { page, said } = await showReport(fixture());
    await page.getByRole("tab", { name: "Memory" }).click();
    await page.getByRole("button", { name: "Save as SVG" }).first().click();
    const svg = await saved(page, said, "R1-memory.svg");
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.match(svg, />Capacity 64 GB<\/text>/);
    assert.doesNotMatch(svg, /NaN|undefined/);
    await page.getByRole("button", { name: "Save as PNG" }).first().click();
    assert.match(await saved(page, said, "R1-memory.png"), /^iVBORw0KGgo/);
  });

  it("the map as SVG: its colours are its own", async () => {
    const { page, said } = await showReport(fixture());
    await page.getByRole("tab", { name: "Topology" }).click();
    await page.getByRole("button", { name: "Save as SVG" }).first().click();
    const svg = await saved(page, said, "R1-topology.svg");
    assert.equal(svg.match(/<rect [^>]*fill="#[0-9a-f]+"[^>]*role="img"/g)?.length, 384);
    assert.doesNotMatch(svg, /class=|data-|var\(/);
  });

  it("the report as JSON, and a page of its own is the host's to make", async () => {
    const { page, said } = await showReport(fixture());
    await page.getByRole("button", { name: "JSON" }).click();
    assert.deepEqual(JSON.parse(await saved(page, said, "deepseek-r1-cloudmatrix384.json")), fixture());
    await page.getByRole("button", { name: "HTML" }).click();
    assert.ok((await said()).some(({ type }) => type === "export"));
  });
});

describe("plans side by side", () => {
  it("marks what differs and who is best, and leaves a plan out at a click", async () => {
    const { page } = await showReport(twoPlans());
    await page.getByRole("tab", { name: "Compare" }).click();
    const row = page.getByRole("row", { name: /^Decode throughput/ });
    assert.match(await row.innerText(), /tokens\/s\t.* ★ \+100%$/);
    await page.getByRole("button", { name: "Differences only" }).click();
    assert.equal(await page.getByRole("row", { name: /^Model/ }).count(), 0);
    await page.getByRole("button", { name: "Twice", pressed: true }).click();
    assert.match(await page.locator("main").innerText(), /Choose at least two plans/);
  });

  it("holds no energy of a token against that of a training", async () => {
    const report = twoPlans();
    const mixed = report.plans.map((plan, index) => (index === 1 ? { ...plan, kind: "train" as const } : plan));
    const { page } = await showReport({ ...report, plans: mixed });
    await page.getByRole("tab", { name: "Compare" }).click();
    assert.match(await page.getByRole("row", { name: /^Energy per token/ }).innerText(), /J\t–$/);
    assert.match(await page.getByRole("row", { name: /^Energy of the training/ }).innerText(), /\t–\t.*J/);
  });

  it("takes plans of other open files", async () => {
    const { page, send, said } = await showReport(fixture());
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.getByRole("button", { name: "Add plans of other open files" }).click();
    assert.ok((await said()).some(({ type }) => type === "compare"));
    await send({ type: "others", reports: [{ ...twoPlans(), file: "other.cmx" }] });
    assert.equal(await page.getByRole("columnheader", { name: "Twice · other.cmx" }).count(), 1);
  });
});

async function copied(said: Panel["said"]): Promise<string> {
  return (await said()).filter((message) => message.type === "copy").at(-1)?.text ?? "";
}

async function saved(page: Panel["page"], said: Panel["said"], name: string): Promise<string> {
  await waitFor(page, `window.said.some((each) => each.type === "save" && each.name === ${JSON.stringify(name)})`);
  return (await said()).filter((message) => message.type === "save").find((message) => message.name === name)?.content ?? "";
}
