/** Where a figure comes from: the comment at its line, and what the abbreviations in it stand for. */

import type { Analysis } from "../../analysis/types";
import { catalogFiles } from "../../catalog";
import type { Place } from "../../language/diagnostics";

/** The comment behind the figure at `place`, in this file or in the catalog. */
export function commentAt(analysis: Analysis, place: Place): string | undefined {
  const text = textOf(analysis, place.uri);
  return text === undefined ? undefined : trailingComment(text, place.start);
}

/**
 * What the abbreviations in the comments at these places stand for: `[paper] Serving Large Language Models …`, where the head
 * of the file says so. Each once.
 */
export function legendOf(analysis: Analysis, places: readonly Place[]): readonly string[] {
  const lines = places.flatMap((place) => {
    const text = textOf(analysis, place.uri) ?? "";
    const comment = trailingComment(text, place.start) ?? "";
    return [...comment.matchAll(/\[\w+\]/g)].flatMap(([abbreviation]) => meaningOf(abbreviation, text));
  });
  return [...new Set(lines)];
}

function textOf(analysis: Analysis, uri: string): string | undefined {
  return uri === analysis.uri ? analysis.text : catalogFiles.find((file) => file.uri === uri)?.text;
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

/** The head of a file lists its sources: `[paper] What it is called; [product] …`. */
function meaningOf(abbreviation: string, text: string): string[] {
  const head = /^(?:\/\/[^\n]*\n)+/.exec(text)?.[0].replace(/^\/\/ ?/gm, "") ?? "";
  const found = head.indexOf(abbreviation);
  if (found < 0) return [];
  const meaning = /^\s*([^;]+?)(?:;|\.?\s*$|\.\s*\n)/.exec(head.slice(found + abbreviation.length))?.[1];
  return meaning ? [`${abbreviation} ${meaning.replace(/\s+/g, " ")}`] : [];
}
