import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { fixture, keepPicture, showReport, waitFor } from "./harness";
import { dark } from "./themes";
import { onMachine, onMesh, onTorus, overflowing, withDecode } from "./variants";

describe("the map of CloudMatrix384", () => {
  it("shows 384 chips in 48 nodes, 12 compute and 4 switch racks", async () => {
    const { page } = await showReport(fixture());
    assert.deepEqual(await counts(page), { chips: 384, nodes: 48, compute: 12, switches: 4 });
    const numbers = await page.locator(".chip").evaluateAll((chips) => chips.map((chip) => Number(chip.getAttribute("data-chip"))));
    assert.deepEqual(
      numbers,
      Array.from({ length: 384 }, (_, index) => index),
    );
  });

  it("colours the chips by the phase that occupies them", async () => {
    const { page } = await showReport(fixture());
    assert.equal(await page.locator(".chip.prefill").count(), 96);
    assert.equal(await page.locator(".chip.decode").count(), 160);
    assert.equal(await page.locator(".chip.idle").count(), 128);
    const fills = new Set<string>();
    for (const kind of ["prefill", "decode", "idle"]) {
      fills.add(await page.evaluate(`getComputedStyle(document.querySelector(".chip.${kind}")).fill`));
    }
    assert.equal(fills.size, 3);
  });

  it("colours by memory and by fabric load, and keeps the choice", async () => {
    const { page, said } = await showReport(overflowing(), { theme: dark });
    await page.getByRole("button", { name: "Memory" }).click();
    assert.equal(await page.locator(".chip.over").count(), 160);
    assert.equal(await page.locator(".chip.memory").count(), 96);
    await keepPicture(page, "report-overflow-topology-memory");
    await page.getByRole("button", { name: "Fabric load" }).click();
    assert.equal(await page.locator(".chip.load").count(), 256);
    await keepPicture(page, "report-topology-fabric");
    assert.equal((await said()).filter((message) => message.type === "state").at(-1)?.state.colour_by, "fabric");
  });

  it("tells of a chip under the pointer and of the one chosen", async () => {
    const { page } = await showReport(fixture());
    const line = page.locator(".pointed");
    await page.locator('[data-chip="17"]').hover();
    assert.equal(await line.innerText(), "Chip 17 · node 3 · rack 1 · prefill instance 2 of 6 · 45.7 GB of 64 GB a rank (71%) · UB 31%");
    await page.locator('[data-chip="100"]').click();
    await page.mouse.move(1, 1);
    assert.match(await line.innerText(), /^Chip 100 · node 13 · rack 4 · decode/);
  });

  it("is walked with the arrow keys", async () => {
    const { page } = await showReport(fixture());
    await page.locator('[data-chip="0"]').focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
    assert.equal(await page.locator(".chip.chosen").getAttribute("data-chip"), "6");
    assert.equal(await page.evaluate("document.activeElement.getAttribute('data-chip')"), "6");
  });

  it("outlines the groups of the rank that is pointed at, and names them", async () => {
    const { page } = await showReport(fixture());
    await page.locator('[data-chip="17"]').hover();
    assert.equal(await page.locator(".peers rect").count(), 32);
    assert.match(await page.locator(".peers-text").innerText(), /^Rank 34 works with dp: 32 ranks on chips 16 to 31 · ep: 32 ranks/);
    await page.getByLabel("Groups of the rank that is pointed at").selectOption("ep");
    await page.locator('[data-chip="18"]').hover();
    assert.equal(await page.locator(".peers rect").count(), 16);
  });

  it("shows the dies of a chip from near, drops what is out of sight, and keeps the view through an update", async () => {
    const { page, send } = await showReport(fixture());
    await page.locator('[data-chip="0"]').focus();
    for (let times = 0; times < 7; times++) await page.keyboard.press("+");
    await waitFor(page, "document.querySelectorAll('[data-die]').length > 0");
    assert.ok((await page.locator(".chip").count()) < 384);
    const window = await page.locator("svg.map").getAttribute("viewBox");
    await send({ type: "report", report: fixture() });
    assert.equal(await page.locator("svg.map").getAttribute("viewBox"), window);
    await page.getByRole("button", { name: "The whole machine" }).click();
    await waitFor(page, "document.querySelectorAll('.chip').length === 384");
  });

  it("marks a fabric beyond its capacity by more than colour", async () => {
    const { page } = await showReport(
      withDecode(({ fabrics }) => ({ fabrics: fabrics.map((fabric) => ({ ...fabric, utilization: 1.2 })) })),
    );
    await page.getByRole("button", { name: "Fabric load" }).click();
    assert.match((await page.locator(".over-mark").first().textContent()) ?? "", /⚠ UB 120%/);
    assert.equal(await page.locator(".wire.over").first().getAttribute("stroke-dasharray"), "5 3");
  });

  it("fits a narrow panel without scrolling sideways", async () => {
    const { page } = await showReport(fixture(), { width: 420 });
    assert.deepEqual(await counts(page), { chips: 384, nodes: 48, compute: 12, switches: 4 });
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 420);
  });
});

