/** The one diagnostics table. Codes are stable and never reused. docs/diagnostics.md derives from it. */

import { type Filling, inEnglish, type Phrase, type Values } from "../phrase";
import { fileRows } from "./files";
import { nameRows } from "./names";
import { planRows } from "./plans";
import { syntaxRows } from "./syntax";
import { type Blanks, type DiagnosticRow, fill, type Severity } from "./types";
import { usageRows } from "./usage";

export type { DiagnosticRow, Severity } from "./types";
export { fill } from "./types";

export const diagnosticRows = { ...syntaxRows, ...nameRows, ...fileRows, ...usageRows, ...planRows } as const;

type Rows = typeof diagnosticRows;
export type DiagnosticKey = keyof Rows;
/** The values that the message of `Key` needs. */
export type DiagnosticValues<Key extends DiagnosticKey> = Readonly<Record<Blanks<Rows[Key]["message"]>, Filling>>;

/** A place in a file: half-open UTF-16 offsets. */
export interface Place {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export interface TextEdit {
  readonly place: Place;
  readonly text: string;
}

/** A quick fix: what the menu says, and the edits. The first fix of a finding is the preferred one. */
export interface Fix {
  /** In English, and as a phrase for other languages. */
  readonly title: string;
  readonly words: Phrase;
  readonly edits: readonly TextEdit[];
}

/** Something to tell the user, as data: what, where, how bad, and what would mend it. */
export interface Finding {
  readonly key: DiagnosticKey;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What fills the blanks of the row's message, for those who write it in another language. */
  readonly values: Values;
  readonly place: Place;
  readonly fixes: readonly Fix[];
  readonly related: readonly Related[];
}

/** Another place that a finding speaks of, and what is there. */
export interface Related {
  readonly place: Place;
  readonly message: string;
  readonly words: Phrase;
}

export function fix(words: Phrase, edits: readonly TextEdit[]): Fix {
  return { title: inEnglish(words), words, edits };
}

export function related(place: Place, words: Phrase): Related {
  return { place, message: inEnglish(words), words };
}

/** Makes a finding: the code, severity and words come from the table. */
export function finding<Key extends DiagnosticKey>(
  key: Key,
  place: Place,
  values: DiagnosticValues<Key>,
  more: { readonly fixes?: readonly Fix[]; readonly related?: Finding["related"] } = {},
): Finding {
  const row: DiagnosticRow = diagnosticRows[key];
  const blanks = values as Finding["values"];
  const message = fill(row.message, blanks);
  return {
    key,
    code: row.code,
    severity: row.severity,
    message,
    values: blanks,
    place,
    fixes: more.fixes ?? [],
    related: more.related ?? [],
  };
}
