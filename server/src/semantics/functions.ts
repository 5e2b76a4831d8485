/** The functions of expressions. */

import { finding, type Finding, type Place } from "../language/diagnostics";
import { sameDimension } from "../language/dimensions";
import { commonCurrency, describe, finite, isPlain, mismatch, scopesClash, type Operand } from "./operand";
import { phrase } from "../language/phrase";

interface NumberFunction {
  /** Takes one or more arguments; the others exactly one. */
  readonly many?: true;
  /** Only of plain numbers. */
  readonly plain?: true;
  readonly apply: (values: readonly number[]) => number;
}

const table: Readonly<Record<string, NumberFunction>> = {
  min: { many: true, apply: (values) => values.reduce((left, right) => Math.min(left, right)) },
  max: { many: true, apply: (values) => values.reduce((left, right) => Math.max(left, right)) },
  ceil: { apply: ([value = Number.NaN]) => Math.ceil(value) },
  floor: { apply: ([value = Number.NaN]) => Math.floor(value) },
  round: { apply: ([value = Number.NaN]) => Math.round(value) },
  log2: { plain: true, apply: ([value = Number.NaN]) => Math.log2(value) },
};

export const functionNames: readonly string[] = Object.keys(table);

export function isFunction(name: string): boolean {
  return functionNames.includes(name);
}

/** The value of `name(…)`; undefined where there is no such function or no argument. */
export function applyFunction(name: string, values: readonly number[]): number | undefined {
  return values.length > 0 ? table[name]?.apply(values) : undefined;
}

/** Why `name` does not take so many arguments. */
export function argumentCountProblem(name: string, count: number, place: Place): Finding | undefined {
  const many = table[name]?.many === true;
  if (many ? count >= 1 : count === 1) return undefined;
  const actual = count === 0 ? phrase`none` : phrase`${count} arguments`;
  return finding("wrong-argument-count", place, { name, wanted: many ? phrase`one or more arguments` : phrase`one argument`, actual });
}

/** `name(…)` of arguments that have been checked to be as many as it takes. `places` are theirs. */
export function call(
  name: string,
  operands: readonly Operand[],
  places: readonly Place[],
  whole: Place,
): { readonly operand: Operand } | { readonly problem: Finding } {
  const [first] = operands;
  const row = table[name];
  if (!row || !first) return { problem: finding("not-finite", whole, {}) };
  let { currency, scope } = first;
  for (const [index, operand] of operands.entries()) {
    const place = places[index] ?? whole;
    if (row.plain && !isPlain(operand.compiled.dimension)) {
      return { problem: finding("wrong-dimension", place, { property: name, wanted: phrase`a plain number`, actual: describe(operand) }) };
    }
    if (!sameDimension(first.compiled.dimension, operand.compiled.dimension) || scopesClash(scope, operand.scope)) {
      return { problem: mismatch(first, operand, phrase`compared`, place) };
    }
    const money = commonCurrency(first, operand, place);
    if ("problem" in money) return money;
    currency ??= money.currency;
    scope ??= operand.scope;
  }
  const { dimension } = first.compiled;
  const values = operands.flatMap(({ compiled }) => (compiled.type === "constant" ? [compiled.value] : []));
  if (values.length === operands.length) return finite(row.apply(values), dimension, scope, currency, whole);
  return {
    operand: { compiled: { type: "call", callee: name, arguments: operands.map((each) => each.compiled), dimension }, scope, currency },
  };
}
