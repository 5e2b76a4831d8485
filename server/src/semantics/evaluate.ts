/** Expressions. Knows arithmetic and units; what a name means it asks of `Names`. An undefined result has been reported. */

import type { Dimension } from "../language/dimensions";
import { finding } from "../language/diagnostics";
import { findUnit, foreignUnits, scopes, units, unitsOf, type Scope, type Unit } from "../language/units";
import type { Binary, Call, Expression, Path, Quantity, ScopeClause, UnitName } from "../syntax";
import { placeOf, type Report, type Source } from "./draft";
import { argumentCountProblem, call, functionNames, isFunction } from "./functions";
import { suggest, suggestionsFor } from "./names";
import { calculate, constant, finite, type Operand } from "./operand";
import { didYouMean, replacements } from "./suggest";
import { deepestEvaluation, deeper } from "./trail";
import { phrase } from "../language/phrase";

/** More terms than this over measurements would be too deep a tree for whoever computes it. */
const mostTerms = 500;

export interface Evaluation {
  readonly source: Source;
  readonly report: Report;
  /** What the expression is for; messages name it. */
  readonly subject: string;
  /** The value of a path; reports what it cannot find. */
  readonly path: (path: Path) => Operand | undefined;
}

/** The value of `expression`. `wanted` decides between units that are spelled alike: `B` is a byte or a billion. */
export function evaluate(expression: Expression, wanted: Dimension | undefined, on: Evaluation): Operand | undefined {
  const { trail } = on.source;
  if (trail.depth >= deepestEvaluation) {
    on.report(finding("too-many-steps", placeOf(on.source, expression), { what: on.subject, limit: deepestEvaluation }));
    return undefined;
  }
  deeper(trail);
  const operand = evaluateNode(expression, wanted, on);
  trail.depth--;
  return operand;
}

function evaluateNode(expression: Expression, wanted: Dimension | undefined, on: Evaluation): Operand | undefined {
  const place = placeOf(on.source, expression);
  switch (expression.kind) {
    case "quantity":
      return evaluateQuantity(expression, wanted, on);
    case "path":
      return on.path(expression);
    case "parenthesized":
      return evaluate(expression.expression, wanted, on);
    case "negation": {
      const operand = evaluate(expression.operand, wanted, on);
      if (!operand) return undefined;
      const { compiled, scope, currency } = operand;
      if (compiled.type === "constant") return constant(-compiled.value, compiled.dimension, scope, currency);
      return { compiled: { type: "negation", operand: compiled, dimension: compiled.dimension }, scope, currency };
    }
    case "binary":
      return evaluateBinary(expression, wanted, on);
    case "call":
      return evaluateCall(expression, wanted, on);
    case "string":
      on.report(finding("wrong-value", place, { property: on.subject, wanted: phrase`a number`, actual: phrase`a text` }));
      return undefined;
    case "list":
      on.report(finding("wrong-value", place, { property: on.subject, wanted: phrase`one number`, actual: phrase`a list` }));
      return undefined;
    case "missing":
      return undefined;
  }
}

/** `a + b + c + …` leans to the left without limit, so it is walked and not recursed into. */
function evaluateBinary(expression: Binary, wanted: Dimension | undefined, on: Evaluation): Operand | undefined {
  const terms: Binary[] = [];
  let leftmost: Expression = expression;
  while (leftmost.kind === "binary") {
    terms.push(leftmost);
    leftmost = leftmost.left;
  }
  let result = evaluate(leftmost, wanted, on);
  for (const term of terms.toReversed()) {
    const right = evaluate(term.right, term.operator === "/" ? undefined : wanted, on);
    if (!result || !right) {
      result = undefined;
      continue;
    }
    result = settle(calculate(term.operator, result, right, placeOf(on.source, term), placeOf(on.source, term.right)), on);
  }
  if (terms.length <= mostTerms || result?.compiled.type === "constant") return result;
  on.report(finding("too-many-steps", placeOf(on.source, expression), { what: on.subject, limit: mostTerms }));
  return undefined;
}

