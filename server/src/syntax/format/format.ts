/** The formatter: one style, no options but the width of an indentation. Keeps every comment; formatting twice changes nothing. */

import { parse } from "../parse/parse";
import { layout } from "./layout";
import { joinLines } from "./lines";

export interface FormatOptions {
  /** Blanks of one indentation; at least one is written. */
  readonly tabSize: number;
}

const widestIndentation = 16;

/** The text in its one style. A text with syntax problems comes back unchanged: what is not understood is not moved. */
export function format(text: string, options: FormatOptions): string {
  const parsed = parse(text);
  if (parsed.problems.length > 0) return text;
  const tabSize = Math.min(Math.max(Math.trunc(options.tabSize) || 1, 1), widestIndentation);
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  return mark + joinLines(layout(parsed, tabSize), lineBreakOf(text));
}

/** The line break that the text begins to use. */
function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
