import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../shared/report";
import { analyse } from "../../server/src/analysis";
import { folderHost, uriOf } from "../unit/catalog/host";
import { keepPicture, showReport } from "./harness";
import { light } from "./themes";

/** What the engine says of an example, today. */
function reportOf(name: string): Report {
  return analyse(uriOf(name), readFileSync(join("examples", name), "utf8"), folderHost("examples")).report(name);
}

for (const name of readdirSync("examples").filter((each) => each.endsWith(".cmx"))) {
  it(`${name} is drawn as the engine reports it`, async () => {
    const report = reportOf(name);
    const { page } = await showReport(report, { theme: light });
    const [plan] = report.plans;
    assert.ok(plan);
    assert.equal(await page.locator("h1").innerText(), report.plans.map((each) => each.name).join("\n"));
    assert.equal(await page.getByRole("status").getAttribute("data-feasible"), String(plan.feasible));
    const { nodes, chips_per_node, supernodes } = plan.topology;
    // A cluster of thousands of servers is drawn by node, and says so.
    const byNode = (await page.locator("main").innerText()).includes("each square is a node");
    const cells = await page.locator(byNode ? "[data-node]" : "rect.chip").count();
    assert.equal(cells * (byNode ? chips_per_node : 1), nodes * chips_per_node * supernodes);
    for (const tab of ["Topology", "Memory", "Time", "Throughput"]) {
      await page.getByRole("tab", { name: tab }).click();
      assert.equal(await page.getByRole("tab", { selected: true }).innerText(), tab);
      if (name.startsWith("deepseek")) await keepPicture(page, `example-${tab.toLowerCase()}`);
    }
  });
}
