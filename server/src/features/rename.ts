/** Rename a declaration or a let, here and in every file that means it. */

import type { Analysis } from "../analysis/types";
import type { Place, TextEdit } from "../language/diagnostics";
import type { Program } from "../semantics/program";
import type { Span } from "../syntax";
import { fileName } from "../language/fileName";
import { keywords } from "../language/words";
import { kinds } from "../language/schema";
import { samePlace, useAt, usesOf } from "./names";
import { slice, spanOf } from "./spans";
import { type Filling, type Phrase, phrase } from "../language/phrase";

/** Why a name cannot be renamed, as a sentence for the user. */
export interface Refusal {
  readonly problem: Phrase;
}

export interface Renamable {
  /** The name under the cursor. */
  readonly span: Span;
  readonly name: string;
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Words that begin an item: a file that uses one as a name cannot be read. */
const reserved: ReadonlySet<string> = new Set([...kinds, ...keywords].map(({ name }) => name));

/** Whether the name at `offset` can be renamed, before the user is asked for a new one. `others`: the files that may mean it too. */
export function prepareRename(analysis: Analysis, offset: number, others: readonly Program[]): Renamable | Refusal {
  const use = useAt(analysis, offset);
  if (!use) return { problem: phrase`There is no name to rename here.` };
  const name = slice(analysis.text, use.place);
  if (use.target.uri.startsWith("cmx-catalog:")) return { problem: phrase`${name} belongs to the catalog, which is read-only.` };
  const declared = [analysis.program, ...others].some((program) => declares(program, use.target));
  return declared ? { span: spanOf(use.place), name } : { problem: phrase`Declarations and lets can be renamed; ${name} is neither.` };
}

/** The edits that give the name at `offset` a new one. */
export function rename(
  analysis: Analysis,
  offset: number,
  newName: string,
  others: readonly Program[],
): { readonly edits: readonly TextEdit[] } | Refusal {
  const prepared = prepareRename(analysis, offset, others);
  const use = useAt(analysis, offset);
  if (!use || "problem" in prepared) return "problem" in prepared ? prepared : { problem: phrase`There is no name to rename here.` };
  if (!identifier.test(newName)) return { problem: phrase`A name is letters, digits and _, and does not begin with a digit.` };
  if (reserved.has(newName)) return { problem: phrase`${newName} is a word of the language.` };
  const programs = [analysis.program, ...others];
  const places = usesOf(use.target, programs);
  const touched = programs.filter(({ uri }) => places.some((place) => place.uri === uri));
  const clash = newName === prepared.name ? undefined : touched.flatMap((program) => clashIn(program, newName, analysis.uri))[0];
  return clash ? { problem: clash } : { edits: places.map((place) => ({ place, text: newName })) };
}

function declares({ declarations, lets }: Program, target: Place): boolean {
  return [...declarations, ...lets].some(({ place }) => samePlace(place, target));
}

/** Why the file cannot take the new name: it declares it, or what it means by it would be taken over without a word. */
function clashIn({ uri, declarations, lets, visible }: Program, newName: string, here: string): Phrase[] {
  const file = uri === here ? phrase`this file` : originOf(uri);
  if ([...declarations, ...lets].some(({ name }) => name === newName)) return [phrase`${newName} is already declared in ${file}.`];
  const outside = visible.get(newName);
  return outside ? [phrase`${newName} is already a ${outside.kind} of ${originOf(outside.uri)}.`] : [];
}

function originOf(uri: string): Filling {
  return uri.startsWith("cmx-catalog:") ? phrase`the catalog` : fileName(uri);
}
