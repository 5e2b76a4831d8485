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

/** The fixes of the finding, its own first. */
export function fixesOf(analysis: Analysis, finding: Finding, trial: Trial): readonly Fix[] {
  const further = mends[finding.key]?.(woundOf(analysis, finding)) ?? [];
  return [...finding.fixes, ...further.filter((fix) => mendsIt(analysis, finding, fix, trial))];
}

/** Whether the finding is gone with the fix, and no error has come instead. */
function mendsIt(analysis: Analysis, finding: Finding, { edits }: Fix, trial: Trial): boolean {
  const after = trial(edited(analysis.text, edits));
  const errors = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === "error").length;
  const same = (findings: readonly Finding[]) =>
    findings.filter(({ key, message }) => key === finding.key && message === finding.message).length;
  return same(after) < same(analysis.findings) && errors(after) <= errors(analysis.findings);
}

/** The text after the edits, which do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const last = edits.toSorted((left, right) => right.place.start - left.place.start);
  return last.reduce((rest, { place, text: written }) => rest.slice(0, place.start) + written + rest.slice(place.end), text);
}
