/** Requests that were recorded, and what is wrong with a file of them. */

import type { Phrase } from "../../language/phrase";

export interface RecordedRequest {
  /** Seconds from any beginning; undefined where the trace has no times. */
  readonly time: number | undefined;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  /** What the blocks of the prompt are called, in their order: equal prefixes begin with equal names. Empty where the trace has none. */
  readonly blocks: readonly (number | string)[];
}

/** Why a line is no request. */
export interface LineProblem {
  readonly reason: Phrase;
  /** Counted from one. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type Parsed = { readonly requests: readonly RecordedRequest[] } | { readonly reason: Phrase } | { readonly problem: LineProblem };

/** A line that is not empty. */
export interface Line {
  readonly text: string;
  readonly number: number;
  readonly start: number;
}

/** What one line says, or why it says nothing. */
export type Read = RecordedRequest | { readonly reason: Phrase };
