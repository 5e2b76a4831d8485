/** Find all references: in this file and in the others that may mean the same. */

import type { Analysis } from "../analysis/types";
import type { Place } from "../language/diagnostics";
import type { Program } from "../semantics/program";
import { useAt, usesOf } from "./names";

/** All places that mean the name at `offset`, its declaration first. */
export function references(analysis: Analysis, offset: number, others: readonly Program[]): readonly Place[] {
  const use = useAt(analysis, offset);
  return use ? usesOf(use.target, [analysis.program, ...others]) : [];
}
