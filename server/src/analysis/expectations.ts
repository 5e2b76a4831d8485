/** Expectations: what was expected, what the engine gives, and whether the two agree. */

import { type Finding, finding } from "../language/diagnostics";
import { formatFigure, formatPercent } from "../language/figures";
import { applyFunction, fold } from "../semantics";
import type { Compiled, ResolvedDeclaration, ResolvedExpect } from "../semantics/program";
import { measure, type PlanResult, spreadOf } from "./metrics";
import { phrase } from "../language/phrase";

/** Results by plan, for expressions that measure. */
export interface Results {
  /** Undefined where the plan could not be computed. */
  get(plan: ResolvedDeclaration): PlanResult | undefined;
}

/** A class: see language/notes.ts. */
export class Expectation {
  readonly pass: boolean;

  constructor(
    readonly expect: ResolvedExpect,
    /** Undefined where a measurement is not to be had. */
    readonly actual: number | undefined,
    readonly expected: number | undefined,
  ) {
    this.pass = actual !== undefined && expected !== undefined && holds(expect, actual, expected);
  }
}

export function evaluateExpect(expect: ResolvedExpect, results: Results): Expectation {
  return new Expectation(expect, evaluate(expect.left, results), evaluate(expect.right, results));
}

/** A tolerance widens the side that it is on: `a <= b within 5%` holds up to 1.05 b. */
function holds({ comparison, within = 0 }: ResolvedExpect, actual: number, expected: number): boolean {
  const slack = Math.abs(expected) * within;
  switch (comparison) {
    case "<":
      return actual < expected + slack;
    case "<=":
      return actual <= expected + slack;
    case ">":
      return actual > expected - slack;
    case ">=":
      return actual >= expected - slack;
    case "==":
      return Math.abs(actual - expected) <= slack;
  }
}

/** The value of a compiled expression; undefined where a measurement is not to be had or the result is not finite. */
export function evaluate(expression: Compiled, results: Results): number | undefined {
  const value = compute(expression, results);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function compute(expression: Compiled, results: Results): number | undefined {
  switch (expression.type) {
    case "constant":
      return expression.value;
    case "metric":
      return measurement(expression, results);
    case "negation": {
      const operand = compute(expression.operand, results);
      return operand === undefined ? undefined : -operand;
    }
    case "binary": {
      const left = compute(expression.left, results);
      const right = compute(expression.right, results);
      return left === undefined || right === undefined ? undefined : fold(expression.operator, left, right);
    }
    case "call": {
      const values = expression.arguments.map((argument) => compute(argument, results));
      return values.every((value) => value !== undefined) ? applyFunction(expression.callee, values) : undefined;
    }
  }
}

function measurement({ plan, metric, scope }: Compiled & { type: "metric" }, results: Results): number | undefined {
  const result = results.get(plan);
  const value = result && measure(result)[metric.name];
  if (!result || value === undefined) return undefined;
  return scope && metric.pool ? value / spreadOf(result, metric, scope) : value;
}

/** A side of the expectation in words, with the unit and the scope that it speaks of. */
export function figureOf({ left, scope, currency, unit }: ResolvedExpect, value: number): string {
  if (unit === "%") return formatPercent(value);
  return `${formatFigure(value, left.dimension, currency)}${scope ? ` per ${scope}` : ""}`;
}

/** What to say of an expectation; nothing when it holds. */
export function expectationFinding(expectation: Expectation): Finding[] {
  const { expect, actual, expected, pass } = expectation;
  if (pass) return [];
  if (actual === undefined || expected === undefined) {
    return [
      finding("expect-unknown", expect.place, {
        expression: expect.leftText,
        reason: phrase`the plan has errors, or does not have this measurement`,
      }),
    ];
  }
  const written = (value: number) => figureOf(expect, value);
  if (actual === expected) {
    return [
      finding("expect-failed", expect.place, {
        expression: expect.leftText,
        actual: written(actual),
        difference: expect.comparison === "<" ? phrase`where less is expected` : phrase`where more is expected`,
      }),
    ];
  }
  const wanted = written(expected);
  const percent = expected === 0 ? "" : formatPercent(Math.abs(actual / expected - 1));
  const above = actual > expected ? phrase`${percent} above the expected ${wanted}` : phrase`${percent} below the expected ${wanted}`;
  const apart = expected === 0 ? phrase`the expected ${wanted}` : above;
  return [
    finding("expect-failed", expect.place, {
      expression: expect.leftText,
      actual: written(actual),
      difference: expect.within === undefined ? apart : phrase`${apart}, where ${formatPercent(expect.within)} is allowed`,
    }),
  ];
}