describe("other machines", () => {
  it("a small machine made from a large one counts the racks that it fills", async () => {
    const { page } = await showReport(onMachine({ machine: "Mini", nodes: 4 }, 16));
    assert.match(await page.locator("main").innerText(), /4 compute and 4 switch racks · 4 nodes · 32 Ascend910C/);
  });

  it("one rack of NVL72: 18 nodes of 4 chips", async () => {
    const { page } = await showReport(
      onMachine({ machine: "GB200_NVL72", chip: "GB200", nodes: 18, chips_per_node: 4, racks: { compute: 1, switch: 0 } }, 64),
      { theme: dark },
    );
    assert.deepEqual(await counts(page), { chips: 72, nodes: 18, compute: 1, switches: 0 });
    await keepPicture(page, "report-nvl72");
  });

  it("a server of 8 chips", async () => {
    const { page } = await showReport(onMachine({ machine: "DGX_H100", chip: "H100", nodes: 1, racks: { compute: 0, switch: 0 } }, 8), {
      theme: dark,
    });
    assert.deepEqual(await counts(page), { chips: 8, nodes: 1, compute: 1, switches: 0 });
    await keepPicture(page, "report-dgx");
  });

  it("two supernodes side by side number their chips through", async () => {
    const { page } = await showReport(onMachine({ supernodes: 2 }, 400), { theme: dark });
    assert.deepEqual(await counts(page), { chips: 768, nodes: 96, compute: 24, switches: 8 });
    assert.match((await page.locator('[data-chip="384"]').getAttribute("aria-label")) ?? "", /node 1 · rack 1 · supernode 2 · decode/);
    await keepPicture(page, "report-two-supernodes");
  });

  it("2,048 servers are drawn by node, and the page says so", async () => {
    const { page } = await showReport(
      onMachine({ machine: "h100x16k", chip: "H100", supernodes: 2048, nodes: 1, racks: { compute: 0, switch: 0 } }, 8192),
      { theme: dark },
    );
    assert.equal(await page.locator(".chip").count(), 0);
    assert.equal(await page.locator("[data-node]").count(), 2048);
    assert.equal(await page.locator(".cell.decode").count(), 1024);
    assert.match(await page.locator("main").innerText(), /16,384 chips are too many to draw at once: each square is a node of 8 chips/);
    await keepPicture(page, "report-cluster");
  });

  it("a machine beyond all bounds is drawn in part", async () => {
    const { page } = await showReport(onMachine({ supernodes: 100_000 }, 160));
    assert.equal(await page.locator("[data-supernode]").count(), 4096);
    assert.match(await page.locator("main").innerText(), /The first 4,096 are shown/);
  });
});

