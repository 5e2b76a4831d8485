/** The server's words in the user's language. The client brings the bundle, one file for its own words and the server's. */

import { type DiagnosticRow, diagnosticRows, type Finding } from "./diagnostics";
import { type Filling, filled, type Values } from "./phrase";

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
  const isEnglish = Object.keys(bundle).length === 0;
  // A finding that has only moved says what it said, in the same words.
  const said = new WeakMap<Values, { readonly key: string; readonly message: string }>();
  return {
    say: (words) => (typeof words === "object" ? filled(words.text, words.values, translate) : translate(String(words))),
    messageOf({ key, values, message: plain }) {
      if (isEnglish) return plain;
      const known = said.get(values);
      if (known?.key === key) return known.message;
      const row: DiagnosticRow = diagnosticRows[key];
      const message = filled(row.message, values, translate);
      said.set(values, { key, message });
      return message;
    },
  };
}

export const english: Translation = translation({});
