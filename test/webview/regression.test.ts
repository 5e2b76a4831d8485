/**
 * Each view in each theme, compared with the picture that is committed. `UPDATE_PICTURES=1` draws them anew; a changed picture is looked at
 * before it is committed. Fonts differ between machines, so pictures are compared by blocks of pixels, with a small tolerance.
 */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Panel, showReport } from "./harness";
import { dark, highContrast, highContrastLight, light } from "./themes";
import { onMesh, onTorus, training, twoPlans } from "./variants";

const folder = "test/webview/pictures";
const themes = { dark, light, "high-contrast": highContrast, "high-contrast-light": highContrastLight };
const tabs = ["Overview", "Topology", "Throughput", "Time", "Memory", "Compare"];
/** Mean difference of a block, of 255, that the eye takes for the same; and share of the blocks that may differ by more. */
const sameBlock = 24;
const mostDifferent = 0.01;

for (const [theme, colours] of Object.entries(themes)) {
  const look = { theme: colours, width: 900, height: 1000, dark: !theme.endsWith("light") };

  it(`looks as it did: ${theme}`, async () => {
    const { page } = await showReport(twoPlans(), look);
    for (const tab of tabs) await holdTo(page, tab, `${tab.toLowerCase()}-${theme}`);
  }).timeout(120_000);

  it(`a full mesh and a torus look as they did: ${theme}`, async () => {
    for (const [name, report] of Object.entries({ mesh: onMesh(2), torus: onTorus([4, 4, 4]) })) {
      const { page } = await showReport(report, { ...look, height: 600 });
      await holdTo(page, "Topology", `${name}-${theme}`);
      await page.context().close();
    }
  }).timeout(120_000);

  it(`training and a search look as they did: ${theme}`, async () => {
    const { page } = await showReport(training(), look);
    for (const tab of ["Throughput", "Time"]) await holdTo(page, tab, `training-${tab.toLowerCase()}-${theme}`);
  }).timeout(120_000);
}

async function holdTo(page: Panel["page"], tab: string, name: string): Promise<void> {
  await page.getByRole("tab", { name: tab }).click();
  await page.mouse.move(1, 1);
  const path = `${folder}/${name}.png`;
  const now = await page.screenshot();
  if (process.env["UPDATE_PICTURES"] !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, now);
    return;
  }
  assert.ok(existsSync(path), `${path} is missing: draw it with UPDATE_PICTURES=1 and look at it`);
  const share = await different(page, readFileSync(path), now);
  if (share > mostDifferent) {
    mkdirSync("build/screenshots", { recursive: true });
    writeFileSync(`build/screenshots/changed-${name}.png`, now);
  }
  assert.ok(share <= mostDifferent, `${path}: ${(share * 100).toFixed(1)}% of it looks different; see build/screenshots`);
}

/** Share of blocks of 8 × 8 pixels whose mean colour differs. */
async function different(page: Panel["page"], before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const pixels = async (base64) => {
      const image = new Image();
      image.src = "data:image/png;base64," + base64;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    };
    const [one, other] = [await pixels(${JSON.stringify(before.toString("base64"))}), await pixels(${JSON.stringify(after.toString("base64"))})];
    if (one.width !== other.width || one.height !== other.height) return 1;
    let blocks = 0;
    let differ = 0;
    for (let top = 0; top + 8 <= one.height; top += 8)
      for (let left = 0; left + 8 <= one.width; left += 8) {
        let sums = [0, 0, 0];
        for (let y = top; y < top + 8; y++)
          for (let x = left; x < left + 8; x++)
            for (let part = 0; part < 3; part++) sums[part] += one.data[(y * one.width + x) * 4 + part] - other.data[(y * one.width + x) * 4 + part];
        blocks++;
        if (Math.max(...sums.map(Math.abs)) / 64 > ${sameBlock}) differ++;
      }
    return differ / blocks;
  })()`);
}
