import { type ExtensionContext, Uri, workspace } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient";
import { LanguageClient } from "vscode-languageclient/browser";

/** The browser's own, which the type checker does not know here: the rest of the client must run without a DOM. */
declare const Worker: new (url: string) => never;

/** The client of the server that runs in a worker. A worker sees no files, so the client reads them on its behalf. */
export function createBrowserClient(context: ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const script = Uri.joinPath(context.extensionUri, "dist", "server.web.js");
  const client = new LanguageClient("cmx", "CMX", new Worker(script.toString(true)), options);
  context.subscriptions.push(
    client,
    client.onRequest("cmx/readFile", ({ uri }: { readonly uri: string }) => readText(Uri.parse(uri))),
  );
  return client;
}

/** The text of a file, or null where it cannot be read. */
async function readText(uri: Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
