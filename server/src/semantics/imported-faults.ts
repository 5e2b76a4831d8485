/** Errors in imported files, said at the import: a plan that needs what is broken there is not computed, and its reader should know why. */

import { fileName } from "../language/fileName";
import { diagnosticRows, finding, type Finding } from "../language/diagnostics";
import { placeOf, type Source } from "./draft";
import { importsOf } from "./load";
import type { Host } from "./program";
import { type Phrase, phrase, phraseOf } from "../language/phrase";

export function reportImportedFaults(root: Source, host: Host): void {
  const told = new Set<Source>([root]);
  for (const { path } of importsOf(root)) {
    const target = root.reach.find(({ uri }) => uri === host.locate(root.uri, path.value));
    const reached = target ? [target, ...target.reach].filter((source) => !told.has(source)) : [];
    for (const source of reached) {
      told.add(source);
      const problem = faultsOf(source);
      if (problem) root.findings.push(finding("import-broken", placeOf(root, path), problem));
    }
  }
}

function faultsOf(
  source: Source,
): { readonly file: string; readonly errors: Phrase; readonly line: number; readonly first: Phrase } | undefined {
  const errors = source.findings.filter(({ severity, place }) => severity === "error" && place.uri === source.uri);
  const [first] = errors.toSorted((left: Finding, right: Finding) => left.place.start - right.place.start);
  if (!first) return undefined;
  const count = new Set(errors.map(({ code, place }) => `${code} ${place.start}`)).size;
  return {
    file: fileName(source.uri),
    errors: count === 1 ? phrase`an error` : phrase`${count} errors, the first`,
    line: source.lines().positionAt(first.place.start).line + 1,
    first: phraseOf(diagnosticRows[first.key].message, first.values),
  };
}
