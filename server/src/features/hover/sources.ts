/** Where a figure comes from: the comment at its line, with the abbreviations that the file's head explains spelled out. */

import type { Analysis } from "../../analysis/types";
import { catalogFiles } from "../../catalog";
import type { Place } from "../../language/diagnostics";

/** The comment behind the figure at `place`, in this file or in the catalog. */
export function sourceOf(analysis: Analysis, place: Place): string | undefined {
  const text = place.uri === analysis.uri ? analysis.text : catalogFiles.find((file) => file.uri === place.uri)?.text;
  const comment = text === undefined ? undefined : trailingComment(text, place.start);
  return comment && text !== undefined ? spelledOut(comment, text) : undefined;
}

/** `// 64 GB a die` at the end of the line that holds `offset`. */
function trailingComment(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  const withoutStrings = line.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => "_".repeat(literal.length));
  const slashes = withoutStrings.indexOf("//");
  return slashes > 0 ? line.slice(slashes + 2).trim() || undefined : undefined;
}

/** `[paper] Table 1` becomes `Table 1; Serving Large Language Models …`, when the head of the file says what `[paper]` is. */
function spelledOut(comment: string, text: string): string {
  const head = /^(?:\/\/[^\n]*\n)+/.exec(text)?.[0].replace(/^\/\/ ?/gm, "") ?? "";
  const meanings = [...comment.matchAll(/\[(\w+)\]/g)].flatMap(([abbreviation]) => {
    const found = head.indexOf(abbreviation);
    const meaning = found < 0 ? undefined : /^\s*([^;]+?)(?:;|\.?\s*$|\.\s*\n)/.exec(head.slice(found + abbreviation.length))?.[1];
    return meaning ? [`${abbreviation} ${meaning.replace(/\s+/g, " ")}`] : [];
  });
  return [comment, ...new Set(meanings)].join(" — ");
}
