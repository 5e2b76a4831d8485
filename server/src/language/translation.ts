/** The server's words in the user's language. The client brings the bundle, one file for its own words and the server's. */

import { type DiagnosticRow, diagnosticRows, type Finding } from "./diagnostics";
import { type Filling, filled } from "./phrase";

/** Translations by the English text, `{blanks}` and all. */
export type Bundle = Readonly<Record<string, string>>;

/** A phrase, or the text of a table, in the user's language; in English where the bundle does not have it. */
export type Say = (words: Filling) => string;

export interface Translation {
  readonly say: Say;
  readonly messageOf: (finding: Finding) => string;
}

export function translation(bundle: Bundle): Translation {
  const translate = (text: string) => bundle[text] ?? text;
  return {
    say: (words) => (typeof words === "object" ? filled(words.text, words.values, translate) : translate(String(words))),
    messageOf({ key, values }) {
      const row: DiagnosticRow = diagnosticRows[key];
      return filled(row.message, values, translate);
    },
  };
}

export const english: Translation = translation({});
