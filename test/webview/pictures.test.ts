import { fixture, keepPicture, showReport } from "./harness";
import { dark, highContrast, light } from "./themes";

const tabs = ["Overview", "Topology", "Memory", "Time", "Throughput"];
const widths = [420, 1200];
const themes = { dark, light, "high-contrast": highContrast };

describe("pictures of the page", () => {
  for (const [name, theme] of Object.entries(themes)) {
    for (const width of widths) {
      it(`${name}, ${width} pixels wide`, async () => {
        const { page } = await showReport(fixture(), { width, theme });
        for (const tab of tabs) {
          await page.getByRole("tab", { name: tab }).click();
          await keepPicture(page, `report-${name}-${width}-${tab.toLowerCase()}`);
        }
      });
    }
  }
});
