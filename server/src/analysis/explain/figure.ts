/** The pieces of an explanation. */

import type { Explanation } from "../../../../shared/report";

export function partOf(name: string, value: number, text: string): Explanation["parts"][number] {
  return { name, value, text };
}

/** A figure with its formula; `chapter` of docs/engine.md has it at length. */
export function figure(path: string, value: number, text: string, formula: string, chapter: number): Explanation {
  return { path, value, text, formula, documentation: `docs/engine.md, section ${chapter}`, parts: [], kernels: [] };
}
