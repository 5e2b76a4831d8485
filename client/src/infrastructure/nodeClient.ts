import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";

/** The client of the server that runs in VS Code's own Node: nothing to download, nothing to configure. */
export function createNodeClient(context: ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const server = { module: Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath, transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ["--nolazy", "--inspect=6384", "--enable-source-maps"] } };
  const client = new LanguageClient("cmx", "CMX", { run: server, debug }, options);
  context.subscriptions.push(client);
  return client;
}
