/** Everything that a name can mean in a file. What nobody asks for is not resolved: most of the catalog, in most files. */

import type { DeclarationKind } from "../language/schema";
import type { Draft, Meaning, Source } from "./draft";
import { finish } from "./finish";
import type { ResolvedDeclaration } from "./program";
import { Table } from "./table";

/** Own declarations before imported ones, those before the catalog's. */
export class Visible extends Table<ResolvedDeclaration> {
  readonly #tables: readonly ReadonlyMap<string, Meaning>[];

  constructor({ names, reach, outer }: Pick<Source, "names" | "reach" | "outer">) {
    super();
    this.#tables = [names, ...reach.map((source) => source.names), outer];
  }

  get(name: string): ResolvedDeclaration | undefined {
    const draft = this.#draft(name);
    return draft && finish(draft);
  }

  override has(name: string): boolean {
    return this.#draft(name) !== undefined;
  }

  *keys(): MapIterator<string> {
    const seen = new Set<string>();
    for (const table of this.#tables) {
      for (const name of table.keys()) {
        if (seen.has(name) || !this.has(name)) continue;
        seen.add(name);
        yield name;
      }
    }
  }

  /** Those of some kinds alone; the others stay as they are. */
  ofKinds(kinds: readonly DeclarationKind[]): readonly ResolvedDeclaration[] {
    return [...this.keys()].flatMap((name) => {
      const draft = this.#draft(name);
      return draft && kinds.includes(draft.kind) ? [finish(draft)] : [];
    });
  }

  #draft(name: string): Draft | undefined {
    for (const table of this.#tables) {
      const meaning = table.get(name);
      if (meaning?.type === "declaration") return meaning;
    }
    return undefined;
  }
}