function evaluateCall(expression: Call, wanted: Dimension | undefined, on: Evaluation): Operand | undefined {
  const { callee } = expression;
  const operands = expression.arguments.map((argument) => evaluate(argument, wanted, on));
  if (callee.missing) return undefined;
  if (!isFunction(callee.text)) {
    const { nearest, more } = suggest(on.source, callee, functionNames);
    on.report(finding("unknown-function", placeOf(on.source, callee), { name: callee.text, nearest }, more));
    return undefined;
  }
  const place = placeOf(on.source, expression);
  const problem = argumentCountProblem(callee.text, operands.length, place);
  if (problem) {
    on.report(problem);
    return undefined;
  }
  const known = operands.filter((operand) => operand !== undefined);
  if (known.length < operands.length) return undefined;
  const places = expression.arguments.map((argument) => placeOf(on.source, argument));
  return settle(call(callee.text, known, places, place), on);
}

function evaluateQuantity(quantity: Quantity, wanted: Dimension | undefined, on: Evaluation): Operand | undefined {
  const scope = quantity.scope ? readScope(quantity.scope, on) : undefined;
  const unit = quantity.unit ? readUnit(quantity, quantity.unit, wanted, on) : undefined;
  if ((quantity.unit && !unit) || (quantity.scope && !scope)) return undefined;
  const place = placeOf(on.source, quantity.number);
  return settle(finite(inSi(quantity.value, unit), unit?.dimension ?? {}, scope, unit?.currency, place), on);
}

/** The scope that a clause names. */
export function readScope(clause: ScopeClause, on: Pick<Evaluation, "source" | "report">): Scope | undefined {
  if (clause.name.missing) return undefined;
  const scope = scopes.find((candidate) => candidate === clause.name.text);
  if (scope) return scope;
  const { nearest, more } = suggest(on.source, clause.name, scopes);
  on.report(finding("unknown-scope", placeOf(on.source, clause.name), { scope: clause.name.text, nearest }, more));
  return undefined;
}

function readUnit(
  { number, value }: Quantity,
  { text, start, end }: UnitName,
  wanted: Dimension | undefined,
  on: Evaluation,
): Unit | undefined {
  const unit = findUnit(text, wanted);
  if (unit) return unit;
  const whole = writtenOut(value, text);
  const place = placeOf(on.source, { start: whole ? number.start : start, end });
  const near = whole ?? unitsNear(text, wanted, on.source);
  on.report(finding("unknown-unit", place, { unit: text, nearest: didYouMean(near) }, { fixes: replacements(place, near) }));
  return undefined;
}

/** `32k tokens` in full. A thousand tokens may be 1024 of them. */
function writtenOut(value: number, text: string): readonly string[] | undefined {
  const [, multiple = "", unit = ""] = /^([kKMBT])\s+(\S+)$/.exec(text) ?? [];
  if (!findUnit(unit, undefined)) return undefined;
  const factors = { k: [1e3, 1024], K: [1e3, 1024], M: [1e6], B: [1e9], T: [1e12] }[multiple] ?? [];
  return factors.map((factor) => `${Number((value * factor).toPrecision(12))} ${unit}`);
}

/** What an unknown unit may have meant: the word of another tool, the same letters in another case, or nearly the same. */
function unitsNear(text: string, wanted: Dimension | undefined, source: Source): readonly string[] {
  if (Object.hasOwn(foreignUnits, text)) return foreignUnits[text] ?? [];
  const known = [...(wanted ? unitsOf(wanted) : []), ...units.map(({ name }) => name)];
  const otherCase = known.filter((name) => name.toLowerCase() === text.toLowerCase());
  return otherCase.length > 0 ? [...new Set(otherCase)].slice(0, 2) : suggestionsFor(source, text, known);
}

/** Divides where the unit is a fraction, so that 70% is 0.7 to the last bit. */
function inSi(value: number, unit: Unit | undefined): number {
  if (!unit) return value;
  if (unit.factor >= 1) return value * unit.factor;
  const inverse = 1 / unit.factor;
  const whole = Math.round(inverse);
  return Math.abs(inverse - whole) < 1e-6 * whole ? value / whole : value * unit.factor;
}

function settle(outcome: ReturnType<typeof finite>, on: Evaluation): Operand | undefined {
  if ("operand" in outcome) return outcome.operand;
  on.report(outcome.problem);
  return undefined;
}
