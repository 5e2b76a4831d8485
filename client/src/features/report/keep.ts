import { Uri, window, workspace } from "vscode";

export interface KeptFile {
  readonly name: string;
  readonly content: string;
  readonly encoding: "text" | "base64";
}

/** Asks where a file should go, beside the document at first, and writes it there. */
export async function keepFile(document: Uri, { name, content, encoding }: KeptFile): Promise<void> {
  // A name is a name: whatever a page says, it does not choose a folder.
  const plain = name.replace(/[\\/:]/g, "-");
  const beside = document.scheme === "untitled" ? undefined : Uri.joinPath(document, "..", plain);
  const target = await window.showSaveDialog(beside === undefined ? {} : { defaultUri: beside });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, encoding === "text" ? new TextEncoder().encode(content) : bytesOf(content));
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
