/** Workspace symbols: declarations and lets by name, of the files at hand and of the catalog. */

import type { Place } from "../language/diagnostics";
import type { Program } from "../semantics/program";

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: "declaration" | "let";
  /** `chip`, `serve`; the catalog's say so. */
  readonly container: string;
  readonly place: Place;
}

/** Nobody reads more. */
const most = 500;

/** Whoever asks for nothing yet is shown the files' own names alone. */
export function workspaceSymbols(programs: readonly Program[], query: string): readonly WorkspaceSymbol[] {
  const own = programs.flatMap((program) => [
    ...program.declarations.map(({ name, kind, place }): WorkspaceSymbol => ({ name, kind: "declaration", container: kind, place })),
    ...program.lets.map(({ name, place }): WorkspaceSymbol => ({ name, kind: "let", container: "let", place })),
  ]);
  const others = query === "" ? [] : programs.flatMap((program) => [...program.visible.values()]);
  const foreign = others.map(
    ({ name, kind, uri, place }): WorkspaceSymbol => ({
      name,
      kind: "declaration",
      container: uri.startsWith("cmx-catalog:") ? `${kind} of the catalog` : kind,
      place,
    }),
  );
  const fitting = [...own, ...foreign].filter(({ name }) => isSubsequence(query.toLowerCase(), name.toLowerCase()));
  return [...new Map(fitting.map((symbol) => [`${symbol.place.uri} ${symbol.place.start}`, symbol])).values()].slice(0, most);
}

/** Editors match loosely: the letters of the query in their order. */
function isSubsequence(query: string, name: string): boolean {
  let position = 0;
  for (const letter of query) {
    position = name.indexOf(letter, position) + 1;
    if (position === 0) return false;
  }
  return true;
}
