/** Rename a declaration or a let of this file, here and in the open files that import it. */

import type { Analysis } from "../analysis/types";
import type { TextEdit } from "../language/diagnostics";
import type { Span } from "../syntax";
import { useAt, usesOf } from "./names";
import { slice, spanOf } from "./spans";

/** Why a name cannot be renamed, as a sentence for the user. */
export interface Refusal {
  readonly problem: string;
}

export interface Renamable {
  /** The name under the cursor. */
  readonly span: Span;
  readonly name: string;
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether the name at `offset` can be renamed, before the user is asked for a new one. */
export function prepareRename(analysis: Analysis, offset: number): Renamable | Refusal {
  const use = useAt(analysis, offset);
  if (!use) return { problem: "There is no name to rename here." };
  const name = slice(analysis.text, use.place);
  if (use.target.uri.startsWith("cmx-catalog:")) return { problem: `${name} belongs to the catalog, which is read-only.` };
  if (use.target.uri !== analysis.uri) return { problem: `${name} is declared in another file; rename it there.` };
  const { declarations, lets } = analysis.program;
  const own = [...declarations, ...lets].some((candidate) => candidate.place.start === use.target.start);
  return own ? { span: spanOf(use.place), name } : { problem: `Declarations and lets can be renamed; ${name} is neither.` };
}

/** The edits that give the name at `offset` a new one. */
export function rename(
  analysis: Analysis,
  offset: number,
  newName: string,
  others: readonly Analysis[],
): { readonly edits: readonly TextEdit[] } | Refusal {
  const prepared = prepareRename(analysis, offset);
  if ("problem" in prepared) return prepared;
  if (!identifier.test(newName)) return { problem: "A name is letters, digits and _, and does not begin with a digit." };
  const { declarations, lets, visible } = analysis.program;
  const taken = [...declarations, ...lets].some((candidate) => candidate.name === newName);
  if (taken && newName !== prepared.name) return { problem: `${newName} is already declared in this file.` };
  // The new name would take over what others mean by it, without a word.
  const outside = newName === prepared.name ? undefined : visible.get(newName);
  if (outside) return { problem: `${newName} is already a ${outside.kind} of ${originOf(outside.uri)}.` };
  const use = useAt(analysis, offset);
  const places = use ? usesOf(use.target, [analysis, ...others]) : [];
  return { edits: places.map((place) => ({ place, text: newName })) };
}

function originOf(uri: string): string {
  return uri.startsWith("cmx-catalog:") ? "the catalog" : uri.slice(uri.lastIndexOf("/") + 1);
}
