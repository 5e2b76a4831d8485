import { Uri, workspace } from "vscode";
import type { Surroundings } from "../../infrastructure/context";

/** Finds files on behalf of the server, and reads them where it cannot: all in a browser, those of virtual workspaces everywhere. */
export function activateFiles({ context, client }: Surroundings): void {
  context.subscriptions.push(
    client.onRequest("cmx/readFile", ({ uri }: { readonly uri: string }) => readText(Uri.parse(uri))),
    client.onRequest("cmx/findFiles", async () => (await workspace.findFiles("**/*.cmx")).map(String)),
  );
}

/** The text of a file, or null where it cannot be read. */
async function readText(uri: Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
