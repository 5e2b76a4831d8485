/** Code lenses: over each plan "Simulate", its headline figures, and how many of its expectations hold. */

import type { Analysis } from "../analysis/types";
import { english, type Say } from "../language/translation";
import type { ResolvedDeclaration } from "../semantics/program";
import type { Span } from "../syntax";
import { headline } from "./headline";
import { spanOf } from "./spans";
import { phrase } from "../language/phrase";

export interface Lens {
  /** The plan's name. */
  readonly span: Span;
  readonly title: string;
  readonly plan: string;
}

export function lenses(analysis: Analysis, say: Say = english.say): readonly Lens[] {
  return analysis.plans.flatMap(({ declaration, report }) => {
    const span = spanOf(declaration.place);
    const figures = report ? headline(report, say) : "";
    const titles = [`$(play) ${say(phrase`Simulate`)}`, figures, verdict(analysis, declaration, say)].filter((title) => title !== "");
    return titles.map((title) => ({ span, title, plan: declaration.name }));
  });
}

/** `$(pass) 2 expectations hold`, `$(error) 1 of 3 expectations fails`; nothing where nothing is expected. */
function verdict({ expectations }: Analysis, { expects }: ResolvedDeclaration, say: Say): string {
  const own = expectations.filter(({ expect }) => expects.includes(expect));
  const failed = own.filter(({ pass }) => !pass).length;
  if (own.length === 0) return "";
  const count = own.length;
  if (failed > 0)
    return `$(error) ${say(failed === 1 ? phrase`${failed} of ${count} expectations fails` : phrase`${failed} of ${count} expectations fail`)}`;
  return `$(pass) ${say(count === 1 ? phrase`${count} expectation holds` : phrase`${count} expectations hold`)}`;
}
