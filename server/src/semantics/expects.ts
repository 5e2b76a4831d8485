/** `expect left compare right within tolerance`: both sides compiled, constants folded, scopes settled. */

import { describeDimension, none, sameDimension, type Dimension } from "../language/dimensions";
import { finding, fix } from "../language/diagnostics";
import type { Scope } from "../language/units";
import { detached, type Expect, type Expression } from "../syntax";
import { placeOf, type Draft, type Report, type Source } from "./draft";
import { evaluate } from "./evaluate";
import { describe, isPlain, scopesClash, type Operand } from "./operand";
import { resolvePath, type PathContext } from "./paths";
import type { ResolvedDeclaration, ResolvedExpect } from "./program";
import { unitOf } from "./quantity";
import { phrase } from "../language/phrase";

/** The result that stands for a draft. */
export type Finished = (draft: Draft) => ResolvedDeclaration;

/** Compiles an expectation that stands in `inside`, or at the top of the file. */
export function compileExpect(node: Expect, source: Source, inside: Draft | undefined, finished: Finished): ResolvedExpect | undefined {
  const report: Report = (problem) => source.findings.push(problem);
  const context = { source, report, ...(inside ? { inside } : {}) };
  const [left, right] = compileSides(node, context, finished);
  const within = node.within && readTolerance(node.within, source, report);
  if (node.comparison === "==" && !node.within) reportNoTolerance(node, source, report);
  else if (node.within && within === undefined) return undefined;
  if (!left || !right || (node.comparison === "==" && !node.within)) return undefined;
  const sides = settleScopes(node, left, right, context, finished);
  if (!sides) {
    report(
      finding(
        "uneven-comparison",
        { ...placeOf(source, node.left), end: node.right.end },
        { left: describe(left), right: describe(right) },
      ),
    );
    return undefined;
  }
  return {
    text: wordsOf(source, node.left.start, node.end),
    place: placeOf(source, node),
    left: sides.left.compiled,
    leftText: wordsOf(source, node.left.start, node.left.end),
    comparison: node.comparison,
    right: sides.right.compiled,
    unit: unitOf(node.right) ?? unitOf(node.left),
    scope: sides.scope,
    currency: left.currency ?? right.currency,
    within,
    documentation: node.documentation,
  };
}

/** Both sides; `671 B` is a count where the other side is one, and bytes everywhere else. */
function compileSides(node: Expect, context: Context, finished: Finished): readonly [Operand | undefined, Operand | undefined] {
  const left = compileSide(node.left, undefined, context, finished);
  const right = compileSide(node.right, undefined, context, finished);
  if (!left || !right || isPlain(left.compiled.dimension) === isPlain(right.compiled.dimension)) return [left, right];
  const quiet = { ...context, report: () => undefined };
  const asCount = (side: Expression, operand: Operand) => {
    const counted = isPlain(operand.compiled.dimension) ? undefined : compileSide(side, undefined, quiet, finished, none);
    return counted && isPlain(counted.compiled.dimension) ? counted : operand;
  };
  return [asCount(node.left, left), asCount(node.right, right)];
}

type Context = Pick<PathContext, "source" | "report" | "inside">;

/** A side; `spread` is the scope that its totals and measurements take. */
function compileSide(
  expression: Expression,
  spread: Scope | undefined,
  context: Context,
  finished: Finished,
  wanted?: Dimension,
): Operand | undefined {
  const measure: PathContext["measure"] = ({ plan, metric }, scope) => ({
    // A figure that is one rank's already is not divided again.
    compiled: { type: "metric", plan: finished(plan), metric, scope: metric.pool ? scope : undefined, dimension: metric.dimension },
    scope: scope ?? metric.scope,
    currency: undefined,
  });
  const subject = "expect";
  return evaluate(expression, wanted, {
    ...context,
    subject,
    path: (path) => resolvePath(path, { ...context, subject, measure, spread }),
  });
}

interface Sides {
  readonly left: Operand;
  readonly right: Operand;
  readonly scope: Scope | undefined;
}

/** The scope of one side holds for the totals and measurements of the other; what cannot be brought to one scope cannot be compared. */
function settleScopes(node: Expect, left: Operand, right: Operand, context: Context, finished: Finished): Sides | undefined {
  if (!sameDimension(left.compiled.dimension, right.compiled.dimension)) return undefined;
  if (scopesClash(left.scope, right.scope)) return convertSide(node, left, right, context, finished);
  const scope = left.scope ?? right.scope;
  if (left.scope === right.scope) return { left, right, scope };
  const spreadLeft = left.scope ? left : compileSide(node.left, scope, context, finished);
  const spreadRight = right.scope ? right : compileSide(node.right, scope, context, finished);
  if (!spreadLeft || !spreadRight) return undefined;
  const [other] = left.scope ? [spreadRight] : [spreadLeft];
  // A latency is spread over nothing, so it cannot be compared with a figure per chip.
  if (other && other.scope === undefined && other.compiled.type !== "constant") return undefined;
  return { left: spreadLeft, right: spreadRight, scope };
}

/** A fabric's bandwidth is kept per chip, and its layout says what it is per node: the written scope wins over the kept one. */
function convertSide(node: Expect, left: Operand, right: Operand, context: Context, finished: Finished): Sides | undefined {
  // Only a try: what it cannot convert is told as the comparison of two scopes.
  const quiet = { ...context, report: () => undefined };
  const asRight = compileSide(node.left, right.scope, quiet, finished);
  if (asRight && asRight.scope === right.scope) return { left: asRight, right, scope: right.scope };
  const asLeft = compileSide(node.right, left.scope, quiet, finished);
  return asLeft && asLeft.scope === left.scope ? { left, right: asLeft, scope: left.scope } : undefined;
}

function readTolerance(expression: Expression, source: Source, report: Report): number | undefined {
  const subject = "within";
  const operand = evaluate(expression, none, { source, report, subject, path: (path) => resolvePath(path, { source, report, subject }) });
  if (operand?.compiled.type !== "constant") return undefined;
  const { value, dimension } = operand.compiled;
  const place = placeOf(source, expression);
  if (!sameDimension(dimension, none)) {
    report(
      finding("wrong-dimension", place, { property: subject, wanted: phrase`a share in percent`, actual: describeDimension(dimension) }),
    );
    return undefined;
  }
  if (value >= 0) return value;
  report(finding("out-of-range", place, { property: subject, bounds: phrase`at least ${0}`, value: String(value) }));
  return undefined;
}

function reportNoTolerance(node: Expect, source: Source, report: Report): void {
  if (node.right.kind === "missing") return;
  // A single = has been told of already.
  if (source.text.slice(node.comparisonSpan.start, node.comparisonSpan.end) !== "==") return;
  const end = placeOf(source, { start: node.right.end, end: node.right.end });
  const fixes = [fix(phrase`Add within 5%`, [{ place: end, text: " within 5%" }])];
  report(finding("equal-without-within", placeOf(source, node.comparisonSpan), {}, { fixes }));
}

/** The text from `start` to `end` on one line, comments left out. */
function wordsOf(source: Source, start: number, end: number): string {
  const written = source.text.slice(start, end).replace(/\/\/[^\n]*|\/\*[^]*?\*\//g, " ");
  return detached(written.replace(/\s+/g, " ").trim());
}
