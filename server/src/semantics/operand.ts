/** What an expression comes to, and the arithmetic of it: dimensions, scopes, currencies. */

import { combine, describeDimension, none, sameDimension, type Dimension } from "../language/dimensions";
import { finding, type Finding, type Place } from "../language/diagnostics";
import type { Scope } from "../language/units";
import type { ArithmeticOperator } from "../syntax";
import type { Compiled } from "./program";
import { type Phrase, phrase } from "../language/phrase";

/** A number, or an expression over measurements that only the engine knows. */
export interface Operand {
  readonly compiled: Compiled;
  readonly scope: Scope | undefined;
  readonly currency: string | undefined;
}

export type Constant = Extract<Compiled, { readonly type: "constant" }>;

export function constant(value: number, dimension: Dimension, scope?: Scope, currency?: string): Operand {
  return { compiled: { type: "constant", value, dimension, scope }, scope, currency };
}

/** "a bandwidth per chip". */
export function describe({ compiled: { dimension }, scope }: Operand): Phrase {
  const words = describeDimension(dimension);
  return scope ? phrase`${words} per ${scope}` : words;
}

type Outcome = { readonly operand: Operand } | { readonly problem: Finding };

const verbs: Readonly<Record<ArithmeticOperator, Phrase>> = {
  "+": phrase`added`,
  "-": phrase`subtracted`,
  "*": phrase`multiplied`,
  "/": phrase`divided`,
};

/** `left operator right`; the places are those of the whole and of its right side. */
export function calculate(operator: ArithmeticOperator, left: Operand, right: Operand, whole: Place, rightPlace: Place): Outcome {
  const additive = operator === "+" || operator === "-";
  const uneven = additive && !sameDimension(left.compiled.dimension, right.compiled.dimension);
  if (uneven || scopesClash(left.scope, right.scope)) return { problem: mismatch(left, right, verbs[operator], whole) };
  const money = commonCurrency(left, right, rightPlace);
  if ("problem" in money) return money;
  if (operator === "/" && right.compiled.type === "constant" && right.compiled.value === 0) {
    return { problem: finding("division-by-zero", rightPlace, {}) };
  }
  const dimension = additive
    ? left.compiled.dimension
    : combine(left.compiled.dimension, right.compiled.dimension, operator === "*" ? 1 : -1);
  const scope = operator === "/" ? quotientScope(left.scope, right.scope) : (left.scope ?? right.scope);
  const currency = dimension.money ? money.currency : undefined;
  if (left.compiled.type !== "constant" || right.compiled.type !== "constant") {
    return { operand: { compiled: { type: "binary", operator, left: left.compiled, right: right.compiled, dimension }, scope, currency } };
  }
  return finite(fold(operator, left.compiled.value, right.compiled.value), dimension, scope, currency, whole);
}

/** A constant, unless the value is no number. */
export function finite(value: number, dimension: Dimension, scope: Scope | undefined, currency: string | undefined, whole: Place): Outcome {
  if (!Number.isFinite(value)) return { problem: finding("not-finite", whole, {}) };
  return { operand: constant(value, dimension, scope, currency) };
}

export function mismatch(left: Operand, right: Operand, operation: Phrase, place: Place): Finding {
  return finding("dimension-mismatch", place, { left: describe(left), right: describe(right), operation });
}

export function scopesClash(left: Scope | undefined, right: Scope | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}

export function commonCurrency(
  left: Operand,
  right: Operand,
  place: Place,
): { readonly currency: string | undefined } | { readonly problem: Finding } {
  if (left.currency && right.currency && left.currency !== right.currency) {
    return { problem: finding("mixed-currencies", place, { first: left.currency, second: right.currency }) };
  }
  return { currency: left.currency ?? right.currency };
}

export function isPlain(dimension: Dimension): boolean {
  return sameDimension(dimension, none);
}

/** The bare arithmetic of numbers. */
export function fold(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}

/** Bytes per chip over bytes per chip are a plain number; something over a figure per chip is per chip of nothing. */
function quotientScope(left: Scope | undefined, right: Scope | undefined): Scope | undefined {
  return right === undefined ? left : undefined;
}
