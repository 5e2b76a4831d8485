/**
 * The bundled page in a real Chromium, served with the security policy of the panel, with a host that records what the page says.
 * Anything that the policy forbids and any error of the page fails the test.
 */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";
import type { HostMessage, PageMessage, PageState, Report } from "../../shared/report";
import type { Theme } from "./themes";

const origin = "http://panel.test";
const nonce = "c2VjcmV0";
const policy = `default-src 'none'; img-src ${origin} data:; script-src 'nonce-${nonce}'; style-src ${origin}`;

type Sent = HostMessage extends infer M ? (M extends { readonly id: number } ? Omit<M, "id"> : never) : never;
export type Reply = Extract<PageMessage, { readonly type: "reply" }>;

/** A page and the host that it believes to run in. */
export interface Panel {
  readonly page: Page;
  /** Sends a message and gives the page's reply to it. */
  readonly send: (message: Sent | { readonly type: "nonsense" }) => Promise<Reply>;
  /** What the page said so far. */
  readonly said: () => Promise<readonly PageMessage[]>;
  readonly setTheme: (theme: Theme) => Promise<void>;
}

export interface PanelOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: Theme;
  readonly state?: PageState;
  readonly dark?: boolean;
  readonly language?: string;
}

let browser: Browser | undefined;
let context: BrowserContext | undefined;
let problems: string[] = [];

before(async () => {
  const { bundle } = (await import(pathToFileURL("scripts/bundle.mjs").href)) as { bundle: (what: { names: string[] }) => Promise<void> };
  await bundle({ names: ["page", "pageStyle"] });
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
});

afterEach(async () => {
  await context?.close();
  context = undefined;
  const found = problems;
  problems = [];
  assert.deepEqual(found, []);
});

after(() => browser?.close());

/** The report that the tests look at. */
export function fixture(): Report {
  return JSON.parse(readFileSync("test/fixtures/reports/deepseek-r1.json", "utf8")) as Report;
}

/** A panel that has loaded, and no more. */
export async function openPanel(options: PanelOptions = {}): Promise<Panel> {
  const page = await newPage(options);
  await page.route(`${origin}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "")
      return route.fulfill({ contentType: "text/html", headers: { "content-security-policy": policy }, body: html(options.language) });
    return route.fulfill({ path: `dist/${name}` });
  });
  await page.addInitScript({ content: hostScript(options) });
  await page.goto(origin);
  let id = 0;
  return {
    page,
    send: async (message) => {
      id++;
      await page.evaluate(`window.postMessage(${JSON.stringify({ ...message, id })}, "*")`);
      return (await waitFor(page, `window.said.find((each) => each.type === "reply" && each.id === ${id})`)) as Reply;
    },
    said: () => page.evaluate("window.said"),
    setTheme: (theme) => page.evaluate(themeScript(theme)),
  };
}

/** A panel that shows a report. */
export async function showReport(report: Report, options: PanelOptions = {}): Promise<Panel> {
  const panel = await openPanel(options);
  assert.deepEqual(await panel.send({ type: "report", report }), { type: "reply", id: 1, ok: true });
  return panel;
}

/** The value of an expression as soon as it is true. The page's policy forbids the `eval` of Playwright's own wait. */
export function waitFor(page: Page, expression: string): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => { const found = ${expression}; if (found) resolve(found); else requestAnimationFrame(look); };
    look();
  })`);
}

/** An empty page that reports what goes wrong in it. */
export async function newPage({ width = 1200, height = 900, dark = true }: PanelOptions = {}): Promise<Page> {
  assert.ok(browser);
  context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/panel\.test|file:|data:)/.test(request.url())) problems.push(`asked for ${request.url()}`);
  });
  await page.addInitScript({
    content: `addEventListener("securitypolicyviolation", (event) => console.error("forbidden: " + event.violatedDirective + " " + event.blockedURI));`,
  });
  return page;
}

/** Keeps a picture of the whole page for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync("build/screenshots", { recursive: true });
  await page.screenshot({ path: `build/screenshots/${name}.png`, fullPage: true });
}

function html(language = "en"): string {
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><title>Report</title><link rel="stylesheet" href="report.css"></head>
<body data-document="file:///plans/r1.cmx"><script nonce="${nonce}" src="report.js"></script></body></html>`;
}

function hostScript({ theme, state }: PanelOptions): string {
  return `
    window.said = [];
    if (${JSON.stringify(state ?? null)} && !sessionStorage.state) sessionStorage.state = ${JSON.stringify(JSON.stringify(state ?? null))};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.said.push(structuredClone(message)),
      getState: () => JSON.parse(sessionStorage.state ?? "null") ?? undefined,
      setState: (state) => { sessionStorage.state = JSON.stringify(state); },
    });
    ${theme ? `addEventListener("DOMContentLoaded", () => { ${themeScript(theme)} }); ${variables(theme)}` : ""}`;
}

function themeScript(theme: Theme): string {
  return `document.body.className = ${JSON.stringify(theme.kind)}; ${variables(theme)}`;
}

function variables({ colours }: Theme): string {
  return `for (const [name, value] of Object.entries(${JSON.stringify(colours)})) document.documentElement?.style.setProperty("--vscode-" + name, value);`;
}

function chromiumPath(): string {
  const places = [process.env["CHROME_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];
  const found = places.find((place) => place !== "" && existsSync(place));
  assert.ok(found, "no Chromium: set CHROME_PATH or install chromium");
  return found;
}
