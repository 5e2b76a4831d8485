/** Collects what is wrong with a text, up to a limit: nobody reads the two-hundredth message, and a hostile file has millions. */

import type { SyntaxProblem } from "./tree";

export const problemLimit = 200;

export interface Problems {
  readonly list: readonly SyntaxProblem[];
  /** False once the limit is reached: what is reported then is dropped. */
  readonly open: boolean;
  report(problem: SyntaxProblem): void;
}

/** An empty collection, or one that begins with what is known already. */
export function collectProblems(known: readonly SyntaxProblem[] = []): Problems {
  return new Collection([...known]);
}

class Collection implements Problems {
  constructor(readonly list: SyntaxProblem[]) {}

  get open(): boolean {
    return this.list.length < problemLimit;
  }

  report(problem: SyntaxProblem): void {
    if (this.open) this.list.push(problem);
  }
}
