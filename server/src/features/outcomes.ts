/** What a file comes to at a glance: the verdict on each plan, and what became of each expectation. */

import type { PlanOutcome } from "../../../shared/outcomes";
import { type Expectation, expectationFinding, figureOf } from "../analysis/expectations";
import type { Analysis, PlanAnalysis } from "../analysis/types";
import type { Finding } from "../language/diagnostics";
import { english, type Say } from "../language/translation";
import type { Span } from "../syntax";
import { headline } from "./headline";
import { spanOf } from "./spans";

export interface Outcome extends Omit<PlanOutcome, "range"> {
  readonly span: Span;
}

export interface HeldExpectation {
  readonly text: string;
  readonly span: Span;
  readonly plan: string | undefined;
  readonly pass: boolean;
  readonly actual: string | undefined;
  readonly expected: string | undefined;
  readonly finding: Finding | undefined;
}

export function planOutcomes(analysis: Analysis, say: Say = english.say): readonly Outcome[] {
  return analysis.plans.map((plan) => {
    const { declaration, report } = plan;
    const own = analysis.expectations.filter(({ expect }) => declaration.expects.includes(expect));
    const failed = own.filter(({ pass }) => !pass).length;
    return {
      name: declaration.name,
      span: spanOf(declaration.range),
      verdict: verdictOf(plan, failed),
      headline: report ? headline(report, say) : "",
      expectations: { passed: own.length - failed, failed },
    };
  });
}

function verdictOf({ report }: PlanAnalysis, failed: number): PlanOutcome["verdict"] {
  if (!report) return "unknown";
  if (!report.feasible) return "infeasible";
  return failed > 0 ? "failed" : "good";
}

export function heldExpectations(analysis: Analysis): readonly HeldExpectation[] {
  const { declarations } = analysis.program;
  const owner = ({ expect }: Expectation) => declarations.find(({ expects }) => expects.includes(expect))?.name;
  return analysis.expectations
    .map((expectation) => {
      const { expect, actual, expected, pass } = expectation;
      return {
        text: expect.text,
        span: spanOf(expect.place),
        plan: owner(expectation),
        pass,
        actual: actual === undefined ? undefined : figureOf(expect, actual),
        expected: expected === undefined ? undefined : figureOf(expect, expected),
        finding: expectationFinding(expectation)[0],
      };
    })
    .toSorted((left, right) => left.span.start - right.span.start);
}
