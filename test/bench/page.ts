/** `npm run bench -- --page`: the report page in a real Chromium: data in to first paint, an update, and frames while the map is moved. */

import { existsSync, readFileSync } from "node:fs";
import { type Browser, type Page, chromium } from "playwright-core";
import type { PlanReport, Report, TopologyReport } from "../../shared/report";

/** Machines by the chips that they have. */
const machines: readonly (readonly [chips: number, change: Partial<TopologyReport>])[] = [
  [384, {}],
  [8192, { machine: "Atlas950", supernodes: 1, nodes: 1024, racks: { compute: 128, switch: 32 } }],
  [131_072, { machine: "Sixteen Atlas950", supernodes: 16, nodes: 1024, racks: { compute: 128, switch: 32 } }],
];
const rounds = 9;
/** Pages of their own for the first paint. */
const fresh = 5;
const frames = 60;
/** Milliseconds of a frame where there are 60 a second, as the clock of a page tells them. */
const frame = 16.9;
/** Milliseconds after which a page has done all that it put off. */
const rest = 300;

export interface PageRow {
  readonly what: string;
  readonly median: number;
  readonly aim: number;
  readonly unit: string;
}

export async function pageBench(): Promise<readonly PageRow[]> {
  const places = [process.env["CHROME_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place !== "" && existsSync(place));
  if (executablePath === undefined) throw new Error("no Chromium: set CHROME_PATH");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"] });
  const rows: PageRow[] = [];
  try {
    for (const [chips, change] of machines) {
      rows.push(...(await measure(browser, reportOn(chips, change), `${chips.toLocaleString("en")} chips`)));
    }
  } finally {
    await browser.close();
  }
  return rows;
}

/** The report of the tests on another machine, three quarters of it taken. */
function reportOn(chips: number, change: Partial<TopologyReport>): Report {
  const report = JSON.parse(readFileSync("test/fixtures/reports/deepseek-r1.json", "utf8")) as Report;
  const placements = [
    { phase: "prefill" as const, instance: 0, first_chip: 0, chips: chips / 4 },
    { phase: "decode" as const, instance: 0, first_chip: chips / 4, chips: chips / 2 },
  ];
  const plans = report.plans.map((plan): PlanReport => ({ ...plan, topology: { ...plan.topology, ...change, placements } }));
  return { ...report, plans };
}

async function measure(browser: Browser, report: Report, machine: string): Promise<PageRow[]> {
  const firsts: number[] = [];
  for (let round = 0; round < fresh; round++) {
    const page = await openPage(browser, report);
    firsts.push(await page.evaluate<number>("window.first()"));
    await page.close();
  }
  const page = await openPage(browser, report);
  await page.evaluate("window.first()");
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const processorTime = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  await page.waitForTimeout(rest);
  const updates: number[] = [];
  const before = await processorTime();
  for (let round = 0; round < rounds; round++)
    updates.push(await page.evaluate<number>(`window.send(${round + 2}, ${0.04 + round / 1000})`));
  const processor = ((await processorTime()) - before) / rounds;
  await page.getByRole("tab", { name: "Topology" }).click();
  await page.waitForTimeout(rest);
  const still = await processorTime();
  const zoom = await page.evaluate<number[]>(framesScript("wheel"));
  await page.waitForTimeout(rest);
  const pan = await page.evaluate<number[]>(framesScript("drag"));
  const moving = ((await processorTime()) - still) / (2 * frames);
  const memory = await page.evaluate<number>("performance.memory.usedJSHeapSize");
  await page.close();
  return [
    { what: `${machine}: data in to first paint`, median: median(firsts), aim: 100, unit: "ms" },
    { what: `${machine}: the same, best of ${fresh} pages`, median: Math.min(...firsts), aim: 100, unit: "ms" },
    { what: `${machine}: update`, median: median(updates), aim: 16, unit: "ms" },
    { what: `${machine}: the same, best of ${rounds}`, median: Math.min(...updates), aim: 16, unit: "ms" },
    { what: `${machine}: update, processor time of the page`, median: processor, aim: Number.NaN, unit: "ms" },
    { what: `${machine}: a frame while zooming`, median: median(zoom), aim: frame, unit: "ms" },
    { what: `${machine}: a frame while dragging`, median: median(pan), aim: frame, unit: "ms" },
    { what: `${machine}: a frame of both, processor time of the page`, median: moving, aim: frame, unit: "ms" },
    { what: `${machine}: slowest of ${frames} frames`, median: Math.max(...zoom, ...pan), aim: Number.NaN, unit: "ms" },
    { what: `${machine}: heap`, median: memory / 1e6, aim: Number.NaN, unit: "MB" },
  ];
}

/** A page that has loaded and waits for `report`. */
async function openPage(browser: Browser, report: Report): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const script = readFileSync("dist/report.js", "utf8");
  const style = readFileSync("dist/report.css", "utf8");
  await page.addInitScript(`
    window.acquireVsCodeApi = () => ({ postMessage: (message) => window.heard?.(message), getState: () => window.kept, setState: (state) => { window.kept = state; } });`);
  await page.goto("about:blank");
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><style>${style}</style></head><body data-document="file:///a.cmx"></body></html>`,
  );
  await page.evaluate(`window.report = ${JSON.stringify(report)}`);
  await page.addScriptTag({ content: script });
  // A frame begins; what comes after it begins when it has been painted.
  await page.evaluate(`
    window.painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    window.send = async (id, tpot) => {
      const report = structuredClone(window.report);
      if (tpot !== undefined) report.plans[0].metrics.tpot = tpot;
      // Asked for before the page asks for its own: what it puts off until it has painted does not count.
      const painted = window.painted();
      const start = performance.now();
      window.dispatchEvent(new MessageEvent("message", { data: { type: "report", id, report } }));
      await painted;
      return performance.now() - start;
    };
    window.first = async () => {
      const start = performance.now();
      const paint = new Promise((resolve) =>
        new PerformanceObserver((list) => list.getEntries().filter(({ startTime }) => startTime > start).forEach((entry) => resolve(entry.startTime)))
          .observe({ type: "largest-contentful-paint", buffered: true }));
      await window.send(1);
      return (await paint) - start;
    };`);
  return page;
}

/** Moves the map once a frame, and tells how long each frame took. */
function framesScript(way: "wheel" | "drag"): string {
  return `(async () => {
    const map = document.querySelector("svg.map");
    const box = map.getBoundingClientRect();
    const at = { clientX: box.left + box.width / 3, clientY: box.top + box.height / 2, bubbles: true, pointerId: 1, button: 0 };
    const times = [];
    if ("${way}" === "drag") map.dispatchEvent(new PointerEvent("pointerdown", at));
    let last = performance.now();
    for (let frame = 0; frame < ${frames}; frame++) {
      if ("${way}" === "wheel") map.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: frame < ${frames / 2} ? -30 : 15, ctrlKey: true, cancelable: true }));
      else map.dispatchEvent(new PointerEvent("pointermove", { ...at, clientX: at.clientX + 4 * frame }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    if ("${way}" === "drag") map.dispatchEvent(new PointerEvent("pointerup", at));
    return times.slice(2);
  })()`;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
