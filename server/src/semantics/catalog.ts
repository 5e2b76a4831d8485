/** The catalog, resolved once. Its files see each other; a file that is opened for reading is resolved again, as its own. */

import { catalogFiles } from "../catalog";
import type { Meaning } from "./draft";
import { finish } from "./finish";
import { loadSource } from "./load";
import type { Host } from "./program";
import { settle } from "./settle";
import { newTrail } from "./trail";

let known: ReadonlyMap<string, Meaning> | undefined;

/** Declarations of the catalog by name. */
export function catalogNames(): ReadonlyMap<string, Meaning> {
  known ??= readCatalog();
  return known;
}

/** The catalog imports nothing. */
const nothing: Host = { read: () => ({ problem: "missing" }), locate: (_from, path) => path };

function readCatalog(): ReadonlyMap<string, Meaning> {
  const names = new Map<string, Meaning>();
  const trail = newTrail();
  const sources = catalogFiles.map(({ uri, text }) => loadSource(uri, text, { trail, outer: names }));
  for (const source of sources) {
    for (const draft of source.declarations) if (!names.has(draft.name)) names.set(draft.name, draft);
  }
  settle(sources, { host: nothing, dependencies: new Set() });
  for (const source of sources) for (const draft of source.declarations) finish(draft);
  return names;
}
