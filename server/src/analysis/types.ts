/** What one look at a file yields: the meaning of its text and, for each plan, what the engine says. */

import type { Explanation, KnobValues, PlanReport, Report } from "../../../shared/report";
import type { Finding, TextEdit } from "../language/diagnostics";
import type { Expectation } from "./expectations";
import type { Trial } from "./trial";
import type { Program, ResolvedDeclaration } from "../semantics/program";
import type { Say } from "../language/translation";

export interface PlanAnalysis {
  readonly declaration: ResolvedDeclaration;
  /** Absent when an error in the plan (or in what it refers to) makes its figures meaningless, and for plans that are not computed yet. */
  readonly report: PlanReport | undefined;
  /** How a figure came about; undefined: there is no such path. */
  /** In the language of `say`. */
  explain(path: string, say?: Say): Explanation | undefined;
  /** The plan with other values of its knobs, as far as its layout allows them; undefined for a plan without figures. */
  tryValues(values: KnobValues): Trial | undefined;
  /** The edits that write such values into the text. */
  writeValues(values: KnobValues): readonly TextEdit[];
  /** Paths that can be explained. */
  readonly explainable: readonly string[];
}

export interface Analysis {
  readonly uri: string;
  readonly text: string;
  readonly program: Program;
  /** Serving and training plans of this file, in its order. */
  readonly plans: readonly PlanAnalysis[];
  /** What became of each `expect` that could be resolved. */
  readonly expectations: readonly Expectation[];
  /** Everything to tell about this file: syntax, names, layout, memory, bottlenecks, slo, advice; in the order of their places, each once. */
  readonly findings: readonly Finding[];
  /** The whole report; curves and sweeps are computed when it is asked for. `file` is how the report names the file. */
  report(file: string): Report;
  /** The same in steps (one for each point of a sweep), for callers that have other things to do in between. */
  reportInSteps(file: string): Generator<void, Report>;
}
