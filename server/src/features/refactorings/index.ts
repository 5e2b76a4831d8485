/** Refactorings of what is selected: changes that mend nothing and must break nothing. */

import type { Finding } from "../../language/diagnostics";
import { edited, type Trial } from "../mends";
import { convert } from "./convert";
import { derive } from "./derive";
import { disaggregate } from "./disaggregate";
import { extractLet, inlineLet } from "./extract";
import type { Place, Refactoring } from "./types";

export { type Refactoring, refactorKinds } from "./types";

/** Of each kind those that bring no error with them; of several ways to the same end the first. */
export function refactorings(place: Place, trial: Trial): readonly Refactoring[] {
  const all = [extractLet, inlineLet, derive, convert, disaggregate].flatMap((one) => one(place));
  const before = errorsIn(place.analysis.findings);
  const sound = all.filter(({ edits }) => errorsIn(trial(edited(place.analysis.text, edits))) <= before);
  return [...new Map(sound.toReversed().map((one) => [one.title, one])).values()].toReversed();
}

function errorsIn(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === "error").length;
}
