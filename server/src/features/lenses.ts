/** Code lenses: over each plan "Simulate", and its headline figures. */

import type { Analysis } from "../analysis/types";
import type { Span } from "../syntax";
import { headline } from "./headline";
import { spanOf } from "./spans";

export interface Lens {
  /** The plan's name. */
  readonly span: Span;
  readonly title: string;
  readonly plan: string;
}

export function lenses(analysis: Analysis): readonly Lens[] {
  return analysis.plans.flatMap(({ declaration, report }) => {
    const span = spanOf(declaration.place);
    const figures = report ? headline(report) : "";
    const titles = figures ? ["$(play) Simulate", figures] : ["$(play) Simulate"];
    return titles.map((title) => ({ span, title, plan: declaration.name }));
  });
}
