/** The page's words in the reader's language, and the engine's; findings come in the editor's. */

import { chinese } from "./chinese";
import { inChinese } from "./sentences";

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

/** What the engine says, in the reader's language. */
export function said(text: string): string {
  return language === "zh" ? inChinese(text) : text;
}
