/** A real VS Code in a real browser, with the packed extension, as the user has it: opened, driven by keys and mouse, looked at. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from "playwright-core";
import { version } from "../../package.json";
import { serveExtension } from "./webExtension";
import { addressOfFile, type Editor, startEditor } from "../../scripts/editor.mjs";

const screenshots = resolve("build/screenshots");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const quiet = ["--disable-component-update", "--disable-sync"];

export interface Workbench {
  readonly page: Page;
  /** The folder that holds everything of this editor; its processes name it. */
  readonly state: string;
  /** Opens one of the files in a fresh window. */
  open(file: string): Promise<void>;
  /** The same of a folder that only another extension can read. */
  openVirtual(folder: string, file: string): Promise<void>;
  /** Loads the window again, as it was left. */
  reload(): Promise<void>;
  /** Runs a command from the palette by its title. */
  run(command: string): Promise<void>;
  /** Puts the cursor into the text editor, before a character (both counted from 1). */
  goTo(line: number, column: number): Promise<void>;
  /** Types over the word that begins at a place. */
  retype(line: number, column: number, text: string): Promise<void>;
  /** Opens the menu of quick fixes at the cursor and returns the one of that title. */
  fix(title: string): Promise<Locator>;
  /** The first line in sight that holds the words. */
  line(words: string): Promise<string>;
  /** Rows of the Problems view, of the given severities. */
  problems(...severities: readonly ("error" | "warning" | "info")[]): Locator;
  /** The report panel's page. */
  readonly report: FrameLocator;
  /** Keeps a picture of the window in build/screenshots. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Where the extension runs: installed, beside the files, or served from a folder into the browser's own extension host. */
export type Place = "server" | "browser";

/** Starts everything: a folder with the given files, the editor on it, a browser in front of it. */
export async function launch(
  files: Readonly<Record<string, string>>,
  place: Place = "server",
  trust: "trusted" | "restricted" = "trusted",
): Promise<Workbench> {
  const state = mkdtempSync(join(tmpdir(), "cmx-vscode-"));
  const folder = join(state, "plans");
  mkdirSync(folder, { recursive: true });
  mkdirSync(screenshots, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

  const editor = await startEditor({
    folder: join(state, "editor"),
    workspace: folder,
    port: 0,
    vsix: `build/cmx-${version}.vsix`,
    env: { HOME: state },
    restricted: trust === "restricted",
  });
  try {
    const context = await openBrowser(join(state, "browser"));
    const [page = await context.newPage()] = context.pages();
    page.setDefaultTimeout(15_000);
    if (place === "browser") await serveExtension(page, editor);
    return workbench(page, { context, editor, folder, state });
  } catch (error) {
    // An editor that nobody stops would keep the test run alive for ever.
    editor.stop();
    throw error;
  }
}

function openBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env["CHROME_PATH"] ?? "/usr/bin/chromium",
    args: [...flags, ...quiet],
    viewport: { width: 1600, height: 1000 },
  });
}

interface Running {
  readonly context: BrowserContext;
  readonly editor: Editor;
  readonly folder: string;
  /** Holds everything, and goes in the end. */
  readonly state: string;
}

function workbench(page: Page, { context, editor, folder, state }: Running): Workbench {
  const keyboard = page.keyboard;
  const input = page.locator(".quick-input-widget .quick-input-box input");
  const rows = page.locator(".markers-panel .monaco-list-row");

  /** Types a command into the palette. Focus moves late after some commands and closes the palette again: then once more. */
  const choose = async (command: string, attempts = 3): Promise<void> => {
    const patience = { timeout: 5_000 };
    try {
      await keyboard.press("F1");
      await input.fill(`>${command}`, patience);
      await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: command }).waitFor(patience);
      await keyboard.press("Enter");
    } catch (error) {
      if (attempts === 1) throw error;
      await keyboard.press("Escape");
      await choose(command, attempts - 1);
    }
  };

  const run = async (command: string): Promise<void> => {
    await choose(command);
    await input.waitFor({ state: "hidden" });
  };

  const goTo = async (line: number, column: number): Promise<void> => {
    await run("View: Focus First Editor Group");
    await keyboard.press("Control+g");
    await input.fill(`:${line}:${column}`);
    await keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await page.locator(".editor-instance .monaco-editor.focused").waitFor();
  };

  /** Keys that arrive while the editor still takes the focus are lost: then once more. */
  const fix = async (title: string, attempts = 3): Promise<Locator> => {
    const row = page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
    try {
      await keyboard.press("Control+.");
      await row.waitFor({ timeout: 5_000 });
      return row;
    } catch (error) {
      if (attempts === 1) throw error;
      await keyboard.press("Escape");
      return fix(title, attempts - 1);
    }
  };

  return {
    page,
    state,
    run,
    goTo,
    fix,
    async open(file) {
      await page.goto(addressOfFile(editor.address, folder, file));
      await page.locator(".monaco-editor .view-line").first().waitFor();
    },
    async openVirtual(virtual, file) {
      const payload = JSON.stringify([["openFile", `${virtual}/${file}`]]);
      await page.goto(`${editor.address}/?${new URLSearchParams({ folder: virtual, payload }).toString()}`);
      await page.locator(".monaco-editor .view-line").first().waitFor();
    },
    async reload() {
      // The command, and not the browser's button: only the command saves what has changed in the last minute.
      // And without the file to open in the address, which would take the place of the layout.
      await page.evaluate(`history.replaceState(null, "", "/?${new URLSearchParams({ folder }).toString()}")`);
      const loaded = page.waitForEvent("load");
      await choose("Developer: Reload Window");
      await loaded;
      await page.locator(".monaco-editor .view-line").first().waitFor();
    },
    async retype(line, column, text) {
      await goTo(line, column);
      await keyboard.press("Control+Shift+ArrowRight");
      await keyboard.type(text);
    },
    line: (words) =>
      page
        .locator(".view-line", { hasText: words.replaceAll(" ", "\u00a0") })
        .first()
        .innerText(),
    problems(...severities) {
      const icons = severities.map((severity) => `.codicon-${severity}`).join(", ");
      return rows.filter({ has: page.locator(icons) });
    },
    report: page.frameLocator("iframe.webview.ready").frameLocator("#active-frame"),
    async picture(name) {
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
    async close() {
      await context.close();
      editor.stop();
      await editor.closed;
      rmSync(state, { recursive: true, force: true });
    },
  };
}
