/** Findings as the command line prints them: with the file and the line. */

import type { ReportDiagnostic } from "../../../shared/report";
import type { Analysis } from "../analysis";
import { type LineIndex, lineIndex } from "../syntax/lines";

/** A diagnostic with the name of its file. */
export interface Diagnostic extends ReportDiagnostic {
  readonly file: string;
}

/** A checked file: what it says and what there is to say about it. */
export interface Checked {
  readonly name: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Tally {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** The findings of a file, under the name that the user gave it. */
export function checked(name: string, analysis: Analysis): Checked {
  const lines = lineIndex(analysis.text);
  const diagnostics = analysis.findings.map(({ code, severity, message, place }) => ({
    code,
    severity,
    message,
    range: rangeOf(lines, place),
    file: name,
  }));
  return { name, text: analysis.text, diagnostics };
}

/** Lines and characters of a span of offsets. */
export function rangeOf(lines: LineIndex, span: { readonly start: number; readonly end: number }): ReportDiagnostic["range"] {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

export function tally(diagnostics: readonly ReportDiagnostic[]): Tally {
  const count = (severity: ReportDiagnostic["severity"]) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), notes: count("information") };
}

/** `1 error, 2 warnings and 1 note in 3 files.` */
export function summary({ errors, warnings, notes }: Tally, files: number): string {
  const counts = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].filter((part) => part !== "");
  const last = counts.pop();
  const listed = last === undefined ? "No problems" : counts.length > 0 ? `${counts.join(", ")} and ${last}` : last;
  return `${listed} in ${counted(files, "file")}.`;
}

/** `3 files`; nothing at all for none. */
export function counted(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}
