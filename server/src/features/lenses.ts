/** Code lenses: over each plan "Simulate", its headline figures, and how many of its expectations hold. */

import type { Analysis } from "../analysis/types";
import { english, type Say } from "../language/translation";
import type { ResolvedDeclaration } from "../semantics/program";
import type { Span } from "../syntax";
import { headline } from "./headline";
import { spanOf } from "./spans";

export interface Lens {
  /** The plan's name. */
  readonly span: Span;
  readonly title: string;
  readonly plan: string;
}

export function lenses(analysis: Analysis, say: Say = english.say): readonly Lens[] {
  return analysis.plans.flatMap(({ declaration, report }) => {
    const span = spanOf(declaration.place);
    const figures = report ? headline(report) : "";
    const titles = [`$(play) ${say("Simulate")}`, figures, verdict(analysis, declaration, say)].filter((title) => title !== "");
    return titles.map((title) => ({ span, title, plan: declaration.name }));
  });
}

/** `$(pass) 2 expectations hold`, `$(error) 1 of 3 expectations fails`; nothing where nothing is expected. */
function verdict({ expectations }: Analysis, { expects }: ResolvedDeclaration, say: Say): string {
  const own = expectations.filter(({ expect }) => expects.includes(expect));
  const failed = own.filter(({ pass }) => !pass).length;
  if (own.length === 0) return "";
  const counts = { failed, count: own.length };
  if (failed > 0)
    return `$(error) ${say(failed === 1 ? "{failed} of {count} expectations fails" : "{failed} of {count} expectations fail", counts)}`;
  return `$(pass) ${say(own.length === 1 ? "{count} expectation holds" : "{count} expectations hold", counts)}`;
}
