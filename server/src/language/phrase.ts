/** Words with figures and names in them, as data: English by itself, and what others say in other languages. */

export interface Phrase {
  /** In English, with blanks: `Change to {0}`. */
  readonly text: string;
  readonly values: Values;
}

export type Filling = string | number | Phrase;
export type Values = Readonly<Record<string, Filling>>;

/** phrase`Change to ${text}`: what stands in it is not translated, unless it is a phrase itself. */
export function phrase(texts: TemplateStringsArray, ...values: readonly Filling[]): Phrase {
  return phraseOf(
    texts.map((text, index) => (index === 0 ? text : `{${index - 1}}${text}`)).join(""),
    Object.fromEntries(values.map((value, index) => [index, value])),
  );
}

/** The phrase of a text that stands in a table. */
export function phraseOf(text: string, values: Values = {}): Phrase {
  return { text, values };
}

/** The text with its blanks filled, both said by `translate`. */
export function filled(text: string, values: Values, translate: (text: string) => string = (english) => english): string {
  return translate(text).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "object" ? filled(value.text, value.values, translate) : String(value);
  });
}

export function inEnglish(words: Filling): string {
  return typeof words === "object" ? filled(words.text, words.values) : String(words);
}

/** `a, b, c`. */
export function listed(items: readonly Filling[]): Filling {
  return joined(items, (left, right) => phrase`${left}, ${right}`);
}

/** The parts that are there, as paragraphs of Markdown. */
export function stacked(parts: readonly (Filling | undefined)[]): Filling {
  const there = parts.filter((part) => part !== undefined && part !== "");
  return joined(there as readonly Filling[], (left, right) => phrase`${left}\n\n${right}`);
}

/** `a or b or c`. */
export function either(items: readonly Filling[]): Filling {
  return joined(items, (left, right) => phrase`${left} or ${right}`);
}

/** `a and b`. */
export function both(items: readonly Filling[]): Filling {
  return joined(items, (left, right) => phrase`${left} and ${right}`);
}

/** `a + b`. */
export function summed(items: readonly Filling[]): Filling {
  return joined(items, (left, right) => phrase`${left} + ${right}`);
}

function joined(items: readonly Filling[], pair: (left: Filling, right: Filling) => Phrase): Filling {
  const [first = "", ...others] = items;
  return others.reduce((left, right) => pair(left, right), first);
}
