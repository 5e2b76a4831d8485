/**
 * The files around the open ones. The language asks for them synchronously, so what is not known yet is noted, fetched, and
 * the question asked again. What is open in the editor wins over the disk.
 */

import { catalogFiles } from "../catalog";
import type { Host } from "../semantics/program";
import type { FileText, Runtime } from "./runtime";
import { folderOf, isInside, keyOf, locate } from "./uris";

export interface Files {
  /** A host for the file `uri`. What it is asked for and does not know yet is added to `unread`. */
  hostFor(uri: string): { readonly host: Host; readonly unread: ReadonlySet<string> };
  fetch(uris: Iterable<string>): Promise<void>;
  /** The text of any file that is open, was read, or belongs to the catalog. */
  textOf(uri: string): string | undefined;
  /** The file has changed on the disk. */
  forget(uri: string): void;
}

interface Surroundings {
  readonly runtime: Runtime;
  /** The folders that are open in the editor. */
  readonly folders: () => readonly string[];
  /** The text of an open document, and how the editor spells its URI. */
  readonly openDocument: (uri: string) => { readonly uri: string; getText(): string } | undefined;
}

export function createFiles({ runtime, folders, openDocument }: Surroundings): Files {
  const known = new Map<string, FileText>();
  const openText = (uri: string) => openDocument(uri)?.getText();
  /** The same file has one spelling everywhere: that of the editor, where it is open. */
  const locateKnown = (from: string, path: string) => {
    const uri = locate(from, path);
    return openDocument(uri)?.uri ?? uri;
  };
  const reading = new Map<string, Promise<FileText>>();

  const fetchOne = async (uri: string) => {
    const key = keyOf(uri);
    const promise = reading.get(key) ?? runtime.readFile(uri);
    reading.set(key, promise);
    const text = await promise;
    // Changed while it was being read: whoever needs it asks again.
    if (reading.get(key) !== promise) return;
    reading.delete(key);
    known.set(key, text);
  };

  return {
    hostFor(uri) {
      const unread = new Set<string>();
      const allowed = folders().some((folder) => isInside(folder, uri)) ? folders() : [...folders(), folderOf(uri)];
      const read = (wanted: string): FileText => {
        if (!allowed.some((folder) => isInside(folder, wanted))) return { problem: "outside" };
        const key = keyOf(wanted);
        const text = openText(wanted);
        if (text !== undefined) return { text };
        const found = known.get(key);
        if (!found) unread.add(wanted);
        return found ?? { problem: "missing" };
      };
      return { host: { read, locate: locateKnown }, unread };
    },
    async fetch(uris) {
      await Promise.all([...uris].map(fetchOne));
    },
    textOf(uri) {
      const catalog = catalogText(uri);
      if (catalog !== undefined) return catalog;
      const key = keyOf(uri);
      const found = known.get(key);
      return openText(uri) ?? (found && "text" in found ? found.text : undefined);
    },
    forget(uri) {
      known.delete(keyOf(uri));
      reading.delete(keyOf(uri));
    },
  };
}

/** The source of a catalog file. */
export function catalogText(uri: string): string | undefined {
  return catalogFiles.find((file) => file.uri === keyOf(uri))?.text;
}

/** Catalog documents are shown, not checked or changed. */
export function isCatalog(uri: string): boolean {
  return uri.startsWith("cmx-catalog:");
}
