/** `vary decode.batch = 8..128 step 8`: the number of the plan that is meant, and the values that it takes. */

import { type Dimension, sameDimension } from "../language/dimensions";
import { finding, type Finding, fix } from "../language/diagnostics";
import { formatCount, formatFigure } from "../language/figures";
import { findUnit, type Scope } from "../language/units";
import type { Expression, List, Path, Range } from "../syntax";
import { firstAt, lineOf, placeOf, type Draft, type Report } from "./draft";
import { evaluate } from "./evaluate";
import { constant, isPlain, mismatch, scopesClash, type Operand } from "./operand";
import { resolvePath } from "./paths";
import { countPoints, mostPoints, points, type Progression } from "./points";
import type { ResolvedNumber, ResolvedVary } from "./program";
import { numberFor, unitOf } from "./quantity";
import { cellIn, referenceIn, usualUnit } from "./read";
import { normaliserOf } from "./values";
import { findVaried, type Varied } from "./varied";
import { phrase } from "../language/phrase";

/** Resolves the vary lines of a sweep or a search; their points are multiplied, and bounded. */
export function resolveVaries(draft: Draft): ResolvedVary[] {
  const plan = referenceIn(draft.block, "plan");
  if (!plan) return [];
  let product = 1;
  const seen = new Map<string, Path>();
  return draft.varies.flatMap((node) => {
    const name = node.path.names.map(({ text }) => text).join(".");
    const first = seen.get(name);
    if (first && name !== "") {
      report(draft)(
        finding(
          "duplicate-property",
          placeOf(draft.source, node.path),
          { name, line: lineOf(draft.source, first) },
          { related: firstAt(placeOf(draft.source, first), name) },
        ),
      );
      return [];
    }
    seen.set(name, node.path);
    const varied = findVaried(node, plan, draft);
    if (!varied || node.values.kind === "missing") return [];
    const progression = node.values.kind === "range" ? readRange(node.values, varied, draft) : undefined;
    const count = node.values.kind === "list" ? node.values.elements.length : progression ? countPoints(progression.values) : 0;
    product *= Math.max(1, count);
    if (product > mostPoints) {
      const size = { count: formatCount(product), limit: formatCount(mostPoints) };
      report(draft)(finding("range-too-long", placeOf(draft.source, node.values), size));
      product = 1;
      return [];
    }
    const values =
      node.values.kind === "list" ? readList(node.values, varied, draft) : progression ? listPoints(progression, varied, draft) : [];
    const path = node.path.names.map(({ text }) => text);
    return [{ path, place: placeOf(draft.source, node), property: varied.schema, values }];
  });
}

function report(draft: Draft): Report {
  return (problem) => draft.source.findings.push(problem);
}

/** What a plain number stands for. */
interface Usual {
  readonly unit: string;
  readonly scope: Scope | undefined;
}

/** The unit and the scope that the plan's own number has. */
function usualOf({ block, schema }: Varied): Usual {
  const current = cellIn(block, schema.name);
  const set = current?.type === "number" ? current : undefined;
  return { unit: set?.unit ?? usualUnit(schema) ?? "", scope: set?.scope };
}

/** A value of the line; a plain number has the usual unit and scope. */
function read(expression: Expression, usual: Usual, { schema, type }: Varied, draft: Draft): Operand | undefined {
  const { source } = draft;
  const context = { source, report: report(draft), subject: schema.name, dependencies: draft.dependencies };
  const operand = evaluate(expression, type.dimension, { ...context, path: (path) => resolvePath(path, context) });
  if (operand?.compiled.type !== "constant") return undefined;
  const { value, dimension } = operand.compiled;
  if (!isPlain(dimension) || isPlain(type.dimension)) return operand;
  const unit = findUnit(usual.unit, type.dimension);
  return unit ? constant(value * unit.factor, unit.dimension, operand.scope ?? usual.scope, unit.currency) : operand;
}

