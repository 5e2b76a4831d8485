/** What analysis knows when the report is asked for. */

import type { Finding } from "../language/diagnostics";
import type { Program, ResolvedDeclaration } from "../semantics/program";
import type { ComputedPlan } from "./examine";
import type { Expectation } from "./expectations";

export interface View {
  readonly uri: string;
  readonly text: string;
  readonly program: Program;
  readonly findings: readonly Finding[];
  readonly computed: ReadonlyMap<ResolvedDeclaration, ComputedPlan>;
  /** By declaration; undefined: at the top of the file. */
  readonly expectations: ReadonlyMap<ResolvedDeclaration | undefined, readonly Expectation[]>;
}
