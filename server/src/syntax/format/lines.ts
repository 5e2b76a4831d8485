/** The lines of a formatted text before they are padded, and how they are aligned. */

/**
 * What a line is to the alignment of `=`. A `property` is padded; the key of a `block` on one line counts for the width;
 * `neutral` lines (comments, several properties) are passed over; a `break` ends the run.
 */
export type LineRole = "property" | "block" | "neutral" | "break";

export interface Line {
  /** Blanks before it. */
  readonly indentation: number;
  /** Everything but the comment at its end. Holds line breaks only inside a block comment. */
  readonly code: string;
  /** A line comment behind code. */
  readonly comment: string;
  readonly role: LineRole;
  /** Length of the word that the line begins with. */
  readonly keyWidth: number;
  /** A blank line stands before it. */
  readonly spaced: boolean;
}

/** Blanks between code and the comment behind it, at least. */
const commentGap = 2;

/** The text of the lines, `=` aligned in runs of properties, comments in runs of lines that have one. */
export function joinLines(lines: readonly Line[], lineBreak: string): string {
  const aligned = alignComments(alignProperties(lines));
  return aligned
    .map(({ indentation, code, comment, spaced }) => `${spaced ? lineBreak : ""}${" ".repeat(indentation)}${code}${comment}${lineBreak}`)
    .join("");
}

/** Pads the keys of a run of properties to the longest. A blank line ends a run. */
function alignProperties(lines: readonly Line[]): readonly Line[] {
  return runs(lines, (line) => line.role !== "break").flatMap((run) => {
    const width = Math.max(...run.filter(({ role }) => role === "property" || role === "block").map(({ keyWidth }) => keyWidth));
    return run.map((line) => {
      if (line.role !== "property") return line;
      return { ...line, code: line.code.slice(0, line.keyWidth).padEnd(width) + line.code.slice(line.keyWidth) };
    });
  });
}

/** Moves the comments at the ends of neighbouring lines to one column. */
function alignComments(lines: readonly Line[]): readonly Line[] {
  return runs(lines, (line) => line.comment !== "").flatMap((run) => {
    const width = Math.max(...run.map(({ code }) => lastLineWidth(code)));
    return run.map((line) => {
      if (line.comment === "") return line;
      return { ...line, comment: " ".repeat(width - lastLineWidth(line.code) + commentGap) + line.comment };
    });
  });
}

/** Cuts the lines into runs of neighbours that belong together and are indented alike; other lines are runs of their own. */
function runs(lines: readonly Line[], belongs: (line: Line) => boolean): readonly (readonly Line[])[] {
  const result: Line[][] = [];
  let run: Line[] = [];
  for (const line of lines) {
    const last = run.at(-1);
    const goesOn = last && belongs(last) && belongs(line) && !line.spaced && line.indentation === last.indentation;
    if (!goesOn) {
      run = [];
      result.push(run);
    }
    run.push(line);
  }
  return result;
}

/** Columns of the last line of `code`; a block comment may hold several lines. */
export function lastLineWidth(code: string): number {
  return code.length - 1 - Math.max(code.lastIndexOf("\n"), code.lastIndexOf("\r"));
}
