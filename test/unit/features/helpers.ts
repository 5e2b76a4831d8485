/** Text with a cursor in, text out: what the tests of the editor features share. */

import { analyse } from "../../../server/src/analysis";
import type { Analysis } from "../../../server/src/analysis/types";
import type { TextEdit } from "../../../server/src/language/diagnostics";
import type { Host } from "../../../server/src/semantics/program";

export const uri = "file:///workspace/main.cmx";

/** A file system of texts by name, all in one folder. */
export function hostOf(files: Readonly<Record<string, string>>): Host {
  return {
    read: (wanted) => {
      const text = files[wanted.slice("file:///workspace/".length)];
      return text === undefined ? { problem: "missing" } : { text };
    },
    locate: (_, path) => `file:///workspace/${path}`,
  };
}

export interface Opened {
  readonly analysis: Analysis;
  readonly text: string;
  /** Where the `|` stood. */
  readonly offset: number;
}

/** Analyses the text; a `|` marks the cursor and is not part of it. */
export function open(marked: string, files: Readonly<Record<string, string>> = {}): Opened {
  const offset = marked.indexOf("|");
  const text = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1);
  return { analysis: analyse(uri, text, hostOf(files)), text, offset: Math.max(offset, 0) };
}

/** What would be found in the text of main.cmx. */
export const trial = (text: string) => analyse(uri, text, hostOf({})).findings;

/** The text after the edits of this file. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const own = edits.filter((edit) => edit.place.uri === uri).toSorted((left, right) => right.place.start - left.place.start);
  return own.reduce((result, { place, text: inserted }) => result.slice(0, place.start) + inserted + result.slice(place.end), text);
}
