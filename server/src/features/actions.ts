/** Quick fixes: what the findings at a place offer. */

import type { Analysis } from "../analysis/types";
import { type Finding, type Fix, fix } from "../language/diagnostics";
import type { Span } from "../syntax";
import { fixesOf, type Trial } from "./mends";
import { overlaps } from "./spans";
import { phrase } from "../language/phrase";

export interface Action extends Fix {
  readonly finding: Finding;
  /** The first fix of a finding is the one that "fix it" means. */
  readonly preferred: boolean;
}

/** The fixes of all findings that the selection touches. `trial` tells whether a fix mends. */
export function actions(analysis: Analysis, selection: Span, trial: Trial): readonly Action[] {
  const touched = analysis.findings.filter((finding) => finding.place.uri === analysis.uri && overlaps(finding.place, selection));
  const fixes = touched.flatMap((finding) =>
    fixesOf(analysis, finding, trial).map((one, index) => ({ ...one, finding, preferred: index === 0 })),
  );
  return [...fixes, ...touched.flatMap((finding) => ignore(analysis, finding))];
}

/** What is no error may be meant so: a comment on the line before says it, and the user adds why. */
function ignore({ uri, text }: Analysis, finding: Finding): Action[] {
  if (finding.severity === "error" || finding.key === "unused-ignore") return [];
  const start = text.lastIndexOf("\n", finding.place.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const edit = { place: { uri, start, end: start }, text: `${indentation}// cmx-ignore ${finding.code}\n` };
  return [{ ...fix(phrase`Ignore ${finding.code} in this line`, [edit]), finding, preferred: false }];
}