describe("chips without switches between them", () => {
  it("a full mesh has a line between any two chips of a server, and the legend says so", async () => {
    const { page } = await showReport(onMesh(1), { theme: dark });
    await page.getByRole("tab", { name: "Topology" }).click();
    assert.equal(await linesIn(page, ".wire.link"), 28);
    assert.match(await page.locator(".legend").last().innerText(), /HCCS\s*full mesh: a link from each chip to 7 others/);
    await keepPicture(page, "report-mesh");
  });

  it("a chip that is pointed at shows the chips it is linked to", async () => {
    const { page } = await showReport(onMesh(2));
    await page.locator('[data-chip="9"]').hover();
    assert.equal(await page.locator(".peers circle").count(), 7);
    assert.match(await page.locator(".peers-text").innerText(), /links to chips 8, 10, 11, 12, 13, 14, 15$/);
  });

  it("links of many servers are drawn from near", async () => {
    const { page } = await showReport(onMesh(2048));
    assert.equal(await page.locator(".wire.link").count(), 0);
    await page.locator("[data-node]").first().focus();
    for (let times = 0; times < 6; times++) await page.keyboard.press("+");
    await waitFor(page, "document.querySelector('.wire.link') && document.querySelector('.chip')");
    assert.equal((await linesIn(page, ".wire.link")) % 28, 0);
  });

  it("a torus is a grid for each plane whose rows, columns and planes close", async () => {
    const { page } = await showReport(onTorus([4, 4, 4]), { theme: dark });
    await page.getByRole("tab", { name: "Topology" }).click();
    assert.deepEqual(await page.locator(".rack-name").allTextContents(), ["z 0", "z 1", "z 2", "z 3"]);
    assert.equal(await linesIn(page, ".wire.wrap"), 4 * 8);
    assert.equal(await linesIn(page, ".wire.bundle"), 4);
    await page.locator('[data-chip="21"]').hover();
    assert.match(await page.locator(".pointed").innerText(), /^Chip 21 · node 6 · \(1, 1, 1\) · decode/);
    assert.match(await page.locator(".peers-text").innerText(), /links to chips 5, 17, 20, 22, 25, 37$/);
    await keepPicture(page, "report-torus");
  });

  it("a torus of thousands of chips shows them and their links from near", async () => {
    const { page } = await showReport(onTorus([16, 20, 28]), { theme: dark });
    await page.getByRole("tab", { name: "Topology" }).click();
    assert.equal(await page.locator("[data-node]").count(), 2240);
    assert.equal(await page.locator(".wire.link").count(), 0);
    await page.locator("[data-node]").first().focus();
    for (let times = 0; times < 4; times++) await page.keyboard.press("+");
    await waitFor(page, "document.querySelector('.wire.link') && document.querySelector('.chip')");
    await keepPicture(page, "report-torus-near");
  });

  it("links beyond their capacity are dashed, and the picture says by how much", async () => {
    const report = onMesh(1);
    const load = { name: "HCCS", utilization: 1.2, bytes: 1, tiers: [] };
    const plans = report.plans.map((plan) => ({ ...plan, phases: plan.phases.map((phase) => ({ ...phase, fabrics: [load] })) }));
    const { page } = await showReport({ ...report, plans }, { dark: false });
    await page.getByRole("button", { name: "Fabric load" }).click();
    assert.equal(await page.locator(".wire.link").getAttribute("stroke-dasharray"), "5 3");
    assert.match((await page.locator(".over-mark").textContent()) ?? "", /⚠ HCCS 120%/);
    await keepPicture(page, "report-mesh-over");
  });
});

async function linesIn(page: Page, path: string): Promise<number> {
  return ((await page.locator(path).getAttribute("d")) ?? "").split("M").length - 1;
}

async function counts(page: Page): Promise<Record<string, number>> {
  return {
    chips: await page.locator("rect.chip").count(),
    nodes: await page.locator("rect.node").count(),
    compute: await page.locator("[data-rack=compute]").count(),
    switches: await page.locator("[data-rack=switch]").count(),
  };
}
