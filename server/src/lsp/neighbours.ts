/**
 * The files around the open ones, for the few questions about all of them: what else means a name, what else names a file.
 * Only then is the client asked what lies in the workspace.
 */

import { resolve } from "../semantics";
import type { Program } from "../semantics/program";
import type { Surroundings } from "./about";
import { isCatalog } from "./files";
import { keyOf, locate } from "./uris";

export interface Neighbour {
  readonly uri: string;
  readonly text: string;
}

/** The open files, what they import, and the other .cmx files of the workspace; each once. */
export async function neighbours({ connection, analyses, files, documents }: Surroundings): Promise<readonly Neighbour[]> {
  const open = documents().all();
  const analysed = await Promise.all(open.map(({ uri }) => analyses.of(uri)));
  const imported = analysed.flatMap((one) => one?.analysis.program.dependencies ?? []).filter((uri) => uri.endsWith(".cmx"));
  // A client that does not know the question has no others to tell of.
  const found = await connection.ask("cmx/findFiles", { endings: [".cmx"] }).catch(() => []);
  const uris = new Map([...imported, ...found.map(asImported), ...open.map(({ uri }) => uri)].map((uri) => [keyOf(uri), uri]));
  const unread = [...uris.values()].filter((uri) => files.textOf(uri) === undefined);
  await files.fetch(unread);
  return [...uris.values()].flatMap((uri) => {
    const text = files.textOf(uri);
    return text === undefined || isCatalog(uri) ? [] : [{ uri, text }];
  });
}

/** The programs of the other files in which `word` stands. */
export async function programsAround(surroundings: Surroundings, uri: string, word: string): Promise<readonly Program[]> {
  const around = await neighbours(surroundings);
  const others = around.filter((one) => keyOf(one.uri) !== keyOf(uri) && one.text.includes(word));
  return Promise.all(others.map((other) => programOf(surroundings, other)));
}

async function programOf({ files }: Surroundings, { uri, text }: Neighbour): Promise<Program> {
  for (;;) {
    const { host, unread } = files.hostFor(uri);
    const program = resolve(uri, text, host);
    if (unread.size === 0) return program;
    await files.fetch(unread);
  }
}

/** Spelled the way an import in the same folder spells it. */
function asImported(uri: string): string {
  const key = keyOf(uri);
  return locate(uri, key.slice(key.lastIndexOf("/") + 1));
}
