/** The pieces of an explanation. */

import type { ExplainedKernel, Explanation } from "../../../../shared/report";
import type { Filling } from "../../language/phrase";
import type { Say } from "../../language/translation";

/** An explanation before it is known in which language it is given. */
export interface Explained extends Omit<Explanation, "formula" | "kernels"> {
  readonly formula: Filling;
  readonly kernels: readonly (Omit<ExplainedKernel, "formulas"> & { readonly formulas: readonly Filling[] })[];
}

export function spoken(explained: Explained, say: Say): Explanation {
  const kernels = explained.kernels.map((kernel) => ({ ...kernel, formulas: kernel.formulas.map(say) }));
  return { ...explained, formula: say(explained.formula), kernels };
}

export function partOf(name: string, value: number, text: string): Explanation["parts"][number] {
  return { name, value, text };
}

/** A figure with its formula; `chapter` of docs/engine.md has it at length. */
export function figure(path: string, value: number, text: string, formula: Filling, chapter: number): Explained {
  return { path, value, text, formula, documentation: `docs/engine.md, section ${chapter}`, parts: [], kernels: [] };
}
