import { Uri, workspace } from "vscode";
import type { Surroundings } from "../../infrastructure/context";

/** Reads files on behalf of the server where it cannot: all of them in a browser, those of virtual workspaces everywhere. */
export function activateFiles({ context, client }: Surroundings): void {
  context.subscriptions.push(client.onRequest("cmx/readFile", ({ uri }: { readonly uri: string }) => readText(Uri.parse(uri))));
}

/** The text of a file, or null where it cannot be read. */
async function readText(uri: Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
