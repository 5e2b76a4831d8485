import { type CancellationToken, type Uri, workspace } from "vscode";
import type { Surroundings } from "../../infrastructure/context";

/** Shows the catalog's source as read-only documents, so that "Go to Definition" on `Ascend910C` leads to its figures. */
export function activateCatalog({ context, client }: Surroundings): void {
  const provideTextDocumentContent = (uri: Uri, token: CancellationToken) =>
    client.sendRequest<string>("cmx/catalog", { uri: uri.toString() }, token);
  context.subscriptions.push(workspace.registerTextDocumentContentProvider("cmx-catalog", { provideTextDocumentContent }));
}
