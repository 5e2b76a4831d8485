/** Quick fixes: what the findings at a place offer. */

import type { Analysis } from "../analysis/types";
import type { Finding, TextEdit } from "../language/diagnostics";
import type { Span } from "../syntax";
import { fixesOf, type Trial } from "./mends";
import { overlaps } from "./spans";

export interface Action {
  readonly title: string;
  readonly finding: Finding;
  /** The first fix of a finding is the one that "fix it" means. */
  readonly preferred: boolean;
  readonly edits: readonly TextEdit[];
}

/** The fixes of all findings that the selection touches. `trial` tells whether a fix mends. */
export function actions(analysis: Analysis, selection: Span, trial: Trial): readonly Action[] {
  return analysis.findings
    .filter((finding) => finding.place.uri === analysis.uri && overlaps(finding.place, selection))
    .flatMap((finding) =>
      fixesOf(analysis, finding, trial).map((fix, index) => ({ title: fix.title, finding, preferred: index === 0, edits: fix.edits })),
    );
}
