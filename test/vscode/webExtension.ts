/** The extension in the browser's own extension host: its files served over HTTP, its server a web worker. */

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Page } from "playwright-core";
import type { Editor } from "../../scripts/editor.mjs";

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** Serves the checkout and tells the workbench, before it reads its configuration, that extensions are developed there: ours, and a file system for tests. */
export async function serveExtension(page: Page, editor: Editor): Promise<void> {
  const server = createServer(({ url = "/" }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://files").pathname));
    try {
      const content = readFileSync(join(process.cwd(), path));
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  void editor.closed.then(() => server.close());
  const { port } = server.address() as AddressInfo;
  // Through the editor's own proxy: a worker is only allowed from the page's own origin.
  const at = (path: string) => ({ scheme: "http", authority: new URL(editor.address).host, path: `/proxy/${port}${path}` });
  await page.addInitScript(develop, [at(""), at("/test/vscode/virtual")]);
}

/** Runs in the page. */
function develop(extensions: readonly { readonly scheme: string; readonly authority: string; readonly path: string }[]): void {
  const dom = globalThis as unknown as {
    readonly document: {
      getElementById(id: string): { getAttribute(name: string): string; setAttribute(name: string, value: string): void } | null;
    };
    readonly MutationObserver: new (changed: () => void) => { observe(node: unknown, options: object): void; disconnect(): void };
  };
  const observer = new dom.MutationObserver(() => {
    const meta = dom.document.getElementById("vscode-workbench-web-configuration");
    if (meta === null) return;
    observer.disconnect();
    const settings = JSON.parse(meta.getAttribute("data-settings")) as object;
    meta.setAttribute("data-settings", JSON.stringify({ ...settings, developmentOptions: { extensions } }));
  });
  observer.observe(dom.document, { childList: true, subtree: true });
}
