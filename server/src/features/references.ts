/** Find all references: in this file and in the other files that are open. */

import type { Analysis } from "../analysis/types";
import type { Place } from "../language/diagnostics";
import { useAt, usesOf } from "./names";

/** All places that mean the name at `offset`, its declaration first. */
export function references(analysis: Analysis, offset: number, others: readonly Analysis[]): readonly Place[] {
  const use = useAt(analysis, offset);
  return use ? usesOf(use.target, [analysis, ...others]) : [];
}
