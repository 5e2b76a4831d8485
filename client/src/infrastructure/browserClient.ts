import { type ExtensionContext, Uri } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient";
import { LanguageClient } from "vscode-languageclient/browser";

/** The browser's own, which the type checker does not know here: the rest of the client must run without a DOM. */
declare const Worker: new (url: string) => never;

/** The client of the server that runs in a worker of the browser. */
export function createBrowserClient(context: ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const script = Uri.joinPath(context.extensionUri, "dist", "server.web.js");
  const client = new LanguageClient("cmx", "CMX", new Worker(script.toString(true)), options);
  context.subscriptions.push(client);
  return client;
}
