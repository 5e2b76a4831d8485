/** Offsets to lines and back. Lines end with LF, CRLF or CR, as in the language server protocol. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface LineIndex {
  readonly lineCount: number;
  /** Positions outside the text are moved to its nearest end. */
  positionAt(offset: number): Position;
  /** A character beyond the end of its line means the line's end. */
  offsetAt(position: Position): number;
}

export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const startOfLine = (line: number) => starts[line] ?? text.length;
  const endOfLine = (line: number) => {
    let end = startOfLine(line + 1);
    if (line + 1 >= starts.length) return end;
    if (text[end - 1] === "\n") end--;
    if (end > startOfLine(line) && text[end - 1] === "\r") end--;
    return end;
  };
  return {
    lineCount: starts.length,
    positionAt(offset) {
      const inside = clamp(offset, 0, text.length);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if (startOfLine(middle) <= inside) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: inside - startOfLine(low) };
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return clamp(startOfLine(line) + character, startOfLine(line), endOfLine(line));
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  // Most texts end their lines with LF alone, and this is asked with every key press: looking for that is a third of the time.
  if (text.includes("\r")) {
    const breaks = /\r\n|\n|\r/g;
    while (breaks.test(text)) starts.push(breaks.lastIndex);
  } else {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  }
  return starts;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
