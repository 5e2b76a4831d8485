import { type ExtensionContext, Uri } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from "vscode-languageclient/browser";

/** The browser's own, which the type checker does not know here: the rest of the client must run without a DOM. */
declare const Worker: new (url: string) => never;

/** The client of the server that runs in a worker of the browser; each start of the client has a worker of its own. */
export function createBrowserClient(context: ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const script = Uri.joinPath(context.extensionUri, "dist", "server.web.js").toString(true);
  let worker: { terminate(): void } | undefined;
  const start = () => {
    worker?.terminate();
    const started = new Worker(script);
    worker = started;
    // The transports and not the worker: in VS Code's own, instances are not of the class that makes them.
    return Promise.resolve({ reader: new BrowserMessageReader(started), writer: new BrowserMessageWriter(started) });
  };
  const client = new LanguageClient("cmx", "CMX", start, options);
  context.subscriptions.push(client);
  return client;
}