function readList(list: List, varied: Varied, draft: Draft): ResolvedNumber[] {
  if (list.elements.length === 0) {
    const values = { property: varied.schema.name, wanted: phrase`one value or more`, actual: phrase`an empty list` };
    report(draft)(finding("wrong-value", placeOf(draft.source, list), values));
  }
  const usual = usualOf(varied);
  return list.elements.flatMap((element) => {
    const operand = read(element, usual, varied, draft);
    const number = operand && check(operand, element, varied, draft);
    return number ? [number] : [];
  });
}

interface ReadRange {
  readonly node: Range;
  readonly values: Progression;
  /** Dimension, scope and currency of its points. */
  readonly like: Operand;
}

function readRange(range: Range, varied: Varied, draft: Draft): ReadRange | undefined {
  const ends = [range.from, range.to, ...(range.step ? [range.step] : [])];
  const from = read(range.from, usualOf(varied), varied, draft);
  // Where the first value says what it counts, that holds for the others.
  const unit = unitOf(range.from);
  const usual = unit === undefined ? usualOf(varied) : { unit, scope: from?.scope };
  const to = read(range.to, usual, varied, draft);
  const step = read(range.step ?? one, usual, varied, draft);
  if (!from || !to || !step) return undefined;
  for (const [index, other] of [to, step].entries()) {
    const same = isSame(from, other);
    if (same) continue;
    report(draft)(mismatch(from, other, phrase`ends of one range`, placeOf(draft.source, ends[index + 1] ?? range)));
    return undefined;
  }
  const values: Progression = { from: valueOf(from), to: valueOf(to), step: range.doubling ? "doubling" : valueOf(step) };
  if (countPoints(values) === 0) {
    report(draft)(emptyRange(range, values, from.compiled.dimension, draft));
    return undefined;
  }
  const [first, second] = [from, to, step].map(({ scope }) => scope).filter((scope) => scope !== undefined);
  return { node: range, values, like: { ...from, scope: first ?? second } };
}

function emptyRange(range: Range, { from, to, step }: Progression, dimension: Dimension, draft: Draft): Finding {
  const show = (value: number) => formatFigure(value, dimension);
  const place = placeOf(draft.source, range);
  if (from <= to) {
    const way = step === "doubling" ? phrase`Doubling ${show(from)}` : phrase`A step of ${show(step)}`;
    return finding("empty-range", place, { way, to: show(to) });
  }
  const words = { way: phrase`A range goes up: from ${show(from)} it`, to: show(to) };
  if (step !== "doubling" && step <= 0) return finding("empty-range", place, words);
  const written = ({ start, end }: Expression) => draft.source.text.slice(start, end);
  const edits = [
    { place: placeOf(draft.source, range.from), text: written(range.to) },
    { place: placeOf(draft.source, range.to), text: written(range.from) },
  ];
  return finding("empty-range", place, words, { fixes: [fix(phrase`Swap the ends`, edits)] });
}

/** Without a step a range goes up by one, in the usual unit. */
const one: Expression = { kind: "quantity", start: 0, end: 0, number: { start: 0, end: 0 }, value: 1, unit: undefined, scope: undefined };

function isSame(left: Operand, right: Operand): boolean {
  return sameDimension(left.compiled.dimension, right.compiled.dimension) && !scopesClash(left.scope, right.scope);
}

function listPoints({ node, values, like }: ReadRange, varied: Varied, draft: Draft): ResolvedNumber[] {
  const numbers: ResolvedNumber[] = [];
  for (const [index, value] of points(values).entries()) {
    const { dimension } = like.compiled;
    const number = check(constant(value, dimension, like.scope, like.currency), index === 0 ? node.from : node.to, varied, draft);
    // One message for a range, not one for each point.
    if (!number) return [];
    numbers.push({ ...number, place: placeOf(draft.source, node) });
  }
  return numbers;
}

function check(operand: Operand, expression: Expression, { owner, block, schema, type }: Varied, draft: Draft): ResolvedNumber | undefined {
  const written = { schema, type, expression, source: draft.source, report: report(draft) };
  return numberFor(operand, written, normaliserOf(owner, block));
}

function valueOf({ compiled }: Operand): number {
  return compiled.type === "constant" ? compiled.value : Number.NaN;
}
