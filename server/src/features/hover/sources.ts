/** Where a figure comes from: the comment at its line, and what the abbreviations in it stand for. */

import type { Analysis } from "../../analysis/types";
import { commentAt, textOf, trailingComment } from "../../analysis/comments";
import type { Place } from "../../language/diagnostics";

export { commentAt };

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

/** The head of a file lists its sources: `[paper] What it is called; [product] …`. */
function meaningOf(abbreviation: string, text: string): string[] {
  const head = /^(?:\/\/[^\n]*\n)+/.exec(text)?.[0].replace(/^\/\/ ?/gm, "") ?? "";
  const found = head.indexOf(abbreviation);
  if (found < 0) return [];
  const meaning = /^\s*([^;]+?)(?:;|\.?\s*$|\.\s*\n)/.exec(head.slice(found + abbreviation.length))?.[1];
  return meaning ? [`${abbreviation} ${meaning.replace(/\s+/g, " ")}`] : [];
}
