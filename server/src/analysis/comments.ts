/** Comments behind figures, which say where they are from. */

import { catalogFiles } from "../catalog";
import type { Place } from "../language/diagnostics";

/** A file that is looked at. */
export interface Looked {
  readonly uri: string;
  readonly text: string;
}

/** The comment behind the figure at `place`, in this file or in the catalog. */
export function commentAt(analysis: Looked, place: Place): string | undefined {
  const text = textOf(analysis, place.uri);
  return text === undefined ? undefined : trailingComment(text, place.start);
}

/** Text of the file looked at, or of one of the catalog. */
export function textOf(analysis: Looked, uri: string): string | undefined {
  return uri === analysis.uri ? analysis.text : catalogFiles.find((file) => file.uri === uri)?.text;
}

/** `// 64 GB a die` at the end of the line that holds `offset`. */
export function trailingComment(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  const withoutStrings = line.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => "_".repeat(literal.length));
  const slashes = withoutStrings.indexOf("//");
  return slashes > 0 ? line.slice(slashes + 2).trim() || undefined : undefined;
}
