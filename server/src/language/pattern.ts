/** The letters of a model's `pattern`, as Nemotron-H's configurations have them, and the block that says what such a layer is. */

export const patternBlocks = { M: "linear", "*": "attention", "-": "ffn", E: "moe" } as const;

export type PatternLetter = keyof typeof patternBlocks;

export const patternLetters: readonly PatternLetter[] = ["M", "*", "-", "E"];

export function isPatternLetter(text: string): text is PatternLetter {
  return Object.hasOwn(patternBlocks, text);
}
