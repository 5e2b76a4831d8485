/** What a file comes to at a glance: for the status bar and the Test Explorer. Shared by server and client as types. */

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Outcomes {
  /** Version of the document that this is true of. */
  readonly version: number;
  readonly plans: readonly PlanOutcome[];
  /** Every `expect` that could be resolved, in the order of the file. */
  readonly expectations: readonly ExpectationOutcome[];
}

export interface PlanOutcome {
  readonly name: string;
  /** From the keyword to the closing brace. */
  readonly range: Range;
  /** `unknown`: an error in it keeps it from being computed. `failed`: an expectation fails. */
  readonly verdict: "good" | "failed" | "infeasible" | "unknown";
  /** `1,943 tokens/s per chip · TPOT 49.4 ms`; empty where nothing was computed. */
  readonly headline: string;
  readonly expectations: { readonly passed: number; readonly failed: number };
}

export interface ExpectationOutcome {
  /** As written: `tpot <= 50 ms`. */
  readonly text: string;
  readonly range: Range;
  /** The plan or other declaration that it stands in; absent at the top of the file. */
  readonly plan?: string;
  readonly pass: boolean;
  /** In words with units; absent where a measurement is not to be had. */
  readonly actual?: string;
  readonly expected?: string;
  /** What is to be said of one that fails, as in its diagnostic. */
  readonly message?: string;
}
