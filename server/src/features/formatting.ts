/** Format document, as one edit that leaves alone what is already right. */

import { format, type Span } from "../syntax";

export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** The edit that formats the text, or undefined when there is nothing to do. The catalog is read-only and stays as it is. */
export function formatting(text: string, options: { readonly tabSize: number }): Replacement | undefined {
  const formatted = format(text, options);
  if (formatted === text) return undefined;
  const shorter = Math.min(text.length, formatted.length);
  let start = 0;
  while (start < shorter && text[start] === formatted[start]) start++;
  let tail = 0;
  while (tail < shorter - start && text[text.length - 1 - tail] === formatted[formatted.length - 1 - tail]) tail++;
  return { span: { start, end: text.length - tail }, text: formatted.slice(start, formatted.length - tail) };
}
