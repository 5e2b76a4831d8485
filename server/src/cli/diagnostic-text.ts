/** Diagnostics as lines that people read and editors jump to: `file.cmx:12:7: error CMX401: message`. */

import type { Checked, Diagnostic } from "./diagnostics";
import type { Style } from "./style";

/** One line for each diagnostic. */
export function diagnosticLines(file: Checked, style: Style): string {
  return file.diagnostics.map((diagnostic) => `${diagnosticLine(diagnostic, style)}\n`).join("");
}

/** The same, each with its source line and a mark under the place. */
export function diagnosticFrames(file: Checked, style: Style, columns: number): string {
  const lines = file.text.split(/\r\n|\r|\n/);
  const frame = (diagnostic: Diagnostic) => sourceFrame(lines[diagnostic.range.start.line] ?? "", diagnostic, style, columns);
  return file.diagnostics.map((diagnostic) => `${diagnosticLine(diagnostic, style)}\n${frame(diagnostic)}\n`).join("");
}

function diagnosticLine({ file, range, severity, code, message }: Diagnostic, style: Style): string {
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}:`;
  return `${style.bold(place)} ${severityPaint(severity, style)(severity)} ${code}: ${printable(message)}`;
}

/** The colour of a severity. */
export function severityPaint(severity: Diagnostic["severity"], style: Style): (text: string) => string {
  return { error: style.red, warning: style.yellow, information: style.cyan }[severity];
}

/** Text from a file without what a terminal would obey: control characters. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001F\u007F-\u009F]/g, (character) => (/\s/.test(character) ? " " : "\uFFFD"));
}

function sourceFrame(line: string, { range, severity }: Diagnostic, style: Style, columns: number): string {
  const margin = "    ";
  const room = columns - margin.length;
  const start = range.start.character;
  // A long line shows the part around the place.
  const from = line.length <= room || start < room / 2 ? 0 : Math.floor(start - room / 2);
  const shown = line.slice(from, from + room);
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  const marks = Math.max(1, displayWidth(shown.slice(start - from, end - from)));
  const before = " ".repeat(displayWidth(shown.slice(0, start - from)));
  return `${margin}${printable(shown)}\n${margin}${before}${severityPaint(severity, style)("^".repeat(marks))}\n`;
}

// Scripts whose characters take two cells of a terminal, as far as comments and strings are likely to have them.
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/g;

function displayWidth(text: string): number {
  return text.length + (text.match(wide)?.length ?? 0);
}
