/** Files that move: the paths that name them, or stand in them, follow. */

import type { TextEdit } from "../language/diagnostics";
import { parse } from "../syntax";
import { links } from "./links";

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What a path in a file means, and how a file writes the path of another. */
export interface Paths {
  readonly locate: (from: string, path: string) => string;
  readonly relative: (from: string, to: string) => string;
  /** The file that `uri` is after the moves. */
  readonly moved: (uri: string) => string;
}

/** The edits in the file `uri` (as it is called before the moves). */
export function movedPaths(uri: string, text: string, { locate, relative, moved }: Paths): readonly TextEdit[] {
  const { document } = parse(text);
  return links(document).flatMap(({ span, path }) => {
    const target = locate(uri, path);
    if (moved(target) === target && moved(uri) === uri) return [];
    const renewed = relative(moved(uri), moved(target));
    const unchanged = locate(moved(uri), path) === moved(target);
    return unchanged ? [] : [{ place: { uri, ...span }, text: renewed.replace(/[\\"]/g, "\\$&") }];
  });
}
