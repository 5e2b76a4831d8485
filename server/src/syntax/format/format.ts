/** The formatter: one style, no options but the width of an indentation. Keeps every comment; formatting twice changes nothing. */

import { parse } from "../parse/parse";
import { formattedPieces, type Piece } from "./pieces";

export interface FormatOptions {
  /** Blanks of one indentation; at least one is written. */
  readonly tabSize: number;
}

const widestIndentation = 16;

/** A formatted text in parts. */
export interface Formatted {
  /** What stands before all else: the byte order mark, where the text has one. */
  readonly mark: string;
  readonly lineBreak: string;
  /** A blank line stands between them. */
  readonly pieces: readonly Piece[];
}

/** The text in its one style. A text with syntax problems comes back unchanged: what is not understood is not moved. */
export function format(text: string, options: FormatOptions): string {
  const found = formatInPieces(text, options);
  return found ? found.mark + found.pieces.map((piece) => piece.layout.formatted).join(found.lineBreak) : text;
}

/** The same piece by piece, for those who ask what has changed; undefined for a text with syntax problems. */
export function formatInPieces(text: string, options: FormatOptions): Formatted | undefined {
  const parsed = parse(text);
  if (parsed.problems.length > 0) return undefined;
  const tabSize = Math.min(Math.max(Math.trunc(options.tabSize) || 1, 1), widestIndentation);
  const lineBreak = lineBreakOf(text);
  return { mark: text.startsWith("\ufeff") ? "\ufeff" : "", lineBreak, pieces: formattedPieces(parsed, { tabSize, lineBreak }) };
}

/** The line break that the text begins to use. */
function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
