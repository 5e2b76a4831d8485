import { Uri, workspace } from "vscode";
import type { Surroundings } from "../../infrastructure/context";

/** Finds files on behalf of the server, and reads them where it cannot: all in a browser, those of virtual workspaces everywhere. */
export function activateFiles({ context, client }: Surroundings): void {
  context.subscriptions.push(
    client.onRequest<FileAnswer, void>("cmx/readFile", ({ uri }: { readonly uri: string }) => readText(Uri.parse(uri))),
    client.onRequest("cmx/findFiles", ({ endings }: { readonly endings: readonly string[] }) => findFiles(endings)),
  );
}

type FileAnswer = string | { readonly problem: "large" } | null;

async function findFiles(endings: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(endings.map((ending) => workspace.findFiles(`**/*${ending}`)));
  return found.flat().map(String);
}

/** Larger than any file that the server takes. */
const sizeLimit = 100e6;

/** The text of a file, or null where it cannot be read. */
async function readText(uri: Uri): Promise<FileAnswer> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > sizeLimit) return { problem: "large" };
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
