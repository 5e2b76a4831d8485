/** What a refactoring is, and what it looks at. */

import type { Analysis } from "../../analysis/types";
import type { Fix } from "../../language/diagnostics";
import type { Span } from "../../syntax";

export const refactorKinds = ["refactor.extract", "refactor.inline", "refactor.rewrite"] as const;

export interface Refactoring extends Fix {
  readonly kind: (typeof refactorKinds)[number];
}

export interface Place {
  readonly analysis: Analysis;
  readonly selection: Span;
}

/** `wanted`, or that with a number, where it already means something in the file. */
export function freeName({ program }: Analysis, wanted: string): string {
  const taken = (name: string) =>
    program.visible.has(name) || [...program.visibleLets.values(), ...program.declarations].some((one) => one.name === name);
  let name = wanted;
  for (let number = 2; taken(name); number++) name = `${wanted}${number}`;
  return name;
}
