/** The server's words in the user's language. The client brings the bundle, one file for its own words and the server's. */

import { type DiagnosticRow, diagnosticRows, type Finding } from "./diagnostics";
import { filled, type Values } from "./phrase";

/** Translations by the English text, `{blanks}` and all. */
export type Bundle = Readonly<Record<string, string>>;

/** The text with its blanks filled; in English where the bundle does not have it. */
export type Say = (text: string, values?: Values) => string;

export interface Translation {
  readonly say: Say;
  readonly messageOf: (finding: Finding) => string;
}

export function translation(bundle: Bundle): Translation {
  const say: Say = (text, values = {}) => filled(text, values, (english) => bundle[english] ?? english);
  return {
    say,
    messageOf({ key, values }) {
      const row: DiagnosticRow = diagnosticRows[key];
      return say(row.message, values);
    },
  };
}

export const english: Translation = translation({});
