/** Words that fill a blank of a message, or stand alone: a text with blanks of its own, for those who say it in another language. */

export interface Phrase {
  /** In English, with `{blanks}`. */
  readonly text: string;
  readonly values: Values;
}

export type Filling = string | number | Phrase;
export type Values = Readonly<Record<string, Filling>>;

export function phrase(text: string, values: Values = {}): Phrase {
  return { text, values };
}

/** The text with its blanks filled, both said by `translate`. */
export function filled(text: string, values: Values, translate: (text: string) => string = (english) => english): string {
  return translate(text).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "object" ? filled(value.text, value.values, translate) : String(value);
  });
}
