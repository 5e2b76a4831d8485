/** The page's own words in the reader's language. What comes from the engine (findings, notes) stays as it is. */

import { chinese } from "./chinese";

type Language = "en" | "zh";

let language: Language = "en";

/** Chooses the language by a tag such as `zh-cn`; anything but Chinese reads English. */
export function speak(tag: string): void {
  language = /^zh\b/i.test(tag) ? "zh" : "en";
}

/** A phrase in the reader's language, with its blanks filled: `{count} of {all} expectations hold`. */
export function t(phrase: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = language === "zh" ? (chinese[phrase] ?? phrase) : phrase;
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}
