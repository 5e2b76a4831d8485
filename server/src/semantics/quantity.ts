/** A property's number: the unit that it wants, its scope, its range, and the scope that hardware figures are kept in. */

import { describeDimension, sameDimension, type Dimension } from "../language/dimensions";
import { finding, fix, type Place } from "../language/diagnostics";
import { formatFigure } from "../language/figures";
import type { Bounds, PropertySchema, ValueType } from "../language/schema";
import { unitsOf, type Scope } from "../language/units";
import type { Expression } from "../syntax";
import { placeOf, type Cell, type Report, type Source } from "./draft";
import type { Operand } from "./operand";
import type { ResolvedNumber } from "./program";
import { usualUnit } from "./read";
import { either, type Phrase, phrase } from "../language/phrase";

export type QuantityType = Extract<ValueType, { readonly type: "quantity" }>;

/** A number as it is written for a property. */
export interface Written {
  readonly schema: PropertySchema;
  readonly type: QuantityType;
  readonly expression: Expression;
  readonly source: Source;
  readonly report: Report;
}

/** Converts a figure of a machine from the scope that it is written in to the one that it is kept in. */
export type Normalise = (value: number, from: Scope, to: Scope) => number | undefined;

/** The number of a checked operand; `normalise` is there for hardware alone. */
export function numberFor(operand: Operand, written: Written, normalise: Normalise | undefined): ResolvedNumber | undefined {
  const { type, expression, source } = written;
  const { compiled, currency } = operand;
  if (compiled.type !== "constant" || !fits(operand, compiled.value, written)) return undefined;
  const given = operand.scope ?? type.scope;
  const scope = normalise && type.scope ? type.scope : given;
  const value =
    normalise && given && scope ? normalise(rounded(compiled.value, type.bounds), given, scope) : rounded(compiled.value, type.bounds);
  if (value === undefined) return undefined;
  const place = placeOf(source, expression);
  return { type: "number", value, dimension: compiled.dimension, scope, currency, place, unit: unitOf(expression) };
}

/** Several numbers, one for each tier or axis. */
export function numbersOf(numbers: readonly ResolvedNumber[], type: QuantityType, place: Place): Cell {
  return { type: "numbers", values: numbers.map(({ value }) => value), dimension: type.dimension, place };
}

/** The unit of an expression that is one quantity. */
export function unitOf(expression: Expression): string | undefined {
  if (expression.kind === "parenthesized") return unitOf(expression.expression);
  return expression.kind === "quantity" ? expression.unit?.text : undefined;
}

function fits(operand: Operand, value: number, written: Written): boolean {
  return dimensionFits(operand, written) && scopeFits(operand.scope, written) && valueFits(value, operand, written);
}

function dimensionFits({ compiled: { dimension } }: Operand, written: Written): boolean {
  const { type, schema, expression, source, report } = written;
  const wanted = [type.dimension, ...(type.alternatives ?? [])];
  if (wanted.some((candidate) => sameDimension(candidate, dimension))) return true;
  const wantedWords = either(wanted.map(describeDimension));
  if (expression.kind === "quantity" && !expression.unit) {
    const place = placeOf(source, expression.number);
    const text = source.text.slice(place.start, place.end);
    const suggestions = suggestedUnits(schema, type.dimension).map((unit) => `${text} ${unit}`);
    const fixes = suggestions.map((suggestion) => fix(phrase`Write ${suggestion}`, [{ place, text: suggestion }]));
    const [suggestion = text] = suggestions;
    report(finding("missing-unit", place, { property: schema.name, wanted: wantedWords, suggestion }, { fixes: fixes.slice(0, 3) }));
    return false;
  }
  const culprit = expression.kind === "quantity" && expression.unit ? expression.unit : expression;
  const actual = describeDimension(dimension);
  report(finding("wrong-dimension", placeOf(source, culprit), { property: schema.name, wanted: wantedWords, actual }));
  return false;
}

/** The unit of the schema's example first, then the others of the dimension. */
export function suggestedUnits(schema: PropertySchema, dimension: Dimension): string[] {
  const usual = usualUnit(schema);
  return [...new Set([...(usual ? [usual] : []), ...unitsOf(dimension)])];
}

function scopeFits(scope: Scope | undefined, { type, schema, expression, source, report }: Written): boolean {
  const allowed = type.scopes ?? (type.scope ? [type.scope] : []);
  if (scope === undefined || allowed.includes(scope)) return true;
  const clause = expression.kind === "quantity" || expression.kind === "path" ? expression.scope : undefined;
  const others = allowed.length === 0 ? "" : phrase`, only ${either(allowed.map((each) => `per ${each}`))}`;
  report(finding("wrong-scope", placeOf(source, clause ?? expression), { property: schema.name, scope, allowed: others }));
  return false;
}

function valueFits(value: number, { compiled, currency }: Operand, { type, schema, expression, source, report }: Written): boolean {
  const { bounds = {} } = type;
  const place = placeOf(source, expression);
  const shown = formatFigure(value, compiled.dimension, currency);
  if (bounds.integer && !isWhole(value)) {
    report(finding("not-integer", place, { property: schema.name, value: String(value) }));
    return false;
  }
  if (within(value, bounds)) return true;
  report(finding("out-of-range", place, { property: schema.name, bounds: boundsText(bounds, compiled.dimension, currency), value: shown }));
  return false;
}

/** Whether a property with these bounds takes the value. */
export function isWithin(value: number, bounds: Bounds): boolean {
  return (!bounds.integer || isWhole(value)) && within(value, bounds);
}

export function within(value: number, { min, max, aboveMin }: Bounds): boolean {
  if (min !== undefined && (aboveMin ? value <= min : value < min)) return false;
  return max === undefined || value <= max;
}

/** Whole up to the error that arithmetic with fractions leaves behind. */
export function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, Math.abs(value));
}

function rounded(value: number, bounds: Bounds | undefined): number {
  return bounds?.integer ? Math.round(value) : value;
}

/** "at least 1", "above 0 B", "between 0 and 1". */
function boundsText({ min, max, aboveMin }: Bounds, dimension: Dimension, currency: string | undefined): Phrase {
  const show = (value: number) => (value === 0 ? "0" : formatFigure(value, dimension, currency));
  if (min === undefined) return max === undefined ? phrase`a number` : phrase`at most ${show(max)}`;
  if (max === undefined) return aboveMin ? phrase`above ${show(min)}` : phrase`at least ${show(min)}`;
  return aboveMin ? phrase`above ${show(min)} and at most ${show(max)}` : phrase`between ${show(min)} and ${show(max)}`;
}
