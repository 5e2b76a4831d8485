/**
 * Fixes that are worked out when somebody asks for them. What a finding knows when it is made comes with it; what takes a look
 * around stands here, by the finding's key. Nothing is offered that does not mend: each is tried first.
 */

import type { Analysis } from "../../analysis/types";
import type { Finding, Fix, TextEdit } from "../../language/diagnostics";
import { nameMends } from "./names";
import { planMends } from "./plans";
import { syntaxMends } from "./syntax";
import { valueMends } from "./values";
import { type Mends, woundOf } from "./wound";

const mends: Mends = { ...syntaxMends, ...nameMends, ...valueMends, ...planMends };

/** What would be found in the file if it had this text. */
export type Trial = (text: string) => readonly Finding[];

/** The fixes of the finding, its own first, each once. */
export function fixesOf(analysis: Analysis, finding: Finding, trial: Trial): readonly Fix[] {
  const sound = (fix: Fix) => mendsIt(analysis, finding, fix, trial);
  const further = mends[finding.key]?.(woundOf(analysis, finding)) ?? [];
  // Of several guesses those count that mend; the only one may show what else is wrong.
  const guesses = finding.fixes.length > 1 ? finding.fixes.filter((fix) => leavesFewerErrors(analysis, fix, trial)) : finding.fixes;
  const all = [...(guesses.length > 0 ? guesses : finding.fixes), ...further.filter(sound)];
  return all.filter(({ title }, index) => all.findIndex((other) => other.title === title) === index);
}

/** Whether the finding is gone with the fix, and no error has come instead. */
function mendsIt(analysis: Analysis, finding: Finding, { edits }: Fix, trial: Trial): boolean {
  const after = trial(edited(analysis.text, edits));
  const same = (findings: readonly Finding[]) =>
    findings.filter(({ key, message }) => key === finding.key && message === finding.message).length;
  return same(after) < same(analysis.findings) && errorsIn(after) <= errorsIn(analysis.findings);
}

function leavesFewerErrors(analysis: Analysis, { edits }: Fix, trial: Trial): boolean {
  return errorsIn(trial(edited(analysis.text, edits))) < errorsIn(analysis.findings);
}

function errorsIn(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === "error").length;
}

/** The text after the edits, which do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const last = edits.toSorted((left, right) => right.place.start - left.place.start);
  return last.reduce((rest, { place, text: written }) => rest.slice(0, place.start) + written + rest.slice(place.end), text);
}
