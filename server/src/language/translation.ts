/** The server's words in the user's language. The client brings the bundle, one file for its own words and the server's. */

import { type DiagnosticRow, diagnosticRows, fill, type Finding } from "./diagnostics";

/** Translations by the English text, `{blanks}` and all. */
export type Bundle = Readonly<Record<string, string>>;

/** The text with its blanks filled; in English where the bundle does not have it. */
export type Say = (text: string, values?: Readonly<Record<string, string | number>>) => string;

export interface Translation {
  readonly say: Say;
  readonly messageOf: (finding: Finding) => string;
}

export function translation(bundle: Bundle): Translation {
  return {
    say: (text, values = {}) => fill(bundle[text] ?? text, values),
    messageOf({ key, values, message }) {
      const row: DiagnosticRow = diagnosticRows[key];
      const translated = bundle[row.message];
      return translated === undefined ? message : fill(translated, values);
    },
  };
}

export const english: Translation = translation({});
