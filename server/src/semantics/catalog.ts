/**
 * The catalog. Its files see each other; each is parsed, and each declaration resolved, when somebody asks for it. A file that is opened for
 * reading is resolved again, as its own.
 */

import { type CatalogFile, catalogFiles } from "../catalog";
import { kinds } from "../language/schema";
import { deriveAll } from "./derive";
import type { Draft, Meaning, Source } from "./draft";
import { loadSource } from "./load";
import type { Host } from "./program";
import { Table } from "./table";
import { newTrail } from "./trail";

let known: CatalogNames | undefined;

/** Declarations of the catalog by name. */
export function catalogNames(): ReadonlyMap<string, Meaning> {
  known ??= new CatalogNames();
  return known;
}

/** The catalog imports nothing. */
const nothing: Host = { read: () => ({ problem: "missing" }), locate: (_from, path) => path };

/** A declaration as the formatter has it, and the catalog is formatted: its kind at the beginning of a line, and its name. */
const headers = new RegExp(`^(?:${kinds.map(({ name }) => name).join("|")}) (\\w+)`, "gm");

class CatalogNames extends Table<Meaning> {
  /** The first file that declares a name has it. */
  readonly #files = new Map<string, CatalogFile>();
  /** Undefined while a file is being read. */
  readonly #sources = new Map<CatalogFile, Source | undefined>();
  readonly #trail = newTrail();

  constructor() {
    super();
    for (const file of catalogFiles)
      for (const [, name = ""] of file.text.matchAll(headers)) if (!this.#files.has(name)) this.#files.set(name, file);
  }

  get(name: string): Meaning | undefined {
    const file = this.#files.get(name);
    return file && this.#source(file)?.names.get(name);
  }

  keys(): MapIterator<string> {
    return this.#files.keys();
  }

  #source(file: CatalogFile): Source | undefined {
    if (this.#sources.has(file)) return this.#sources.get(file);
    this.#sources.set(file, undefined);
    const source = loadSource(file.uri, file.text, { trail: this.#trail, outer: this, derive });
    this.#sources.set(file, source);
    return source;
  }
}

function derive(draft: Draft): void {
  deriveAll([draft], { host: nothing, dependencies: new Set() });
}
