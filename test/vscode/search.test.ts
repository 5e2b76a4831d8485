/** A long search in the editor: it is told that it takes its time, and stops when the reader has enough. */

import { readFileSync } from "node:fs";
import { launch, type Workbench } from "./workbench";

const searches = Array.from(
  { length: 20 },
  (_, index) => `search S${index} {
  plan = R1
  vary decode.batch = 1..10000 step 1
  maximize = decode.throughput per chip
}
`,
).join("");

let workbench: Workbench;

describe("a long search", () => {
  before(async function () {
    this.timeout(120_000);
    workbench = await launch({ "long.cmx": `${readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8")}\n${searches}` });
    await workbench.open("long.cmx");
  });

  after(() => workbench.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.picture(`failed ${this.currentTest.title}`);
  });

  it("shows that it goes on, stops at Cancel, and leaves an editor that answers", async () => {
    await workbench.run("CMX: Simulate");
    const notification = workbench.page.locator(".notification-toast", { hasText: "CMX: computing the report" });
    await notification.waitFor();
    await workbench.picture("long-search");
    await notification.getByRole("button", { name: "Cancel" }).click();
    await notification.waitFor({ state: "detached" });
    await workbench.report.getByRole("alert").filter({ hasText: "Cancelled" }).waitFor();
    await workbench.picture("long-search-cancelled");
    await workbench.run("View: Focus First Editor Group");
    await workbench.page.locator(".codelens-decoration").filter({ hasText: "Simulate" }).first().waitFor();
  }).timeout(60_000);
});
